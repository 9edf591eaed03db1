from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from cases.rules.reminders import (
    OF_KIND,
    REMINDERS,
    Channel,
    Remind,
    Wished,
    channel_of,
    is_time,
    key_of,
    kinds_for,
    told_since,
)

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_every_kind_has_one_row():
    assert [row.kind for row in REMINDERS] == list(Remind)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_can_be_told_something(role):
    assert kinds_for(role)


@pytest.mark.parametrize("row", REMINDERS)
def test_what_may_not_be_switched_off_is_told_on_days_off_too(row):
    off = Wished(channel=Channel.NONE)
    assert (channel_of(row, off) == Channel.NONE) == row.may_be_off
    assert is_time(row, off, NOON, since=None, works=False) == (not row.may_be_off)
    assert row.on_days_off == (not row.may_be_off)


def test_ones_own_hour_goes_before_the_usual_one():
    row = OF_KIND[Remind.MORNING]
    hours = (None, time(12), time(12, 1))
    told = [is_time(row, Wished(hour=hour), NOON, since=None, works=True) for hour in hours]
    assert told == [True, True, False]


@pytest.mark.parametrize(("kind", "again"), [(Remind.OVERDUE, False), (Remind.EVENING, True)])
def test_what_changes_at_midnight_is_asked_once_a_day_and_what_changes_all_day_goes_on_being_asked(kind, again):
    row, usual, hour = OF_KIND[kind], Wished(), timedelta(hours=1)
    at = NOON.replace(hour=20)
    assert is_time(row, usual, at, since=at - timedelta(days=1), works=True)
    assert is_time(row, usual, at, since=at - hour, works=True) == again
    assert is_time(row, usual, at - hour, since=at, works=True) == again  # the clock went back


@given(DAYS)
def test_a_weekly_key_changes_with_the_week_and_a_daily_one_with_the_day(day):
    digest, morning = OF_KIND[Remind.DIGEST], OF_KIND[Remind.MORNING]
    week = {key_of(digest, day + timedelta(days=ahead)) for ahead in range(7 - day.weekday())}
    assert week == {f"digest:{day - timedelta(days=day.weekday())}"}
    assert key_of(morning, day) != key_of(morning, day + timedelta(days=1))


@given(st.lists(DAYS, min_size=2, max_size=5, unique=True))
def test_keys_of_one_kind_stand_in_the_order_of_their_days(days):
    for row in REMINDERS:
        keys = [key_of(row, day) for day in sorted(days)]
        assert all(one <= next_one for one, next_one in pairwise(keys))


def test_what_goes_on_being_late_is_told_again_after_a_week():
    day = date(2026, 4, 8)
    assert told_since(OF_KIND[Remind.LATE], day) == date(2026, 4, 2)
    assert told_since(OF_KIND[Remind.OVERDUE], day) is None
    assert told_since(OF_KIND[Remind.DIGEST], day) == date(2026, 4, 6)
