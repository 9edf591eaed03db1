"""Sweeps that change many rows in one statement."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from accounts.models import Organisation
from cases.models import Case, Event
from cases.queries.unplanned import situations, take
from cases.rules.due import Due
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


def _run(statement: str, *told: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return int(cursor.rowcount)
