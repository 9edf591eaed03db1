"""What people told, read into the fields it is kept in; their words stay beside what was read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.rules.dates import read_birth, read_onset
from cases.rules.kana import tidy
from cases.rules.names import split_name
from cases.rules.phones import read_phone
from cases.rules.postal import fold, towns
from cases.rules.problems import Problem

READINGS = ("kana", "nickname_kana", "family_kana", "given_kana")


def read_person(told: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """`today` is the day it was told. What the caller has read already stays as it is."""
    read: dict[str, Any] = {}
    if "birth_told" in told:
        birth = read_birth(told["birth_told"], today=today)
        read |= {"birth_on": birth.on, "birth_year": birth.year}
    if "onset_told" in told:
        read["onset_year"] = read_onset(told["onset_told"]).year
    return read | _read_common(told)


def read_relative(told: Mapping[str, Any]) -> dict[str, Any]:
    return _read_common(told)


def read_house(told: Mapping[str, Any]) -> dict[str, Any]:
    """Only what stands in the words themselves: for a family changed later, whose address is told already."""
    return _read_common(told)


def read_family(told: Mapping[str, Any]) -> dict[str, Any]:
    """A postal code fills what nobody told, where it agrees with what was: one town all, several what they share."""
    family = _read_common(told)
    family["postal_code"] = fold(family.get("postal_code", ""))
    told_parts = {name: family[name] for name in ("prefecture", "municipality") if family.get(name)}
    found = [town for town in towns(family["postal_code"]) if all(getattr(town, k) == v for k, v in told_parts.items())]
    for name, part in (("prefecture", "prefecture"), ("municipality", "municipality"), ("address", "town")):
        options = {getattr(town, part) for town in found}
        if not family.get(name) and len(options) == 1:
            family[name] = options.pop()
    return family


def _read_common(told: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {"phone": read_phone(told["phone_told"]).e164} if "phone_told" in told else {}
    return read | dict(told) | {name: tidy(told[name]) for name in READINGS if told.get(name)}


def name_of_self(caller: Mapping[str, Any]) -> dict[str, Any]:
    """A caller who is the person: the name told as a whole, apart where one space parts it."""
    family, given = split_name(caller.get("name", "")) or (caller.get("name", ""), "")
    family_kana, given_kana = split_name(tidy(caller.get("kana", ""))) or (tidy(caller.get("kana", "")), "")
    return {"family_name": family, "given_name": given, "family_kana": family_kana, "given_kana": given_kana}


def unread(person: Mapping[str, Any], phones: tuple[str, ...], *, today: date) -> list[Problem]:
    """What is kept only as it was told, for a gentle word to the reader."""
    problems = [read_birth(person.get("birth_told", ""), today=today).problem]
    problems += [read_phone(phone).problem for phone in phones]
    return [problem for problem in problems if problem is not None]
