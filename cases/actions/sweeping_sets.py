"""Sweeps that change many rows in one statement."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import Organisation
from cases.models import Case, Event
from cases.models.planned import planned_cursor
from cases.queries.misplaced import FIRST, misplaced
from cases.queries.unplanned import Row, rows_of, situations, take
from cases.rules.due import Due, local_day
from cases.rules.rhythm.placing import moved_facts, placed_anew
from cases.rules.rhythm.propose import Proposal, propose

PUT = """
UPDATE cases_case c SET next_method = p.method, next_earliest = p.earliest, next_due = p.due, next_latest = p.latest,
  next_ends = p.ends, next_reason = p.reason, next_facts = p.facts, next_accepted = false
FROM ROWS FROM (unnest(%s::uuid[]), unnest(%s::text[]), unnest(%s::text[]), unnest(%s::timestamptz[]),
  unnest(%s::timestamptz[]), unnest(%s::timestamptz[]), unnest(%s::timestamptz[]), jsonb_array_elements(%s::jsonb))
  AS p (id, method, reason, earliest, due, latest, ends, facts)
WHERE c.id = p.id AND c.organisation_id = %s
"""
TELL = """
INSERT INTO cases_event (id, organisation_id, case_id, what, by_id, at, facts, note)
SELECT gen_random_uuid(), c.organisation_id, c.id, 'case.overdue', NULL, c.next_ends, '{{}}', '' FROM ({cases}) AS c
"""
# What moved, from when to when; of a way of any hour the day alone.
MOVED = """
INSERT INTO cases_event (id, organisation_id, case_id, what, by_id, at, facts, note)
SELECT gen_random_uuid(), %s, p.id, 'case.placed_anew', %s, %s, p.facts, ''
FROM ROWS FROM (unnest(%s::uuid[]), jsonb_array_elements(%s::jsonb)) AS p (id, facts)
"""
# A rest is over on its day. The case and its rest are held together, in the order in which a deed holds them.
WAKE = """
WITH ended AS (
  SELECT c.id AS case_id, p.id AS pause_id FROM cases_pause p JOIN cases_case c ON c.id = p.case_id
  WHERE p.organisation_id = %(house)s AND p.ended_at IS NULL AND p.until <= %(today)s AND c.standing = 'paused'
  ORDER BY c.id FOR NO KEY UPDATE OF c, p SKIP LOCKED
), rests AS (
  UPDATE cases_pause p SET ended_at = %(at)s FROM ended WHERE p.id = ended.pause_id
), told AS (
  INSERT INTO cases_event (id, organisation_id, case_id, what, by_id, at, facts, note)
  SELECT gen_random_uuid(), %(house)s, case_id, 'case.resumed', NULL, %(at)s, '{"taken_back": false}', '' FROM ended
)
UPDATE cases_case c SET standing = 'open' FROM ended WHERE c.id = ended.case_id RETURNING c.id
"""
NOTE = """
INSERT INTO cases_turn (id, organisation_id, name, ran_at, did, failure)
SELECT gen_random_uuid(), %s, %s, least(%s, statement_timestamp()), %s, '' FROM set_config('synchronous_commit',
  CASE WHEN %s THEN current_setting('synchronous_commit') ELSE 'off' END, true)
ON CONFLICT (organisation_id, name) DO UPDATE SET ran_at = EXCLUDED.ran_at, did = EXCLUDED.did
"""


def plan_batch(organisation: Organisation, at: datetime, most: int) -> int:
    """The next contact of open cases that have none; fewer than `most` when nobody else is left."""
    return _plan(organisation, take(organisation, most), at)


def end_rests(organisation: Organisation, at: datetime) -> int:
    """Back to work, each with a next contact; what was missed meanwhile is not replayed."""
    today = local_day(at, organisation.zone)
    with planned_cursor() as cursor:
        cursor.execute(WAKE, {"house": organisation.pk, "today": today, "at": at})
        woken = [row[0] for row in cursor.fetchall()]
    return _plan(organisation, rows_of(organisation, woken), at) if woken else 0


def _plan(organisation: Organisation, rows: list[Row], at: datetime) -> int:
    if not rows:
        return 0
    seen = situations(organisation, at)
    return put([row[0] for row in rows], [propose(seen(row)) for row in rows], organisation)


def put(cases: list[UUID], proposals: list[Proposal], organisation: Organisation) -> int:
    codes = [[getattr(one, name) for one in proposals] for name in ("method", "reason")]
    moments = [[written(getattr(one, name)) for one in proposals] for name in ("earliest", "due", "latest", "ends")]
    facts = json.dumps([one.facts for one in proposals])
    return _run(PUT, *map(array, (map(str, cases), *codes, *moments)), facts, organisation.pk)


def array(values: Iterable[str]) -> str:
    """As PostgreSQL reads it, of ids, codes and moments, which need no quotes; the driver takes ten times as long."""
    return f"{{{','.join(values)}}}"


@lru_cache(maxsize=4096)
def written(moment: datetime) -> str:
    """Many cases share the days and hours of their windows."""
    return str(moment)


@dataclass(frozen=True, slots=True)
class Batch:
    """`last` is None when nobody is left to look at."""

    moved: int
    last: UUID | None


def move_batch(
    organisation: Organisation,
    at: datetime,
    most: int,
    *,
    by: UUID | None,
    people: Iterable[UUID] | None = None,
    after: UUID = FIRST,
) -> Batch:
    """What nobody accepted yet and no longer lies where it can: the same contact on another day. `people`: leads;
    `by`: who changed the days, None for the clock."""
    standing = misplaced(organisation, at, most, people=people, after=after)
    if not standing:
        return Batch(0, None)
    seen = situations(organisation, at)
    situation = {row[0]: seen(row) for row in rows_of(organisation, standing)}
    placed = {pk: placed_anew(standing[pk], one) for pk, one in situation.items()}
    anew = {pk: proposal for pk, proposal in placed.items() if proposal is not None}
    moved = put(list(anew), list(anew.values()), organisation) if anew else 0
    if moved:
        facts = json.dumps([moved_facts(standing[pk], one, situation[pk].calendar) for pk, one in anew.items()])
        _run(MOVED, organisation.pk, by, at, array(map(str, anew)), facts)
    return Batch(moved, max(standing) if len(standing) == most else None)


def tell_overdue(organisation: Organisation, at: datetime) -> int:
    """One event for each window that passed, at the moment it did."""
    told = Event.objects.filter(case=OuterRef("pk"), what="case.overdue", at=OuterRef("next_ends"))
    late = Case.objects.filter(organisation=organisation).standing_at(Due.OVERDUE, at).exclude(Exists(told))
    cases, values = late.order_by().values("organisation_id", "id", "next_ends").query.sql_with_params()
    return _run(TELL.format(cases=cases), *values)


def note_turn(name: str, organisation: Organisation, at: datetime, did: int, *, lasting: bool) -> None:
    """The transaction ends with it. Unless something `lasting` was done in it, nobody waits for the disk: a plan or a
    note that a crash takes away is made again by the next run, and there may be hundreds of organisations."""
    _run(NOTE, organisation.pk, name, at, did, lasting)


def _run(statement: str, *told: Any) -> int:
    with planned_cursor() as cursor:
        cursor.execute(statement, told)
        return int(cursor.rowcount)
