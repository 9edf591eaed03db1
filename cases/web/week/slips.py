"""One contact on a slip of the week, in the reader's language: an appointment, or what waits for one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.models.labels import Words, between_facts, in_a_row, spoken
from cases.models.labels_reasons import clash_words, reason_sentence
from cases.queries.week import Appointment, Waiting
from cases.rules.due import Due, due_of, local_day
from cases.rules.in_two import must_go_in_two, warned
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.rhythm.appointment import is_about
from cases.rules.week import Way, usual_minutes
from cases.web.phone.words import about_hour

PATTERN, ELSEWHERE = {"ja": "n/j（D）"}, "D j M"
STATES: dict[str, Words] = {"done": gettext_lazy("done"), "under_way": gettext_lazy("under way")}


class Carried(NamedTuple):
    """What a slip takes along to the day on which it is laid down."""

    method: str
    hour: str
    minutes: int
    worker: UUID
    second: UUID | str
    seen: UUID | str  # the appointment that gives way, so that no other does


class Slip(NamedTuple):
    """An appointment."""

    case: UUID
    nickname: str
    line: str
    hours: str
    state: str
    way: str
    tight: bool
    clash: str
    carried: Carried


class Waits(NamedTuple):
    """A contact that is due and has no appointment."""

    case: UUID
    nickname: str
    line: str
    due: Due
    due_label: str
    concern: bool
    in_two: bool  # a warning of violence: nobody goes alone
    why: str
    carried: Carried


class Engaged(NamedTuple):
    """What somebody has ahead, beside the form of another contact."""

    day: str
    hours: str
    nickname: str
    line: str
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """What the slips of a page say again and again: asking for the reader's language takes longer than a word."""

    zone: ZoneInfo
    language: str
    methods: Mapping[str, str]
    dues: Mapping[str, str]
    between: str

    @classmethod
    def here(cls, zone: ZoneInfo) -> Self:
        return cls(zone, get_language() or "", spoken(Method), spoken(Due), between_facts())

    def line(self, *facts: str) -> str:
        return self.between.join(filter(None, facts))

    def day(self, moment: datetime) -> str:
        return _short(self.language, local_day(moment, self.zone))

    def clock(self, moment: datetime) -> str:
        return clock(moment, self.zone)


def short(day: date) -> str:
    """11/26（木）, or Thu 26 Nov."""
    return _short(get_language() or "", day)


@lru_cache(maxsize=1024)
def _short(language: str, day: date) -> str:
    return date_format(day, PATTERN.get(language, ELSEWHERE))


@lru_cache(maxsize=4096)
def clock(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%H:%M")


def appointed(row: Appointment, say: Speaker, *, way: Way | None = None, beside: UUID | None = None) -> Slip:
    """`beside` is the worker in whose row it stands, so that the other of a pair is named."""
    line = say.line(say.methods[row.method], _who(row, beside), row.municipality, str(STATES.get(row.state, "")))
    told, tight = (way_words(way), way.tight) if way else ("", False)
    takes = carried(row.method, row.starts_at, row.ends_at, row.worker, row.second, say, seen=row.pk)
    clash = clash_words(row.clash) if row.state == "planned" else ""
    return Slip(row.case, row.nickname, line, hours(row, say), row.state, told, tight, clash, takes)


def _who(row: Appointment, beside: UUID | None) -> str:
    if beside is None:
        return in_a_row(name for name in (row.worker_name, row.second_name) if name)
    other = row.worker_name if row.second == beside else row.second_name
    return _("with %(name)s") % {"name": other} if other else ""


def hours(row: Appointment, say: Speaker) -> str:
    if row.starts_at is not None and row.ends_at is not None:
        return f"{say.clock(row.starts_at)}–{say.clock(row.ends_at)}"
    if row.method in OF_ANY_HOUR:
        return ""
    if row.state == "planned":
        return about_hour(row.due, say.zone)
    began = row.arrived_at or (row.contact_at if row.contact_timed else None)
    return say.clock(began) if began else ""


def way_words(way: Way) -> str:
    told = {"origin": way.origin, "minutes": way.minutes}
    if way.tight:
        return _("From %(origin)s: only %(minutes)s minutes for the way") % told
    return _("From %(origin)s") % told


def waiting(row: Waiting, say: Speaker, at: datetime) -> Waits:
    due = due_of(row.next_earliest, row.next_ends, at)
    hour = "" if row.next_method in OF_ANY_HOUR else about_hour(row.next_due, say.zone)
    line = say.line(say.methods[row.next_method], say.day(row.next_due), hour, row.municipality, row.lead_name)
    why = _why(say.language, row.next_reason, row.facts) if row.next_reason else ""
    takes = carried(row.next_method, row.next_due, None, row.lead, row.second, say)
    violence_on = local_day(row.violence_at, say.zone) if row.violence_at else None
    in_two = must_go_in_two(row.next_method, warned(violence_on, row.issues, today=local_day(at, say.zone)))
    return Waits(row.pk, row.nickname, line, due, say.dues[due], row.concern, in_two, why, takes)


@lru_cache(maxsize=2048)
def _why(language: str, reason: str, facts: str) -> str:
    """The same reasons stand there again each time a slip has been laid on a day; `language` is the reader's."""
    return reason_sentence(reason, json.loads(facts))


def carried(
    method: str,
    begins: datetime | None,
    ends: datetime | None,
    worker: UUID,
    second: UUID | None,
    say: Speaker,
    *,
    seen: UUID | str = "",
) -> Carried:
    hour = say.clock(begins) if begins is not None and method not in OF_ANY_HOUR else ""
    minutes = (ends - begins).seconds // 60 if begins and ends else usual_minutes(Method(method))
    return Carried(method, hour, minutes, worker, second or "", seen)


def firm(row: Appointment, say: Speaker) -> Engaged:
    slip = appointed(row, say)
    return Engaged(say.day(row.due), slip.hours, slip.nickname, slip.line, False)


def maybe(row: Waiting, say: Speaker) -> Engaged:
    """A proposal: a day, and an hour only where it is part of the reason."""
    at_hour = is_about(row.next_method, accepted=False, reason=row.next_reason)
    line = say.line(say.methods[row.next_method], row.lead_name, row.municipality)
    hour = about_hour(row.next_due, say.zone) if at_hour else ""
    return Engaged(say.day(row.next_due), hour, row.nickname, line, True)
