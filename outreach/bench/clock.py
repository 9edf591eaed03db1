"""The sweeps over a whole town: planning beside the bare UPDATE of the same rows, then the others."""

from datetime import datetime, timedelta
from time import perf_counter

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from accounts.foundations import address
from cases.actions.sweeping import foresee, organisations, sweep
from outreach.garbage import set_apart

ROUNDS = 5
OTHERS = {"calendar": 1, "overdue": 1, "pauses": 90, "morning": 1, "remind": 1}  # days ahead; every rest ends in 90
LOSE = """
UPDATE cases_case SET next_method = '', next_earliest = NULL, next_due = NULL, next_latest = NULL, next_ends = NULL,
  next_reason = '', next_facts = '{}', next_accepted = false WHERE standing = 'open' AND NOT next_accepted
"""
BARE = """
UPDATE cases_case SET next_method = 'family_meeting', next_earliest = now(), next_due = now(), next_latest = now(),
  next_ends = now(), next_reason = 'pace', next_facts = '{"days": 7}', next_accepted = false
WHERE standing = 'open' AND next_due IS NULL
"""


def planning() -> dict[str, float]:
    """Rows, and the best of some rounds for each, in seconds."""
    here = address(settings.DATABASE_OWNER_URL, connection.settings_dict["NAME"])
    bare, swept, rows = [], [], 0
    set_apart()  # as the clock's worker does at its start
    with psycopg.connect(here, autocommit=True) as operator:
        for _ in range(ROUNDS):
            bare.append(_timed(operator))
            _lose(operator)
            began = perf_counter()
            rows = sweep("plan", at=now())
            swept.append(perf_counter() - began)
    return {"rows": rows, "bare": min(bare), "sweep": min(swept)}


def others() -> list[dict[str, float | str]]:
    """Rows and seconds of each other sweep on a morning with work to do; undone, so the next run finds the same."""
    at = now().replace(hour=10)
    return [_tried(name, at + timedelta(days=days)) for name, days in OTHERS.items()]


def _tried(name: str, at: datetime) -> dict[str, float | str]:
    began, rows = perf_counter(), 0
    for organisation in organisations():
        did, _ = foresee(organisation, [name], at=at)
        rows += did[name]
    return {"name": name, "rows": rows, "seconds": perf_counter() - began}


def _timed(operator: psycopg.Connection[tuple[object, ...]]) -> float:
    _lose(operator)
    began = perf_counter()
    operator.execute(BARE)
    return perf_counter() - began


def _lose(operator: psycopg.Connection[tuple[object, ...]]) -> None:
    operator.execute(LOSE)
    operator.execute("VACUUM ANALYZE cases_case")
