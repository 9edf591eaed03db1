"""Readings that differ in one voiced sound: 山崎 is Yamasaki in one family and Yamazaki in the next."""

import re
import unicodedata
from collections.abc import Iterator

VOICED, SEMI_VOICED = "\u3099", "\u309a"
LATIN = {
    "k": ("g",), "g": ("k",), "s": ("z",), "z": ("s", "ts"), "sh": ("j",), "j": ("sh", "ch"), "ch": ("j",), "t": ("d",),
    "d": ("t",), "ts": ("z",), "h": ("b", "p"), "f": ("b", "p"), "b": ("h", "f"), "p": ("h", "f"),
}  # fmt: skip
# A consonant that begins a syllable; what no syllable of kana begins with is left out below.
BEGINS = re.compile(r"(?:sh|ch|ts|[kgsztdjhfbp])(?=[aiueoy])")
NO_SUCH = re.compile(r"si|ts(?!u)|tu|di|du|zi|hu|f(?!u)|shy|chy|jy")
LONGEST = 24  # letters; longer words are no name


def voicings(word: str) -> Iterator[str]:
    """The word with one sound voiced or unvoiced, at each place in turn; for folded katakana and bare Hepburn."""
    if len(word) <= LONGEST:
        yield from dict.fromkeys((*_of_kana(word), *_of_latin(word)))


def _of_kana(word: str) -> Iterator[str]:
    for place, one in enumerate(word):
        bare = unicodedata.normalize("NFD", one)[0]
        for mark in ("", VOICED, SEMI_VOICED):
            other = unicodedata.normalize("NFC", bare + mark)
            if "カ" <= bare <= "ポ" and len(other) == 1 and other != one:
                yield word[:place] + other + word[place + 1 :]


def _of_latin(word: str) -> Iterator[str]:
    for match in BEGINS.finditer(word):
        for other in LATIN[match[0]]:
            said = word[: match.start()] + other + word[match.end() :]
            if not NO_SUCH.search(said):
                yield said
