"""Keeping to the calendar when days or hours of work change: what nobody accepted moves, what is accepted says so."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from accounts.models import Organisation, User
from accounts.walls import as_job
from cases.actions.planning import if_free
from cases.actions.sweeping_sets import move_batch
from cases.models import Case, Visit
from cases.queries.misplaced import mark_clashes
from cases.rules.due import carried, end_of_day

Row = dict[str, str | None]
NO_HOUR: Row = {"starts": None, "until": None}
AT_ONCE = 5000
CARRY_CASES = """
UPDATE cases_case c SET next_earliest = p.earliest, next_due = p.due, next_latest = p.latest, next_ends = p.ends
FROM json_to_recordset(%s::json) AS p (id uuid, earliest timestamptz, due timestamptz, latest timestamptz,
  ends timestamptz) WHERE c.id = p.id
"""
CARRY_VISITS = """
UPDATE cases_visit v SET earliest = p.earliest, due = p.due, latest = p.latest, starts_at = p.starts, ends_at = p.until
FROM json_to_recordset(%s::json) AS p (id uuid, earliest timestamptz, due timestamptz, latest timestamptz,
  starts timestamptz, until timestamptz) WHERE v.id = p.id
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many contacts moved, and how many appointments lie on a shut day now that did not before. `more`: there were
    more than one step moves, and the sweep takes the others."""

    moved: int
    clashing: int
    more: bool = False

    @property
    def facts(self) -> dict[str, int]:
        """For the event of the deed that changed the days."""
        return {name: count for name, count in (("moved", self.moved), ("clashing", self.clashing)) if count}


NOTHING = Kept(0, 0)


def keep_to_calendar(
    organisation: Organisation, at: datetime, *, by: User, people: Iterable[UUID] | None = None
) -> Kept:
    """In the transaction of the deed that changed the days, as far as one batch goes and nobody holds a case; the sweep
    called calendar does the rest. An administrator sees no case, so the house itself does it."""
    only = None if people is None else list(people)
    with as_job(organisation.pk):
        batch = move_batch(organisation, at, AT_ONCE, by=by.pk, people=only)
        return Kept(batch.moved, mark_clashes(organisation, at, people=only), more=batch.last is not None)


def carry_to_zone(organisation: Organisation, was: ZoneInfo) -> None:
    """The house reads another clock: days and hours stay as people know them, the 14th at 14:30."""
    zone = organisation.zone
    with as_job(organisation.pk):
        cases = Case.objects.filter(organisation=organisation, next_due__isnull=False).order_by("pk")
        moments = cases.select_for_update(no_key=True).values_list("pk", "next_earliest", "next_due", "next_latest")
        _run(CARRY_CASES, [_window(pk, *row, was=was, zone=zone) for pk, *row in moments])
        ahead = (
            Visit.objects.filter(organisation=organisation, state="planned")
            .order_by("pk")
            .select_for_update(no_key=True)
        )
        hours = {str(pk): (begins, ends) for pk, begins, ends in ahead.values_list("pk", "starts_at", "ends_at")}
        windows = [
            _window(pk, *row, was=was, zone=zone) for pk, *row in ahead.values_list("pk", "earliest", "due", "latest")
        ]
        _carry_visits([one | _hour(*hours[str(one["id"])], was, zone) for one in windows])


def _carry_visits(visits: list[Row]) -> None:
    with if_free():  # where a skipped hour would put somebody in two places, the days are kept and no hour
        _run(CARRY_VISITS, visits)
        return
    _run(CARRY_VISITS, [one | NO_HOUR for one in visits])


def _window(pk: UUID, *window: datetime | None, was: ZoneInfo, zone: ZoneInfo) -> Row:
    first, on, last = (carried(one, was, zone) for one in window if one)
    ends = end_of_day(last, zone)
    return {"id": str(pk), "earliest": str(min(first, on)), "due": str(on), "latest": str(last), "ends": str(ends)}


def _hour(begins: datetime | None, ends: datetime | None, was: ZoneInfo, zone: ZoneInfo) -> Row:
    if begins is None or ends is None:
        return NO_HOUR
    first, last = carried(begins, was, zone), carried(ends, was, zone)
    return {"starts": str(first), "until": str(last)} if first < last else NO_HOUR


def _run(statement: str, rows: list[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])
