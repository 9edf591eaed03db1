"""The code that shows the first visitor to be the operator of the server."""

import hashlib
import hmac
import secrets
import unicodedata

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
GROUPS, IN_A_GROUP = 4, 4


def new_code() -> str:
    """Four groups of four letters and digits: 79 bits, so that a plain digest of it can be kept."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def digest(code: str) -> str:
    """Of what was meant: case, width, spaces and hyphens do not count."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", code).upper() if one.isalnum())
    return hashlib.sha256(b"hitokoe.setup:" + plain.encode()).hexdigest()


def opens(code: str, kept: str) -> bool:
    return hmac.compare_digest(digest(code), kept)
