"""A week as a team has it: a town is made without appointments, so its week would be nearly empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

import psycopg
from django.conf import settings
from django.db import connection

from accounts.foundations import address
from accounts.models import Organisation
from cases.rules.due import moment
from cases.rules.week import week_of

# Each worker's first five cases, one on each day from Monday at nine, always an hour later than the day before. None at
# the door: contacts are saved with those while the pages are measured.
APPOINT = """
WITH led AS (
  SELECT *, row_number() OVER (PARTITION BY lead_id ORDER BY id) AS nth FROM cases_case
  WHERE organisation_id = %(house)s AND standing = 'open' AND stage <> 'door'),
five AS (SELECT *, %(monday)s + (nth - 1) * '25 hours'::interval AS begins FROM led WHERE nth <= 5)
INSERT INTO cases_visit (id, organisation_id, case_id, worker_id, method, earliest, due, latest, starts_at, ends_at,
  state, aim, why_cancelled)
SELECT gen_random_uuid(), organisation_id, id, lead_id, 'visit', begins, begins, begins, begins, begins + '1 hour',
  'planned', '', '' FROM five
"""
CLEAR = "DELETE FROM cases_visit WHERE organisation_id = %(house)s"


@contextmanager
def appointments(house: Organisation, today: date) -> Iterator[None]:
    """For as long as the pages are measured; the town is the same afterwards."""
    here = address(settings.DATABASE_OWNER_URL, connection.settings_dict["NAME"])
    told = {"house": house.pk, "monday": moment(week_of(today)[0], time(9), house.zone)}
    with psycopg.connect(here, autocommit=True) as operator:
        operator.execute(CLEAR, told)
        operator.execute(APPOINT, told)
        operator.execute("ANALYZE cases_visit")
        yield
        operator.execute(CLEAR, told)
