"""Is this somebody we know already? Shown while a call is taken; a person decides."""

from dataclasses import dataclass, field
from enum import StrEnum

from cases.rules.dates import Birth
from cases.rules.kana import is_kana, to_katakana
from cases.rules.names import loose
from cases.rules.phones import digits
from cases.rules.postal import fold

NEAR_READING = 0.6
NEAR_YEARS = 1  # an age counted back from the day of the call may be a year off
WORTH_SHOWING = 40


class Likeness(StrEnum):
    """Why two people look like one."""

    SAME_NAME = "same_name"
    SAME_FAMILY_NAME = "same_family_name"
    SAME_KANA = "same_kana"
    NEAR_KANA = "near_kana"
    SAME_BIRTH = "same_birth"
    NEAR_BIRTH = "near_birth"
    OTHER_BIRTH = "other_birth"
    SAME_PHONE = "same_phone"
    SAME_POSTAL_CODE = "same_postal_code"


WEIGHT = {
    Likeness.SAME_NAME: 40,
    Likeness.SAME_FAMILY_NAME: 10,
    Likeness.SAME_KANA: 25,
    Likeness.NEAR_KANA: 10,
    Likeness.SAME_BIRTH: 25,
    Likeness.NEAR_BIRTH: 10,
    Likeness.OTHER_BIRTH: -30,
    Likeness.SAME_PHONE: 40,
    Likeness.SAME_POSTAL_CODE: 10,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one person; anything may be empty. `phones` are those of the whole family."""

    name: str = ""
    kana: str = ""
    birth: Birth | None = None
    phones: tuple[str, ...] = ()
    postal_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    score: int
    reasons: tuple[Likeness, ...] = field(default=())

    @property
    def worth_showing(self) -> bool:
        """Who calls tells a name by its sound: a whole reading is enough, unless the birth is another."""
        heard = Likeness.SAME_KANA in self.reasons and Likeness.OTHER_BIRTH not in self.reasons
        return heard or self.score >= WORTH_SHOWING


def similar(one: Facts, other: Facts) -> Similar:
    """From 0 to 100, the same both ways round; the reasons in the order they weigh."""
    found = [_by_name(one, other), _by_kana(one, other), _by_birth(one.birth, other.birth), *_by_place(one, other)]
    reasons = sorted((why for why in found if why), key=lambda why: (-abs(WEIGHT[why]), why))
    return Similar(score=min(100, max(0, sum(WEIGHT[why] for why in reasons))), reasons=tuple(reasons))


def _by_name(one: Facts, other: Facts) -> Likeness | None:
    mine, theirs = loose(one.name), loose(other.name)
    if not mine or not theirs:
        return None
    if mine.replace(" ", "") == theirs.replace(" ", ""):
        return Likeness.SAME_NAME
    return Likeness.SAME_FAMILY_NAME if mine.split()[0] == theirs.split()[0] else None


def _by_kana(one: Facts, other: Facts) -> Likeness | None:
    words = [to_katakana(_reading(facts)).split() for facts in (one, other)]
    mine, theirs = ("".join(each) for each in words)
    if not mine or not theirs:
        return None
    if mine == theirs:
        return Likeness.SAME_KANA if max(map(len, words)) > 1 else Likeness.NEAR_KANA  # many share a family name
    return Likeness.NEAR_KANA if _overlap(mine, theirs) >= NEAR_READING else None


def _reading(facts: Facts) -> str:
    """A name that was written down in kana, as it was heard, is its own reading."""
    return facts.kana or (facts.name if is_kana(facts.name) else "")


def _overlap(mine: str, theirs: str) -> float:
    """The share of pairs of characters both have, from 0 to 1 (Dice)."""
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} or {text} for text in (mine, theirs))
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _by_birth(one: Birth | None, other: Birth | None) -> Likeness | None:
    if one is None or other is None or one.year is None or other.year is None:
        return None
    if one.on is not None and other.on is not None:
        return Likeness.SAME_BIRTH if one.on == other.on else Likeness.OTHER_BIRTH
    return Likeness.NEAR_BIRTH if abs(one.year - other.year) <= NEAR_YEARS else None


def _by_place(one: Facts, other: Facts) -> tuple[Likeness | None, Likeness | None]:
    phones = {digits(phone) for phone in one.phones} & {digits(phone) for phone in other.phones} - {""}
    code = fold(one.postal_code)
    return (
        Likeness.SAME_PHONE if phones else None,
        Likeness.SAME_POSTAL_CODE if code and code == fold(other.postal_code) else None,
    )
