"""Reads the environment; a value that makes no sense stops the start with a sentence that says what to do."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from cases.rules.push import public_key

YES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    told = text(name).lower()
    if not told:
        return default
    if told not in YES:
        raise ImproperlyConfigured(f"{name}={told!r} is neither yes nor no. Set it to 1 or 0.")
    return YES[told]


def number(name: str, default: int, *, least: int = 0) -> int:
    told = text(name)
    if not told:
        return default
    if not told.isdigit() or int(told) < least:
        raise ImproperlyConfigured(f"{name}={told!r} is not a whole number of at least {least}.")
    return int(told)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def kept(path: Path) -> str:
    """What the house wrote down for itself in its home."""
    return path.read_text().strip() if path.is_file() else ""


def local_site(home: Path) -> str:
    """Where a house for one machine answers: on PORT, or where it was last served."""
    port = text("PORT") or kept(home / "port") or "8000"
    return f"http://127.0.0.1:{port}"


def secret(home: Path) -> str:
    """The secret key: SECRET_KEY, or the one the house made for itself in its home."""
    told = text("SECRET_KEY") or kept(home / "secret_key")
    if len(told) < 32:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or shorter than 32 characters. Set it to a long random text, or use `make run`."
        )
    return told


def push_key(home: Path) -> str:
    """The key notifications are signed with: VAPID_KEY, or the house's own; without one there are none."""
    told = text("VAPID_KEY") or kept(home / "push_key")
    try:
        return told if not told or public_key(told) else ""
    except ValueError:
        raise ImproperlyConfigured(
            "VAPID_KEY is no key for notifications. Make one with `manage.py push_key`, or leave it out."
        ) from None


def database(url: str) -> dict[str, object]:
    """Django's settings for one PostgreSQL address; the host may be a socket directory in the query."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgresql:// because Hitokoe runs on PostgreSQL only."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(query),
    }
