"""The database and the calendar agree on which days are days of work."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import User
from accounts.walls import as_job
from cases.models import Leave, Recess
from cases.queries.calendars import house_days
from cases.queries.misplaced import FIRST as FIRST_KEY
from cases.queries.misplaced import SHUT, holidays_from, misplaced

FIRST, DAYS = date(2027, 12, 20), 420  # with a 29 February and two New Years
ASK = f"""
SELECT g.at::date FROM accounts_user u, generate_series(%(first)s::date, %(last)s, interval '1 day') AS g (at)
WHERE u.id = %(user)s AND NOT {SHUT.format(u="u", day="g.at::date")} ORDER BY 1
"""


@pytest.mark.parametrize("country", ["JP", "DE", ""])
@pytest.mark.parametrize("weekdays", [0b0011111, 0b1111111, 0b1010101])
def test_the_same_days_are_open_in_both(world, country, weekdays):
    here = {"organisation": world.engawa}
    with as_job(world.engawa.pk), connection.cursor() as cursor:
        User.objects.filter(pk=world.yuki.pk).update(weekdays=weekdays)
        Recess.objects.create(**here, name="休み", starts_on="2027-12-29", ends_on="2028-01-03")
        Leave.objects.create(**here, user=world.yuki, starts_on="2028-02-25", ends_on="2028-03-01")
        Leave.objects.create(**here, user=world.sora, starts_on="2028-05-01", ends_on="2028-06-01")
        world.engawa.holidays_of = country
        last = FIRST + timedelta(days=DAYS)
        told = {"house": world.engawa.pk, "user": world.yuki.pk, "first": FIRST, "last": last}
        cursor.execute(ASK, told | {"holidays": holidays_from(FIRST, country)})
        found = [day for (day,) in cursor.fetchall()]
        calendar = house_days(world.engawa, FIRST, last).of(User.objects.get(pk=world.yuki.pk))
    days = [FIRST + timedelta(days=ahead) for ahead in range(DAYS + 1)]
    assert found == [day for day in days if calendar.is_open(day)]


def test_what_is_well_where_it_is_is_not_even_looked_at(world):
    """The sweep asks every few minutes; of thousands it must not plan each anew to find that nothing moves."""
    with as_job(world.engawa.pk):
        assert misplaced(world.engawa, world.morning, 10, people=None, after=FIRST_KEY) == {}
        day = world.ken.next_due.astimezone(world.engawa.zone).date()
        Recess.objects.create(organisation=world.engawa, name="休み", starts_on=day, ends_on=day)
        assert set(misplaced(world.engawa, world.morning, 10, people=None, after=FIRST_KEY)) == {world.ken.pk}
