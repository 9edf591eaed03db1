"""Owing what somebody is to be told: one statement for a kind, and one letter for a key."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from accounts.models import Organisation
from cases.models import Notice
from cases.models.planned import planned_cursor
from cases.queries.prepared import Said
from cases.queries.reminders import (
    House,
    Listener,
    channel_for,
    house,
    late,
    listeners,
    managed,
    on_the_list,
    overdue,
    silent,
    stand_in,
    unheard_concerns,
    unwritten,
    week_in_numbers,
)
from cases.rules.reminders import OF_KIND, Remind, Reminder, told_since

COUNTS: dict[Remind, Callable[[House], Said]] = {
    Remind.MORNING: on_the_list,
    Remind.EVENING: unwritten,
    Remind.OVERDUE: overdue,
    Remind.LATE: late,
    Remind.SILENT: silent,
    Remind.DIGEST: managed,
}
SUMS = {Remind.SILENT: ("count", "family")}
# 1. What each listener is told, theirs and of those for whom they stand in. 2. A letter since the day on which
# something last became so has told it already. 3. Of two machines at once the second finds the key taken; a letter that
# a sweep tried ahead is counted anew.
OWE = """
WITH told AS (
  SELECT h."to", h.key, h.kind, h.channel, jsonb_build_object({sums}) AS facts,
    greatest(max((c.newest::timestamptz AT TIME ZONE %s)::date) + %s, %s::date) AS since
  FROM json_to_recordset(%s::json) AS h (who uuid, "to" uuid, kind text, channel text, key text)
  JOIN ({counted}) AS c ON c.who = h.who
  GROUP BY h."to", h.key, h.kind, h.channel)
INSERT INTO cases_notice AS n (id, organisation_id, to_id, key, template, channel, facts, state, due_at, tries, failure)
SELECT gen_random_uuid(), %s, told."to", told.key, told.kind, told.channel,
  CASE told.kind WHEN 'unattended' THEN '{{}}' ELSE told.facts END || %s::jsonb, 'owed', %s, 0, ''
FROM told WHERE NOT EXISTS (SELECT FROM cases_notice b WHERE b.to_id = told."to"
  AND b.key COLLATE "C" BETWEEN told.kind || to_char(told.since, ':YYYY-MM-DD') AND told.kind || ':~'
  AND NOT (b.state = 'owed' AND b.tries = 0 AND b.due_at > %s))
ON CONFLICT (to_id, key) DO UPDATE SET facts = EXCLUDED.facts, due_at = EXCLUDED.due_at
  WHERE n.state = 'owed' AND n.tries = 0 AND n.due_at > EXCLUDED.due_at
"""


def morning(organisation: Organisation, at: datetime) -> int:
    """The list of the day, for each who works and has something on it."""
    return _owe(house(organisation, at, sweep="morning"), [Remind.MORNING])


def remind(organisation: Organisation, at: datetime) -> int:
    """Every other kind whose hour has come."""
    others = [kind for kind in COUNTS if kind != Remind.MORNING]
    here = house(organisation, at, sweep="remind")
    return _pass_on(here) + _owe(here, others)


def _pass_on(house: House) -> int:
    """A concern told to a coordinator who is not there is told to whoever stands in for her as well, once."""
    passed = [
        Notice(
            organisation=house.organisation, to=found[0], key=letter.key, template=found[1], due_at=house.at,
            channel=channel_for(house, *found), facts={},
        )
        for letter in unheard_concerns(house)
        if (found := stand_in(house, letter.to_id, Remind.CONCERN))
    ]  # fmt: skip
    known = set(Notice.objects.filter(key__in=[one.key for one in passed]).values_list("to", "key"))
    fresh = [one for one in passed if (one.to_id, one.key) not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _owe(house: House, kinds: Sequence[Remind]) -> int:
    heard = listeners(house, [OF_KIND[kind] for kind in kinds])
    return sum(_owe_kind(house, OF_KIND[kind], heard[kind]) for kind in kinds if heard[kind])


def _owe_kind(house: House, row: Reminder, heard: list[Listener]) -> int:
    organisation, at = house.organisation, house.at
    counted, values = COUNTS[row.kind](house)
    sums = ", ".join(f"'{name}', sum(c.{name})" for name in SUMS.get(row.kind, ("count",)))
    people = json.dumps([asdict(one) for one in heard], default=str)
    after = organisation.late_days if row.kind == Remind.LATE else 0
    told = (organisation.time_zone, after, told_since(row, house.day), people, *values)
    facts = json.dumps(_facts(house, row))
    with planned_cursor() as cursor:
        cursor.execute(OWE.format(sums=sums, counted=counted), [*told, organisation.pk, facts, at, at])
        return int(cursor.rowcount)


def _facts(house: House, row: Reminder) -> dict[str, object]:
    """What every letter of the kind says: of which day it is, since when the clock stood still, the week in numbers."""
    since = house.stood_still
    week = week_in_numbers(house) if row.kind == Remind.DIGEST else {}
    return {"day": str(house.day), **week} | ({"since": since.isoformat()} if since else {})
