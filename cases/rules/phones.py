"""Phone numbers as people write them."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from cases.rules.problems import Problem

HYPHENS = "-‐‑‒–—―−ｰー－"
DROPPED = str.maketrans("", "", HYPHENS + "()[]./・〜~ \u3000\t")
COUNTRY = "+81"
WITH_ELEVEN_DIGITS = ("020", "050", "060", "070", "080", "090", "0800")
TWO_DIGIT_AREAS = ("03", "06")
AS_SHORT_AS, AS_LONG_AS = 10, 11


class PhoneTrouble(StrEnum):
    TOO_SHORT = "phone_too_short"
    TOO_LONG = "phone_too_long"
    UNREADABLE = "phone_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """`e164` is empty when nothing was told or it could not be read; `as_told` is never lost."""

    as_told: str
    e164: str = ""
    problem: Problem | None = None

    @property
    def shown(self) -> str:
        return show(self.e164) if self.e164 else self.as_told


def fold(told: str) -> str:
    """Digits of one width with no hyphens, brackets or spaces; a leading + stays."""
    return unicodedata.normalize("NFKC", told.translate(DROPPED)).translate(DROPPED)


def digits(told: str) -> str:
    """What the search box compares: domestic digits only, +81 3 … as 03…."""
    folded = fold(told)
    home = "0" + folded.removeprefix(COUNTRY).lstrip("0") if folded.startswith(COUNTRY) else folded
    return "".join(one for one in home if one in "0123456789")


def read_phone(told: str) -> Phone:
    """A number that only could exist is kept: numbers in made-up ledgers and new ranges are in nobody's table."""
    as_told = told.strip()
    folded = fold(as_told)
    if not folded:
        return Phone(as_told=as_told)
    if not folded.removeprefix("+").isascii() or not folded.removeprefix("+").isdigit():
        return _refused(as_told, PhoneTrouble.UNREADABLE)
    if folded.startswith("+") and not folded.startswith(COUNTRY):
        return _abroad(as_told, folded)
    return _at_home(as_told, digits(folded))


def _at_home(as_told: str, number: str) -> Phone:
    least = AS_LONG_AS if number.startswith(WITH_ELEVEN_DIGITS) else AS_SHORT_AS
    if not number.startswith("0"):
        return _refused(as_told, PhoneTrouble.TOO_SHORT if len(number) < AS_SHORT_AS else PhoneTrouble.UNREADABLE)
    if len(number) < least:
        return _refused(as_told, PhoneTrouble.TOO_SHORT)
    if len(number) > AS_LONG_AS:
        return _refused(as_told, PhoneTrouble.TOO_LONG)
    return Phone(as_told=as_told, e164=COUNTRY + number[1:])


def _abroad(as_told: str, folded: str) -> Phone:
    try:
        number = phonenumbers.parse(folded)
    except phonenumbers.NumberParseException:
        return _refused(as_told, PhoneTrouble.UNREADABLE)
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return _refused(as_told, PhoneTrouble.TOO_LONG)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return _refused(as_told, PhoneTrouble.TOO_SHORT)
    return Phone(as_told=as_told, e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _refused(as_told: str, trouble: PhoneTrouble) -> Phone:
    return Phone(as_told=as_told, problem=Problem(code=trouble, facts={"told": as_told}, blocks=False))


def show(e164: str) -> str:
    """03-1234-5678 at home, +1 202-555-0123 abroad; what is not E.164 comes back as it is."""
    if not e164.startswith("+"):
        return e164
    number = phonenumbers.parse(e164)
    if not e164.startswith(COUNTRY):
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    national = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return national if "-" in national else _grouped("0" + e164.removeprefix(COUNTRY))


def _grouped(number: str) -> str:
    """For numbers the library has no pattern for."""
    area = 2 if number.startswith(TWO_DIGIT_AREAS) and len(number) == AS_SHORT_AS else 3
    return f"{number[:area]}-{number[area:-4]}-{number[-4:]}"
