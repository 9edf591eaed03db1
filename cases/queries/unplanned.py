"""The open cases that have no next contact, as plain situations: a whole batch in two statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import Organisation
from cases.models.case import skip_of
from cases.models.planned import planned_cursor
from cases.queries.calendars import REACH, HouseDays
from cases.queries.leave import between
from cases.rules.calendar import Hours
from cases.rules.due import local_day
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.rules.rhythm.propose import Situation
from cases.rules.rhythm.signals import Signals

# Of the tries that press as many as the longer cap looks at, and none where they are too few for the shorter one.
# Who leads and whose it is are text here: they are only compared.
ROWS = """
SELECT id, stage, lead_id::text, person_id::text, pace_days, closed_methods, opened_at, staged_at, last_at, last_method,
  last_response, silent_streak, silent_letters, voice_streak, refusals, concern, opened_door, family_last_at,
  skipped_at, skipped_due, family_skipped_at, family_skipped_due,
  CASE WHEN cardinality(recent) < %s THEN '{}' ELSE recent[1:%s] END
FROM cases_case WHERE organisation_id = %s AND standing = 'open' AND
"""
TAKE = f"{ROWS} next_due IS NULL ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED"
AGAIN = f"{ROWS} id = ANY (%s)"
# Few people have quiet or best hours of their own, so they are read apart and the cases stay one plain table.
SHARED = """
(SELECT 'rest', NULL::uuid, starts_on, ends_on, name, 0, NULL::time, NULL::time
  FROM cases_recess WHERE organisation_id = %(house)s ORDER BY starts_on, id)
UNION ALL SELECT 'leave', user_id, greatest(starts_on, %(first)s), least(ends_on, %(last)s), '', 0, NULL, NULL
  FROM cases_leave WHERE organisation_id = %(house)s AND ends_on >= %(first)s AND starts_on <= %(last)s
UNION ALL SELECT 'works', id, NULL, NULL, '', weekdays, works_from, works_until
  FROM accounts_user WHERE organisation_id = %(house)s
UNION ALL SELECT 'quiet', id, NULL, NULL, '', 0, quiet_from, quiet_until
  FROM cases_person WHERE organisation_id = %(house)s AND quiet_from IS NOT NULL
UNION ALL SELECT 'best', id, NULL, NULL, '', 0, best_from, best_until
  FROM cases_person WHERE organisation_id = %(house)s AND best_from IS NOT NULL
"""
STAGES: dict[str, Stage] = {code.value: code for code in Stage}
METHODS: dict[str, Method] = {code.value: code for code in Method}
RESPONSES: dict[str, Response] = {code.value: code for code in Response}
NOTHING: frozenset[Method] = frozenset()
Row = tuple[Any, ...]


def take(organisation: Organisation, most: int) -> list[Row]:
    """Locked until the transaction ends; what somebody else has locked is left to him."""
    with planned_cursor() as cursor:
        cursor.execute(TAKE, [organisation.cap_7, organisation.cap_14, organisation.pk, most])
        rows: list[Row] = cursor.fetchall()
    return rows


def rows_of(organisation: Organisation, keys: Iterable[UUID]) -> list[Row]:
    """Of cases that have a next contact, for placing it anew; in no order."""
    with planned_cursor() as cursor:
        cursor.execute(AGAIN, [organisation.cap_7, organisation.cap_14, organisation.pk, list(keys)])
        rows: list[Row] = cursor.fetchall()
    return rows


def situations(organisation: Organisation, at: datetime) -> Callable[[Row], Situation]:
    """How a row is seen by the rhythm of this organisation."""
    days, works, own_quiet, best = _shared(organisation, local_day(at, organisation.zone))
    calendars, usual = {str(who): days.of_one(who, *pattern) for who, pattern in works.items()}, days.of(None)
    paces, quiet, cap_7, cap_14 = organisation.paces, organisation.quiet, organisation.cap_7, organisation.cap_14

    def seen(row: Row) -> Situation:
        (_, stage, lead, person, pace, closed, opened_at, staged_at, last_at, last_method, last_response, silent,
         letters, voices, refusals, concern, opened, family_last_at, skipped_at, skipped_due,
         talk_at, talk_due, recent) = row  # fmt: skip
        signals = Signals(
            last_at=last_at, last_method=METHODS.get(last_method), last_response=RESPONSES.get(last_response),
            silent_streak=silent, silent_letters=letters, voice_streak=voices, refusals=refusals, concern=concern,
            opened=opened, family_last_at=family_last_at, recent=tuple(recent),
        )  # fmt: skip
        return Situation(
            stage=STAGES[stage], at=at, signals=signals, calendar=calendars.get(lead, usual), pace=pace,
            closed_methods=frozenset(map(Method, closed)) if closed else NOTHING,
            opened_at=opened_at, staged_at=staged_at, own_quiet=own_quiet.get(person), best_hours=best.get(person),
            skip=skip_of(skipped_at, skipped_due), family_skip=skip_of(talk_at, talk_due),
            paces=paces, cap_7=cap_7, cap_14=cap_14, quiet=quiet,
        )  # fmt: skip

    return seen


def _shared(
    organisation: Organisation, today: date
) -> tuple[HouseDays, dict[UUID, tuple[int, Hours | None]], dict[str, Hours], dict[str, Hours]]:
    """The days of the house with everybody's leave, who works when, and who has quiet or best hours of their own."""
    rests, away, works, own = [], defaultdict[UUID, set[date]](set), {}, defaultdict[str, dict[str, Hours]](dict)
    with planned_cursor() as cursor:
        cursor.execute(SHARED, {"house": organisation.pk, "first": today, "last": today + REACH})
        for kind, who, first, last, name, weekdays, begins, ends in cursor.fetchall():
            if kind == "rest":
                rests.append((first, last, name))
            elif kind == "leave":
                away[who].update(between(first, last))
            elif kind == "works":
                works[who] = weekdays, (begins, ends) if begins and ends else None
            else:
                own[kind][str(who)] = begins, ends
    days = HouseDays.told(organisation, rests, {who: frozenset(days) for who, days in away.items()})
    return days, works, own["quiet"], own["best"]
