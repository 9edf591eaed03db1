"""What stands in the week's cells and in its lane, in the reader's language."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models.labels import Words, in_a_row, label, side_by_side
from cases.models.labels_reasons import reason_sentence
from cases.queries.week import Cell, Row, Week
from cases.rules.calendar import DayKind, holiday_name
from cases.rules.due import due_of
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.rhythm.table import Reason
from cases.rules.week import Way, usual_minutes

PATTERN, ELSEWHERE = {"ja": "n/j（D）"}, "D j M"
NOT_WORKING: dict[DayKind, Words] = {
    DayKind.LEAVE: gettext_lazy("On leave"),
    DayKind.REST: gettext_lazy("Closed period"),
    DayKind.HOLIDAY: gettext_lazy("Public holiday"),
    DayKind.DAY_OFF: gettext_lazy("Day off"),
}
STATES: dict[str, Words] = {"done": gettext_lazy("done"), "under_way": gettext_lazy("under way")}


def shown(told: Week, zone: ZoneInfo, today: date, at: datetime) -> dict[str, Any]:
    return {
        "days": [{"iso": day.isoformat(), "words": short(day), "is_today": day == today} for day in told.days],
        "rows": [_row(worker, cells, zone, today) for worker, cells in told.rows],
        "lane": [waiting(row, zone, at) for row in told.lane],
        "more_people": told.more_people,
        "more_waiting": told.more_waiting,
    }


def short(day: date) -> str:
    """11/26（木）, or Thu 26 Nov."""
    return date_format(day, PATTERN.get(get_language() or "", ELSEWHERE))


def _row(worker: User, cells: list[Cell], zone: ZoneInfo, today: date) -> dict[str, Any]:
    return {
        "pk": worker.pk,
        "name": worker.name,
        "hours": worker_hours(worker),
        "cells": [_cell(worker.pk, cell, zone, today) for cell in cells],
    }


def worker_hours(worker: User) -> str:
    return f"{worker.hours[0]:%H:%M}–{worker.hours[1]:%H:%M}" if worker.hours else ""


def _cell(worker: UUID, cell: Cell, zone: ZoneInfo, today: date) -> dict[str, Any]:
    return {
        "day": cell.day.isoformat(),
        "words": short(cell.day),
        "kind": cell.kind,
        "off": off_words(cell),
        "is_today": cell.day == today,
        "is_past": cell.day < today,
        "slips": [planned(row, zone, way=way, beside=worker) for row, way in cell.visits],
    }


def off_words(cell: Cell) -> str:
    """The name of the rest or of the public holiday; what keeps a colleague away is told without its kind."""
    is_holiday = cell.kind == DayKind.HOLIDAY
    name = holiday_name(cell.name, cell.day, get_language() or "") if is_holiday else cell.name
    return name or str(NOT_WORKING.get(cell.kind, ""))


def planned(row: Row, zone: ZoneInfo, *, way: Way | None = None, beside: UUID | None = None) -> dict[str, Any]:
    """One appointment; `beside` is the worker in whose row it stands, so that the other of a pair is named."""
    other = row["worker__name"] if row["second_id"] == beside else row["second__name"]
    place = row["case__person__family__municipality"]
    if beside is None:
        who = in_a_row(name for name in (row["worker__name"], row["second__name"]) if name)
    else:
        who = _("with %(name)s") % {"name": other} if other else ""
    return {
        "case": row["case_id"],
        "href": reverse("week_plan", args=[row["case_id"]]),
        "nickname": row["case__person__family__nickname"],
        "code": row["case__code"],
        "line": side_by_side(label(Method(row["method"])), who, place, STATES.get(row["state"], "")),
        "way": way_words(way) if way else "",
        "tight": bool(way and way.tight),
        "hours": hours(row, zone),
        "state": row["state"],
        "moves": row["state"] == "planned",
        "data": _data(row["method"], row["starts_at"], row["ends_at"], row["worker_id"], row["second_id"], zone)
        | {"seen": row["pk"]},
    }


def hours(row: Row, zone: ZoneInfo) -> str:
    if row["starts_at"] is not None:
        return f"{localtime(row['starts_at'], zone):%H:%M}–{localtime(row['ends_at'], zone):%H:%M}"
    if row["method"] in OF_ANY_HOUR:
        return ""
    if row["state"] == "planned":
        return _("no hour yet")
    began = row["arrived_at"] or (row["contact__started_at"] if row["contact__time_told"] else None)
    return f"{localtime(began, zone):%H:%M}" if began else ""


def way_words(way: Way) -> str:
    told = {"origin": way.origin, "minutes": way.minutes}
    if way.tight:
        return _("From %(origin)s: only %(minutes)s minutes for the way") % told
    return _("From %(origin)s") % told


def waiting(row: Row, zone: ZoneInfo, at: datetime) -> dict[str, Any]:
    """One contact that is due and has no appointment."""
    method, due = row["next_method"], due_of(row["next_earliest"], row["next_ends"], at)
    return {
        "case": row["pk"],
        "href": reverse("week_plan", args=[row["pk"]]),
        "nickname": row["person__family__nickname"],
        "code": row["code"],
        "line": side_by_side(
            label(Method(method)),
            short(localtime(row["next_due"], zone).date()),
            row["person__family__municipality"],
            row["lead__name"],
        ),
        "concern": row["concern"],
        "due": due,
        "due_label": label(due),
        "why": reason_sentence(row["next_reason"], row["next_facts"]) if row["next_reason"] else "",
        "data": _data(method, row["next_due"], None, row["lead_id"], row["pair__worker_id"], zone) | {"seen": ""},
    }


def maybe(row: Row, zone: ZoneInfo) -> dict[str, Any]:
    """A proposal among the appointments of whoever would go: a day, and an hour only where it is part of the reason."""
    method = Method(row["next_method"])
    at_hour = row["next_reason"] == Reason.VOICE_TWICE and method not in OF_ANY_HOUR
    return {
        "nickname": row["person__family__nickname"],
        "line": side_by_side(label(method), row["lead__name"], row["person__family__municipality"]),
        "hours": _("about %(hour)s") % {"hour": f"{localtime(row['next_due'], zone):%H:%M}"} if at_hour else "",
        "is_proposal": True,
    }


def _data(
    method: str,
    begins: datetime | None,
    ends: datetime | None,
    worker: UUID | None,
    second: UUID | None,
    zone: ZoneInfo,
) -> dict[str, Any]:
    """What a slip carries to the day on which it is laid down."""
    at_hour = begins is not None and method not in OF_ANY_HOUR
    minutes = (ends - begins).seconds // 60 if begins and ends else usual_minutes(Method(method))
    return {
        "method": method,
        "hour": f"{localtime(begins, zone):%H:%M}" if at_hour else "",
        "minutes": minutes,
        "worker": worker or "",
        "second": second or "",
    }
