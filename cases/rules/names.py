"""Names and their readings."""

import unicodedata


def sort_key(kana: str) -> str:
    """Katakana of one width, so that code points sort in the order of the fifty sounds."""
    folded = unicodedata.normalize("NFKC", kana)
    return "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in folded)
