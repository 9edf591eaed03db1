"""What stands in the week's cells and in its lane, in the reader's language."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.html import escape
from django.utils.translation import gettext_lazy

from cases.models.labels import Words
from cases.queries.week import Cell, Colleague, Week
from cases.rules.calendar import DayKind, holiday_name
from cases.rules.week import SHUT
from cases.web.week.slips import Slip, Speaker, appointed, short, waiting

NOT_WORKING: dict[DayKind, Words] = {
    DayKind.LEAVE: gettext_lazy("On leave"),
    DayKind.REST: gettext_lazy("Closed period"),
    DayKind.HOLIDAY: gettext_lazy("Public holiday"),
    DayKind.DAY_OFF: gettext_lazy("Day off"),
}


class Head(NamedTuple):
    """A day above its column."""

    iso: str
    words: str
    is_today: bool
    is_past: bool


class Place(NamedTuple):
    """One worker's day as finished words, escaped where a page says them often."""

    looks: str
    words: str
    iso: str
    is_closed: bool
    off: str
    slips: list[Slip]


def shown(told: Week, zone: ZoneInfo, today: date, at: datetime) -> dict[str, Any]:
    say = Speaker.here(zone)
    heads = [Head(day.isoformat(), escape(short(day)), day == today, day < today) for day in told.days]
    return {
        "days": heads,
        "rows": [(one.pk, one.name, hours_of(one), _places(one, cells, heads, say)) for one, cells in told.rows],
        "lane": [waiting(row, say, at) for row in told.lane],
    }


def hours_of(one: Colleague) -> str:
    return f"{one.hours[0]:%H:%M}–{one.hours[1]:%H:%M}" if one.hours else ""


def _places(one: Colleague, cells: list[Cell], heads: list[Head], say: Speaker) -> list[Place]:
    return [
        Place(
            f"{cell.kind}{' today' if head.is_today else ''}{' past' if head.is_past else ''}", head.words, head.iso,
            head.is_past or cell.kind in SHUT, off_words(say.language, cell.kind, cell.name, cell.day),
            [appointed(visit, say, way=way, beside=one.pk) for visit, way in cell.visits],
        )
        for cell, head in zip(cells, heads, strict=True)
    ]  # fmt: skip


@lru_cache(maxsize=1024)
def off_words(language: str, kind: DayKind, name: str, day: date) -> str:
    """The name of the rest or of the public holiday; what keeps a colleague away is told without its kind."""
    said = holiday_name(name, day, language) if kind == DayKind.HOLIDAY else name
    return escape(said or str(NOT_WORKING.get(kind, "")))
