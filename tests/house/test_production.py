"""What a browser is told when nobody says HITOKOE_LOCAL: settings that only production has."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json
from django.conf import settings as s
names = [name for name in dir(s) if name.isupper() and name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_",
    "LANGUAGE_COOKIE", "DEBUG", "SITE_URL"))]
print(json.dumps({name: getattr(s, name) for name in names}, default=str))
"""


@cache
def told() -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HITOKOE", "SITE_URL"))}
    environment |= {
        "HITOKOE_LOCAL": "0", "ALLOWED_HOSTS": "hitokoe.example", "SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "outreach.settings",
    }  # fmt: skip
    said = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, check=True)
    return dict(json.loads(said.stdout))


@pytest.mark.parametrize("cookie", ["SESSION_COOKIE", "CSRF_COOKIE"])
def test_cookies_are_bound_to_this_host_over_tls_and_out_of_reach_of_scripts(cookie):
    assert told()[f"{cookie}_NAME"].startswith("__Host-")
    assert told()[f"{cookie}_SECURE"] is True
    assert told()[f"{cookie}_HTTPONLY"] is True
    assert told()[f"{cookie}_SAMESITE"] == "Lax"
    assert told()[f"{cookie}_PATH"] == "/"
    assert told()[f"{cookie}_DOMAIN"] is None


def test_only_tls_is_spoken_and_nothing_is_debugged():
    assert told()["SECURE_SSL_REDIRECT"] is True
    assert told()["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert told()["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert told()["DEBUG"] is False
    assert told()["SITE_URL"] == "https://hitokoe.example"


def test_twelve_hours_and_half_an_hour():
    assert told()["SESSION_COOKIE_AGE"] == 12 * 3600
