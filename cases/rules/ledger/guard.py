"""Cells a spreadsheet would run as a formula, made harmless and given back."""

import unicodedata

APOSTROPHE = "'"
BEGINS_FORMULA = frozenset("=+-@＝＋－＠")
LINE_STARTERS = frozenset("\t\r")


def is_risky(cell: str) -> bool:
    """Also behind spaces and invisible characters, and behind apostrophes that were there before."""
    bare = cell.lstrip(APOSTROPHE)
    if bare[:1] in LINE_STARTERS:
        return True
    first = next((one for one in bare if unicodedata.category(one)[0] not in "ZC"), "")
    return first in BEGINS_FORMULA


def guarded(cell: str) -> str:
    return APOSTROPHE + cell if is_risky(cell) else cell


def unguarded(cell: str) -> str:
    """Takes back one apostrophe, and only where `guarded` would have set it."""
    return cell[1:] if cell.startswith(APOSTROPHE) and is_risky(cell) else cell
