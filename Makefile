# Each target does all its own set-up: it needs Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin
HOUSE := $(BIN)/python -m outreach.engine
QUIET := HITOKOE_LOCAL=1 SECRET_KEY=used-for-set-up-only-and-never-for-serving

.PHONY: demo run test check bench setup browser

demo: setup
	$(HOUSE) serve --demo

run: setup
	$(HOUSE) serve

test: setup browser
	HITOKOE_HOME=.hitokoe/test $(HOUSE) run -- $(BIN)/pytest -n 2 -q

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(QUIET) $(BIN)/mypy
	$(BIN)/lint-imports
	$(QUIET) $(BIN)/python manage.py messages --check
	HITOKOE_HOME=.hitokoe/test $(HOUSE) run -- sh -c "$(BIN)/python manage.py prepare && $(BIN)/python manage.py makemigrations --check --dry-run"
	HITOKOE_LOCAL=0 ALLOWED_HOSTS=hitokoe.example SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") $(BIN)/python manage.py check --deploy --fail-level WARNING

setup: .venv/ready
	@$(QUIET) $(BIN)/python manage.py messages --compile
	@$(QUIET) $(BIN)/python manage.py collectstatic --noinput -v 0

.venv/ready: requirements.lock
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || (echo "Hitokoe needs Python 3.11 or newer." && false)
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || apt-get install -y -q python3-venv || (echo "Install the package python3-venv, then try again." && false)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	@touch .venv/ready

browser:
	@command -v chromium >/dev/null && fc-list :lang=ja 2>/dev/null | grep -q . || \
	(apt-get update -q && apt-get install -y -q chromium fonts-noto-cjk fontconfig) >/dev/null 2>&1 || \
	(sudo -n apt-get update -q && sudo -n apt-get install -y -q chromium fonts-noto-cjk fontconfig) >/dev/null 2>&1 || \
	$(BIN)/playwright install chromium || \
	(echo "The browser tests need Chromium and a Japanese font: install the packages chromium and fonts-noto-cjk." && false)
