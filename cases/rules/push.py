"""Notifications in a browser: the house's own key, and which addresses it writes to."""

import base64
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# The push services of the browsers people have. Nothing else is written to: an address comes from outside.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip
# Read strictly, by one reading only: parsers disagree about a backslash or a name in the host's place, and whoever
# writes to the address reads it again.
ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<host>[a-zA-Z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?(?:/[!-\[\]-~]*)?")
LENGTH = {"p256dh": 65, "auth": 16}  # bytes: a point of the curve, and a secret (RFC 8291)

NOTHING = timedelta(0)


def passes(status: int) -> bool:
    """Is it for a passing reason that a service took nothing? It did not answer (0), is busy or is broken."""
    return status in (0, 408, 429) or 500 <= status < 600


def asked_to_wait(told: str | None, at: datetime) -> timedelta:
    """What a service says under Retry-After, in seconds or as a date (RFC 9110); none where that makes no sense."""
    if told is None:
        return NOTHING
    if told.isdecimal():
        return timedelta(seconds=int(told)) if len(told) < 10 else NOTHING
    try:
        until = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return NOTHING
    return max((until if until.tzinfo else until.replace(tzinfo=UTC)) - at, NOTHING)


def host_of(endpoint: str) -> str:
    """Whom one waits for, where nobody answers."""
    told = ADDRESS.fullmatch(endpoint)
    return f"{told['host'].lower()}:{told['port'] or ''}" if told else ""


def octets(text: str) -> bytes:
    """Of base64url, with or without its padding. Raises ValueError for what is none."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars="-_", validate=True)


def text_of(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def public_key(private: str) -> str:
    """What a browser is told, so that only this house can write to it. Raises ValueError for what is no key."""
    told = octets(private)
    if len(told) != 32 or not any(told):
        raise ValueError("no private key of P-256")
    key = ec.derive_private_key(int.from_bytes(told), ec.SECP256R1())
    return text_of(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_key(name: str, text: str) -> bool:
    """Has it its length, and does a point lie on the curve? Nothing can be encrypted for another one."""
    try:
        told = octets(text)
        if name == "p256dh":
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), told)
        return len(told) == LENGTH[name]
    except ValueError:
        return False


def is_service(endpoint: str, services: Iterable[str]) -> bool:
    """A known push service over TLS. A house on one machine may name its own, which then needs none."""
    told = ADDRESS.fullmatch(endpoint)
    if told is None:
        return False
    host, port = told["host"].lower(), told["port"]
    if f"{host}:{port}" in services:
        return True
    known = any(host == one or host.endswith(f".{one}") for one in services)
    return known and told["scheme"] == "https" and port in (None, "443")


def device_name(agent: str) -> str:
    """What its owner calls a browser: Firefox (Android)."""
    browser = next((name for word, name in BROWSERS if word in agent), "")
    device = next((name for word, name in DEVICES if word in agent), "")
    return f"{browser} ({device})" if browser and device else browser or device or "—"
