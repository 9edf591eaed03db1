"""What the search box compares: pairs of characters, of everything a case can be called by."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from cases.rules.kana import is_kana, to_katakana
from cases.rules.names import loose
from cases.rules.phones import HYPHENS, digits
from cases.rules.romaji import one_spelling, romaji
from cases.rules.voicing import LONGEST, voicings

START = "^"
LATIN = re.compile(r"[a-z]+")
ACCENTS = re.compile("[\u0300-\u036f]")
# A syllable half typed through an input method: やm on the way to やま.
HALF_TYPED = re.compile(r"(?<=[ァ-ヶー])[a-z]{1,2}$")
NOT_COMPARED = re.compile(rf"[\s\x00{re.escape(HYPHENS)}^'’.,、。・()〒+]+")
# A Latin word this long is found by any part of it in any spelling; of a longer one, by parts of this length.
SPELLED_OUT = 12
# A number within a year or a letter, with as many zeros before it as each house writes.
CODE = re.compile(r"([A-Z]*[0-9]{0,4})-0*([0-9]{1,6})")
WIDTHS = range(1, 7)
ONE_HYPHEN = str.maketrans(dict.fromkeys(HYPHENS, "-"))


class FoundBy(StrEnum):
    """Which of the things a case is called by held what was looked for."""

    CODE = "code"
    NICKNAME = "nickname"
    NICKNAME_KANA = "nickname_kana"
    NAME = "name"
    KANA = "kana"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    RELATIVE = "relative"
    RELATIVE_KANA = "relative_kana"
    RELATIVE_PHONE = "relative_phone"


def grams_for(texts: Iterable[str]) -> list[str]:
    """Pairs and single characters of names, readings, nicknames, phones, postal and case codes, in every way they
    may be typed; each beginning is a pair with ^."""
    forms = {form for text in texts if text for form in _forms(text)}
    return sorted(set[str]().union(*map(_grams, forms)))


def grams_of_query(text: str) -> list[str]:
    """What an entry must contain, all of it; empty when there is nothing to look for."""
    return sorted({gram for word in _words(text) for gram in _pairs(word)})


def codes_meant(text: str) -> list[str]:
    """The whole codes somebody may mean who leaves out zeros: h2026-1 is H2026-0001. Empty for what is no code."""
    folded = unicodedata.normalize("NFKC", text.strip()).upper().translate(ONE_HYPHEN)
    match = CODE.fullmatch(folded)
    if match is None:
        return []
    return list(dict.fromkeys(f"{match[1]}-{int(match[2]):0{width}d}" for width in WIDTHS))


def sounds_like(text: str) -> list[str]:
    """The same words with one sound voiced or unvoiced: to look for where nothing is called what was typed."""
    words = [] if _is_number(text) else list(_words(text))
    if sum(map(len, words)) > LONGEST:
        return []
    return [
        " ".join((*words[:place], other, *words[place + 1 :]))
        for place, word in enumerate(words)
        for other in voicings(word)
    ]


def why(text: str, fields: Mapping[str, str]) -> str:
    """The key of the first field that holds the whole query, else of the first that holds any word of it; "" unless
    each word stands in some field."""
    words = list(_words(text))
    held = {key: [_holds(value, word) for word in words] for key, value in fields.items() if value}
    if len(words) > 1 and not all(any(found) for found in zip(*held.values(), strict=True)):
        return ""
    for enough in (all, any):
        for key, found in held.items():
            if found and enough(found):
                return key
    return ""


def fold(text: str) -> str:
    """One width, one script, one shape of each character; nothing between them."""
    return NOT_COMPARED.sub("", to_katakana(ACCENTS.sub("", unicodedata.normalize("NFD", loose(text)))))


def _holds(value: str, word: str) -> bool:
    """Within one of its names, or from the beginning of the first into the next: 山田花子 is typed without a space, but
    nobody who types katou means the end of Tanaka and the beginning of Tomoko."""
    within, across = _called(value)
    for form in within:  # plain loops: of each case shown, a dozen texts are looked through
        if word in form:
            return True
    return bool(across) and any(whole.startswith(word) for whole in across)


def _words(text: str) -> Iterator[str]:
    number = digits(text) if _is_number(text) else ""
    if number:
        yield number
        return
    for part in loose(text).split():
        word = HALF_TYPED.sub("", fold(part))
        if word:
            yield one_spelling(word) if LATIN.fullmatch(word) else word


def _is_number(text: str) -> bool:
    return all(one in "0123456789+" for one in NOT_COMPARED.sub("", unicodedata.normalize("NFKC", text)))


def _forms(text: str) -> frozenset[str]:
    """Every folded way to type a text."""
    within, across = _called(text)
    return _latin_parts(fold(text)).union(within, across)


@lru_cache(maxsize=4096)
def _called(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each name of a text by itself, and all of them in one where there are several; names come back often, so a whole
    town is folded once a name. Tuples, for thousands of them are kept and a set takes ten times their room."""
    parts = [fold(part) for part in loose(text).split()]
    within = _numbers(text).union(*map(_ways, parts), *map(_latin_parts, parts)) - {""}
    return tuple(within), tuple(_ways(fold(text)) if len(parts) > 1 else ())


def _ways(word: str) -> set[str]:
    reading = romaji(word) if is_kana(word) else ""
    latin = reading or (word if LATIN.fullmatch(word) else "")
    return {word, reading, one_spelling(latin)} - {""}


def _latin_parts(word: str) -> frozenset[str]:
    return frozenset(said for run in LATIN.findall(word) for said in _spellings(run))


def _numbers(text: str) -> set[str]:
    """A phone at home is 03…, +81 3… and 3…."""
    return {digits(text)} if _is_number(text) else set()


def _spellings(word: str) -> set[str]:
    starts = range(len(word))
    return {one_spelling(word[i:j]) for i in starts for j in range(i + 1, min(i + SPELLED_OUT, len(word)) + 1)}


@lru_cache(maxsize=4096)
def _grams(form: str) -> frozenset[str]:
    return frozenset({START + form[0], *form, *_pairs(form)})


def _pairs(form: str) -> set[str]:
    """Of a single character, itself."""
    return {form[i : i + 2] for i in range(len(form) - 1)} or {form}
