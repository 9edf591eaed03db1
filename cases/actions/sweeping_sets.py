"""Sweeps that change many rows in one statement."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef

from accounts.models import Organisation
from cases.models import Case, Event
from cases.models.case import DUE_WHEN
from cases.queries.clock import stood_still
from cases.queries.rhythm import rests_of
from cases.queries.unplanned import situations, take
from cases.rules.calendar import Calendar
from cases.rules.due import Due, local_day
from cases.rules.rhythm.propose import Proposal, propose

PUT = """
UPDATE cases_case c SET next_method = p.method, next_earliest = p.earliest, next_due = p.due, next_latest = p.latest,
  next_ends = p.ends, next_reason = p.reason, next_facts = p.facts, next_accepted = false
FROM json_to_recordset(%s::json) AS p (id uuid, method text, earliest timestamptz, due timestamptz, latest timestamptz,
  ends timestamptz, reason text, facts jsonb)
WHERE c.id = p.id AND c.organisation_id = %s
"""
TELL = """
INSERT INTO cases_event (id, organisation_id, case_id, what, by_id, at, facts, note)
SELECT gen_random_uuid(), c.organisation_id, c.id, 'case.overdue', NULL, c.next_ends, '{{}}', '' FROM ({cases}) AS c
"""
OWE = """
INSERT INTO cases_notice AS n (id, organisation_id, to_id, key, template, facts, state, due_at, tries, failure)
SELECT gen_random_uuid(), busy.organisation_id, busy.assignments__worker_id, %s, 'morning',
  jsonb_build_object('count', busy.count) || %s::jsonb, 'owed', %s, 0, ''
FROM ({busy}) AS busy ON CONFLICT (to_id, key) DO UPDATE
  SET facts = n.facts || jsonb_build_object('count', EXCLUDED.facts->'count'), due_at = EXCLUDED.due_at
  WHERE n.state = 'owed' AND n.tries = 0 AND n.due_at > EXCLUDED.due_at
"""


def plan_batch(organisation: Organisation, at: datetime, most: int) -> int:
    """The next contact of open cases that have none; fewer than `most` when nobody else is left."""
    rows = take(organisation, most)
    if not rows:
        return 0
    # A plan that a crash takes away is made again by the next sweep, so nobody waits for the disk.
    _run("SET LOCAL synchronous_commit = off")
    seen = situations(organisation, at)
    planned = [_told(row[0], propose(seen(row))) for row in rows]
    return _run(PUT, json.dumps(planned), organisation.pk)


def _told(pk: UUID, one: Proposal) -> dict[str, object]:
    return {
        "id": str(pk), "method": one.method, "earliest": str(one.earliest), "due": str(one.due),
        "latest": str(one.latest), "ends": str(one.ends), "reason": one.reason, "facts": one.facts,
    }  # fmt: skip


def tell_overdue(organisation: Organisation, at: datetime) -> int:
    """One event for each window that passed, at the moment it did."""
    told = Event.objects.filter(case=OuterRef("pk"), what="case.overdue", at=OuterRef("next_ends"))
    late = Case.objects.filter(organisation=organisation).standing_at(Due.OVERDUE, at).exclude(Exists(told))
    cases, values = late.order_by().values("organisation_id", "id", "next_ends").query.sql_with_params()
    return _run(TELL.format(cases=cases), *values)


def owe_lists(organisation: Organisation, at: datetime) -> int:
    """One quiet list on each working day for each worker who has something to do.

    A list owed by a sweep that was tried ahead is counted anew when its morning comes."""
    day = local_day(at, organisation.zone)
    if not Calendar(zone=organisation.zone, rests=rests_of(organisation)).is_open(day):
        return 0
    waiting = Case.objects.filter(
        DUE_WHEN[Due.DUE](at) | DUE_WHEN[Due.OVERDUE](at), organisation=organisation, assignments__ended_at=None,
        assignments__worker__is_active=True,
    ).open()  # fmt: skip
    working = waiting.alias(weekday=F("assignments__worker__weekdays").bitand(1 << day.weekday())).filter(weekday__gt=0)
    counted = working.order_by().values("organisation_id", "assignments__worker_id").annotate(count=Count("pk"))
    busy, values = counted.query.sql_with_params()
    since = stood_still(organisation, "morning", at)
    facts = {"day": str(day)} | ({"since": since.isoformat()} if since else {})
    return _run(OWE.format(busy=busy), f"morning:{day}", json.dumps(facts), at, *values)


def _run(statement: str, *told: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return int(cursor.rowcount)
