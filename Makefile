# Each target does all its own set-up: it needs Python 3.11 or newer and make.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
HOUSE := $(BIN)/python -m outreach.engine
QUIET := HITOKOE_LOCAL=1 SECRET_KEY=used-for-set-up-only-and-never-for-serving
FRESH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c '$(FRESH)' 2>/dev/null && echo "$$each" && break; done)
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n) env DEBIAN_FRONTEND=noninteractive
APT := $(AS_ROOT) apt-get -qq -y -o DPkg::Lock::Timeout=60

WORDS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
LOOKS := $(shell find static -type f) outreach/settings.py outreach/staticfinder.py requirements.lock
STATIC := staticfiles/staticfiles.json

.PHONY: setup demo run test faults check picture bench lock tools browser
.DELETE_ON_ERROR:

setup: $(VENV)/ready $(WORDS) $(STATIC)

demo: setup
	@$(HOUSE) serve --demo

run: setup
	@$(HOUSE) serve

test: setup tools browser
	HITOKOE_HOME=.hitokoe/test $(HOUSE) run --apart -- $(BIN)/pytest -n 2 -q

# The long forms, some ten minutes: servers and workers killed over and over while mail is sent, many more lives in
# which anything may happen, and examples that nobody has tried yet.
faults: setup tools
	EXPLORE=1 FAULT_ROUNDS=$${FAULT_ROUNDS:-12} SIMULATED_LIVES=$${SIMULATED_LIVES:-250} HITOKOE_HOME=.hitokoe/test \
		$(HOUSE) run --apart -- $(BIN)/pytest -q tests/engine/test_faults.py tests/simulation/test_anything_may_happen.py \
		tests/rules tests/actions/test_promise_stop.py

check: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(QUIET) $(BIN)/mypy
	$(BIN)/lint-imports
	$(QUIET) $(BIN)/python manage.py messages --check
	HITOKOE_HOME=.hitokoe/check $(HOUSE) run --apart --prepared -- sh -c \
		'DATABASE_URL="$$DATABASE_OWNER_URL" $(BIN)/python manage.py makemigrations --check --dry-run'
	HITOKOE_LOCAL=0 ALLOWED_HOSTS=hitokoe.example \
		SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

# The picture in the README, out of the running demo.
picture: setup tools browser
	HITOKOE_HOME=.hitokoe/test $(HOUSE) run --apart -- $(BIN)/pytest -q tests/browser/test_pictures.py
	cp .hitokoe/pictures/desk.png docs/desk.png

bench: setup
	@HITOKOE_HOME=.hitokoe/bench $(HOUSE) run --apart --prepared -- $(BIN)/python manage.py bench

# --- what the targets above stand on; each is made once, and again when what it is made of has changed ---

tools: $(VENV)/ready-test

$(VENV)/ready: requirements.lock | $(BIN)/pip
	@echo "Installing the packages of requirements.lock ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r $<
	@touch $@

$(VENV)/ready-test: requirements-test.lock | $(BIN)/pip
	@echo "Installing the packages of requirements-test.lock ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r $<
	@touch $@

$(BIN)/pip:
	@[ -n "$(PYTHON)" ] || { echo "Hitokoe needs Python 3.11 or newer: install it, or say PYTHON=/path/to/python3 make ..."; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { echo "Installing python3-venv ..."; \
		{ $(APT) update; $(APT) install python3-venv; } >/dev/null 2>&1 || \
		{ echo "Python's venv is missing: install the package python3-venv, then try again."; exit 1; }; }
	@$(PYTHON) -m venv --clear $(VENV)

%.mo: %.po | $(VENV)/ready
	@$(QUIET) $(BIN)/python manage.py messages --compile
	@touch $(WORDS)

$(STATIC): $(LOOKS) | $(VENV)/ready
	@$(QUIET) $(BIN)/python manage.py collectstatic --noinput -v 0
	@touch $@

browser: | $(VENV)/ready-test
	@{ command -v chromium && fc-list :lang=ja | grep . ; } >/dev/null 2>&1 || { \
		echo "Installing Chromium and a Japanese font for the browser tests ..."; \
		{ $(APT) update; $(APT) install --no-install-recommends chromium fonts-noto-cjk fontconfig; } >/dev/null 2>&1; } || \
	command -v chromium >/dev/null || $(BIN)/playwright install chromium || { \
		echo "The browser tests need Chromium and a Japanese font: install the packages chromium and fonts-noto-cjk."; exit 1; }

# For maintainers, after a change in pyproject.toml; needs pip-tools.
COMPILE := $(BIN)/pip-compile -q --strip-extras --allow-unsafe --no-header --no-annotate --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links --no-emit-options
lock:
	@$(COMPILE) -o requirements.lock pyproject.toml
	@$(COMPILE) --extra test -c requirements.lock -o requirements-test.lock pyproject.toml
