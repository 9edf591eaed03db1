"""What no longer lies where it can, after the days or hours of work have changed: asked of the whole house at once."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import Organisation
from cases.queries.calendars import REACH
from cases.rules.calendar import public_holidays
from cases.rules.due import local_day, start_of_day
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.rhythm.propose import Proposal
from cases.rules.rhythm.table import Reason

# One worker's day, as `Calendar.kind_of` tells it; `day` and the worker's row `u` are to be in reach.
AWAY = "EXISTS (SELECT FROM cases_leave l WHERE l.user_id = {u}.id AND {day} BETWEEN l.starts_on AND l.ends_on)"
REST = """EXISTS (SELECT FROM cases_recess r WHERE r.organisation_id = %(house)s
  AND {day} BETWEEN r.starts_on AND r.ends_on)"""
HOLIDAY = "{day} = ANY (%(holidays)s)"
DAY_OFF = "({u}.weekdays >> (extract(isodow FROM {day})::int - 1)) & 1 = 0"
SHUT = f"({AWAY} OR {REST} OR {HOLIDAY} OR {DAY_OFF})"
QUIET = """(CASE WHEN %(quiet_from)s::time <= %(quiet_until)s::time
  THEN {hour} >= %(quiet_from)s AND {hour} < %(quiet_until)s
  ELSE {hour} >= %(quiet_from)s OR {hour} < %(quiet_until)s END)"""
# Nobody has accepted these. They lie on a shut day or in a shut hour, or a day they had moved past is open now. Whoever
# holds one of them is not waited for.
MISPLACED = f"""
SELECT c.id, c.next_method, c.next_earliest, c.next_due, c.next_latest, c.next_ends, c.next_reason, c.next_facts
FROM cases_case c JOIN accounts_user u ON u.id = c.lead_id
CROSS JOIN LATERAL (SELECT (c.next_due AT TIME ZONE %(zone)s)::date AS day,
  (c.next_due AT TIME ZONE %(zone)s)::time AS hour) AS t
CROSS JOIN LATERAL (SELECT {SHUT.format(u="u", day="t.day")}
  OR (t.day > %(today)s AND c.next_method <> ALL (%(any_hour)s)
    AND ({QUIET.format(hour="t.hour")} OR t.hour < u.works_from OR t.hour >= u.works_until)) IS TRUE AS strays) AS p
WHERE c.organisation_id = %(house)s AND c.standing = 'open' AND NOT c.next_accepted AND c.next_ends > %(begins)s
  AND c.next_due >= %(begins)s AND (%(people)s::uuid[] IS NULL OR c.lead_id = ANY (%(people)s)) AND c.id > %(after)s
  AND (p.strays OR c.next_facts ->> 'moved_from' IS NOT NULL AND EXISTS (
    SELECT FROM generate_series(greatest((c.next_facts ->> 'moved_from')::date, %(today)s), t.day - 1, interval '1 day')
    AS g (at) WHERE NOT {SHUT.format(u="u", day="g.at::date")}))
ORDER BY c.id LIMIT %(most)s FOR NO KEY UPDATE OF c SKIP LOCKED
"""
# Somebody has accepted these: they stay, and say so, until a person decides. Whoever chose the day knowing what it is
# is told nothing. Says of how many it became so, and of how many it is so no longer.
CLASHES = f"""
WITH found AS (
  SELECT c.id, CASE WHEN k.kind = c.next_facts ->> 'knowing' THEN '' ELSE k.kind END AS kind
  FROM cases_case c JOIN cases_visit v ON v.case_id = c.id AND v.state = 'planned'
  JOIN accounts_user u ON u.id = v.worker_id LEFT JOIN accounts_user s ON s.id = v.second_id
  CROSS JOIN LATERAL (SELECT (c.next_due AT TIME ZONE %(zone)s)::date AS day) AS t
  CROSS JOIN LATERAL (SELECT CASE
    WHEN {AWAY.format(u="u", day="t.day")} OR {AWAY.format(u="s", day="t.day")} THEN 'leave'
    WHEN {REST.format(day="t.day")} THEN 'rest' WHEN {HOLIDAY.format(day="t.day")} THEN 'holiday'
    WHEN {DAY_OFF.format(u="u", day="t.day")} OR ({DAY_OFF.format(u="s", day="t.day")}) IS TRUE THEN 'day_off'
    ELSE '' END AS kind) AS k
  WHERE c.organisation_id = %(house)s AND c.standing = 'open' AND c.next_accepted AND c.next_ends > %(begins)s
    AND c.next_due >= %(begins)s
    AND (%(people)s::uuid[] IS NULL OR v.worker_id = ANY (%(people)s) OR v.second_id = ANY (%(people)s))
  ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED)
UPDATE cases_case c SET next_facts = CASE WHEN f.kind = '' THEN c.next_facts - 'clash'
  ELSE c.next_facts || jsonb_build_object('clash', f.kind) END
FROM found f WHERE c.id = f.id AND coalesce(c.next_facts ->> 'clash', '') <> f.kind
RETURNING f.kind
"""
FIRST = UUID(int=0)


def misplaced(
    organisation: Organisation, at: datetime, most: int, *, people: Iterable[UUID] | None, after: UUID
) -> dict[UUID, Proposal]:
    """From today on, in the order of their keys and locked until the transaction ends. `people`: who leads them."""
    told = _told(organisation, at, people) | {"most": most, "after": after}
    with connection.cursor() as cursor:
        cursor.execute(MISPLACED, told)
        return {row[0]: _standing(*row[1:]) for row in cursor.fetchall()}


def _standing(method: str, earliest: Any, due: Any, latest: Any, ends: Any, reason: str, facts: str) -> Proposal:
    return Proposal(
        method=Method(method), earliest=earliest, due=due, latest=latest, ends=ends, reason=Reason(reason),
        facts=json.loads(facts),
    )  # fmt: skip


def mark_clashes(organisation: Organisation, at: datetime, *, people: Iterable[UUID] | None = None) -> int:
    """How many appointments lie on a shut day from now on, which did not before. `people`: who goes."""
    with connection.cursor() as cursor:
        cursor.execute(CLASHES, _told(organisation, at, people))
        return sum(bool(kind) for (kind,) in cursor.fetchall())


def _told(organisation: Organisation, at: datetime, people: Iterable[UUID] | None) -> dict[str, Any]:
    today = local_day(at, organisation.zone)
    quiet: tuple[time, time] = organisation.quiet
    return {
        "house": organisation.pk, "zone": organisation.time_zone, "today": today,
        "begins": start_of_day(today, organisation.zone), "holidays": holidays_from(today, organisation.holidays_of),
        "quiet_from": quiet[0], "quiet_until": quiet[1], "any_hour": [str(method) for method in OF_ANY_HOUR],
        "people": None if people is None else list(people),
    }  # fmt: skip


def holidays_from(day: date, country: str) -> list[date]:
    last = day + REACH
    years = range(day.year, last.year + 1)
    return sorted(one for year in years for one in public_holidays(country, year) if day - timedelta(1) < one <= last)
