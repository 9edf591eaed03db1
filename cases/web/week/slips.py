"""One contact on a slip of the week, in the reader's language: an appointment, or what waits for one."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.models.labels import Words, in_a_row, side_by_side, spoken
from cases.models.labels_reasons import reason_sentence
from cases.queries.week import Appointment, Waiting
from cases.rules.due import Due, due_of, local_day
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.rhythm.table import Reason
from cases.rules.week import Way, usual_minutes

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
    carried: Carried


class Waits(NamedTuple):
    """A contact that is due and has no appointment."""

    case: UUID
    nickname: str
    line: str
    due: Due
    due_label: str
    concern: bool
    why: str
    carried: Carried


class Engaged(NamedTuple):
    """What somebody has ahead, beside the form of another contact."""

    day: str
    hours: str
    nickname: str
    line: str
    is_proposal: bool


def short(day: date) -> str:
    """11/26（木）, or Thu 26 Nov."""
    return _short(get_language() or "", day)


@lru_cache(maxsize=1024)
def _short(language: str, day: date) -> str:
    return date_format(day, PATTERN.get(language, ELSEWHERE))


def appointed(row: Appointment, zone: ZoneInfo, *, way: Way | None = None, beside: UUID | None = None) -> Slip:
    """`beside` is the worker in whose row it stands, so that the other of a pair is named."""
    line = side_by_side(spoken(Method)[row.method], _who(row, beside), row.municipality, STATES.get(row.state, ""))
    takes = carried(row.method, row.starts_at, row.ends_at, row.worker, row.second, zone, seen=row.pk)
    told, tight = (way_words(way), way.tight) if way else ("", False)
    return Slip(row.case, row.nickname, line, hours(row, zone), row.state, told, tight, takes)


def _who(row: Appointment, beside: UUID | None) -> str:
    if beside is None:
        return in_a_row(name for name in (row.worker_name, row.second_name) if name)
    other = row.worker_name if row.second == beside else row.second_name
    return _("with %(name)s") % {"name": other} if other else ""


def hours(row: Appointment, zone: ZoneInfo) -> str:
    if row.starts_at is not None and row.ends_at is not None:
        return f"{clock(row.starts_at, zone)}–{clock(row.ends_at, zone)}"
    if row.method in OF_ANY_HOUR:
        return ""
    if row.state == "planned":
        return _("no hour yet")
    began = row.arrived_at or (row.contact_at if row.contact_timed else None)
    return clock(began, zone) if began else ""


def clock(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%H:%M")


def way_words(way: Way) -> str:
    told = {"origin": way.origin, "minutes": way.minutes}
    if way.tight:
        return _("From %(origin)s: only %(minutes)s minutes for the way") % told
    return _("From %(origin)s") % told


def waiting(row: Waiting, zone: ZoneInfo, at: datetime) -> Waits:
    due, day = due_of(row.next_earliest, row.next_ends, at), short(local_day(row.next_due, zone))
    return Waits(
        row.pk, row.nickname, side_by_side(spoken(Method)[row.next_method], day, row.municipality, row.lead_name),
        due, spoken(Due)[due], row.concern, reason_sentence(row.next_reason, row.facts) if row.next_reason else "",
        carried(row.next_method, row.next_due, None, row.lead, row.second, zone),
    )  # fmt: skip


def carried(
    method: str,
    begins: datetime | None,
    ends: datetime | None,
    worker: UUID,
    second: UUID | None,
    zone: ZoneInfo,
    *,
    seen: UUID | str = "",
) -> Carried:
    hour = clock(begins, zone) if begins is not None and method not in OF_ANY_HOUR else ""
    minutes = (ends - begins).seconds // 60 if begins and ends else usual_minutes(Method(method))
    return Carried(method, hour, minutes, worker, second or "", seen)


def firm(row: Appointment, zone: ZoneInfo) -> Engaged:
    slip = appointed(row, zone)
    return Engaged(short(local_day(row.due, zone)), slip.hours, slip.nickname, slip.line, False)


def maybe(row: Waiting, zone: ZoneInfo) -> Engaged:
    """A proposal: a day, and an hour only where it is part of the reason."""
    at_hour = row.next_reason == Reason.VOICE_TWICE and row.next_method not in OF_ANY_HOUR
    line = side_by_side(spoken(Method)[row.next_method], row.lead_name, row.municipality)
    hour = _("about %(hour)s") % {"hour": clock(row.next_due, zone)} if at_hour else ""
    return Engaged(short(local_day(row.next_due, zone)), hour, row.nickname, line, True)
