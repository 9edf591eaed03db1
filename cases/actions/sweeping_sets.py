"""Sweeps that change many rows in one statement."""

import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from accounts.models import Organisation
from cases.models import Case, Event
from cases.queries.unplanned import Row, situations, take
from cases.rules.due import Due
from cases.rules.rhythm.propose import Proposal, propose

BATCH = 5000

PUT = """
UPDATE cases_case c SET next_method = p.method, next_earliest = p.earliest, next_due = p.due, next_latest = p.latest,
  next_ends = p.ends, next_reason = p.reason, next_facts = p.facts::jsonb, next_accepted = false
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
  %s::text[], %s::text[]) AS p (id, method, earliest, due, latest, ends, reason, facts)
WHERE c.id = p.id AND c.organisation_id = %s
"""
TELL = """
INSERT INTO cases_event (id, organisation_id, case_id, what, by_id, at, facts, note)
SELECT gen_random_uuid(), c.organisation_id, c.id, 'case.overdue', NULL, c.next_ends, '{{}}', '' FROM ({cases}) AS c
"""
OWE = """
INSERT INTO cases_notice (id, organisation_id, to_id, key, template, facts, state, due_at, tries, failure)
SELECT gen_random_uuid(), busy.organisation_id, busy.lead_id, %s, 'morning', jsonb_build_object('count', busy.count),
  'owed', %s, 0, ''
FROM ({busy}) AS busy ON CONFLICT (to_id, key) DO NOTHING
"""


def plan_batch(organisation: Organisation, at: datetime) -> int:
    """The next contact of some open cases that have none; 0 when nobody is left."""
    rows = take(organisation, BATCH)
    if not rows:
        return 0
    seen = situations(organisation, at)
    return _run(PUT, *_columns(rows, [propose(seen(row)) for row in rows]), organisation.pk)


def _columns(rows: list[Row], proposals: list[Proposal]) -> list[list[object]]:
    return [
        [row[0] for row in rows],
        [str(one.method) for one in proposals],
        [one.earliest for one in proposals],
        [one.due for one in proposals],
        [one.latest for one in proposals],
        [one.ends for one in proposals],
        [str(one.reason) for one in proposals],
        [json.dumps(one.facts) for one in proposals],
    ]


def tell_overdue(organisation: Organisation, at: datetime) -> int:
    """One event for each window that passed, at the moment it did."""
    told = Event.objects.filter(case=OuterRef("pk"), what="case.overdue", at=OuterRef("next_ends"))
    late = Case.objects.filter(organisation=organisation).standing_at(Due.OVERDUE, at).exclude(Exists(told))
    cases, values = late.order_by().values("organisation_id", "id", "next_ends").query.sql_with_params()
    return _run(TELL.format(cases=cases), *values)


def owe_lists(organisation: Organisation, at: datetime) -> int:
    """One quiet list a day for each worker who has something to do."""
    waiting = Case.objects.filter(organisation=organisation, next_earliest__lte=at, lead__is_active=True).open()
    counted = waiting.order_by().values("organisation_id", "lead_id").annotate(count=Count("pk"))
    busy, values = counted.query.sql_with_params()
    return _run(OWE.format(busy=busy), f"morning:{at.astimezone(organisation.zone).date()}", at, *values)


def _run(statement: str, *told: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return int(cursor.rowcount)
