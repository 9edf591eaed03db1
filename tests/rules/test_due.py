from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.due import Due, due_of, end_of_day, local_day, looking_ahead, moment, start_of_day

ZONES = [
    ZoneInfo(name) for name in ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
]
ODD_ZONES = [ZoneInfo(name) for name in ("America/Santiago", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia")]
EDGES = [
    date(2026, 1, 31),
    date(2026, 12, 31),
    date(2027, 2, 28),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 9, 27),
    date(2026, 10, 25),
    date(2026, 11, 1),
]
SECOND = timedelta(seconds=1)
zones = st.sampled_from(ZONES + ODD_ZONES)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def test_nothing_planned_is_neither_due_nor_overdue():
    at = datetime(2026, 4, 1, tzinfo=UTC)
    assert due_of(None, None, at) is Due.NONE
    assert due_of(None, at, at) is due_of(at, None, at) is Due.NONE


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", EDGES, ids=str)
def test_the_borders_of_a_window_fall_on_local_midnight(zone, day):
    earliest = start_of_day(day, zone)
    ends = end_of_day(moment(day, time(14), zone), zone)
    assert due_of(earliest, ends, earliest - SECOND) is Due.PLANNED
    assert due_of(earliest, ends, earliest) is Due.DUE
    assert due_of(earliest, ends, ends - SECOND) is Due.DUE
    assert due_of(earliest, ends, ends) is Due.OVERDUE


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", EDGES, ids=str)
def test_23_59_still_belongs_to_the_day_and_midnight_does_not(zone, day):
    ends = end_of_day(moment(day, time(9), zone), zone)
    last_minute = moment(day, time(23, 59), zone)
    assert local_day(last_minute, zone) == day
    assert last_minute < ends
    assert ends.astimezone(zone).time() == time(0)
    assert ends.astimezone(zone).date() == day + timedelta(days=1)


def test_a_day_of_summer_time_is_23_hours_long_and_one_of_winter_25():
    berlin = ZoneInfo("Europe/Berlin")
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        start = start_of_day(day, berlin)
        assert end_of_day(start, berlin) - start == timedelta(hours=hours)


def test_where_clocks_skip_midnight_the_day_begins_at_its_first_moment():
    santiago = ZoneInfo("America/Santiago")
    start = start_of_day(date(2026, 9, 6), santiago)
    assert start.astimezone(santiago).time() == time(1)
    assert local_day(start - SECOND, santiago) == date(2026, 9, 5)


@given(days, zones)
def test_a_day_starts_where_the_one_before_ends(day, zone):
    start = start_of_day(day, zone)
    assert local_day(start, zone) == day
    assert local_day(start - SECOND, zone) == day - timedelta(days=1)
    assert end_of_day(start - SECOND, zone) == start


@given(moments, zones)
def test_a_moment_lies_within_its_own_day(at, zone):
    day = local_day(at, zone)
    assert start_of_day(day, zone) <= at < end_of_day(at, zone)


@given(moments, moments, moments)
def test_a_moment_has_one_due_and_time_moves_it_only_forward(earliest, ends, at):
    order = [Due.PLANNED, Due.DUE, Due.OVERDUE]
    earliest, ends = sorted((earliest, ends))
    now, later = (order.index(due_of(earliest, ends, when)) for when in (at, at + timedelta(hours=1)))
    assert now <= later


def test_looking_ahead_is_the_last_minute_of_that_day_and_never_the_past():
    at = datetime(2026, 4, 1, 9, tzinfo=ZONES[0])
    assert looking_ahead(None, at, ZONES[0]) == looking_ahead(date(2026, 4, 1), at, ZONES[0]) == at
    assert looking_ahead(date(2026, 3, 1), at, ZONES[0]) == at
    assert looking_ahead(date(2026, 4, 2), at, ZONES[0]) == datetime(2026, 4, 2, 23, 59, tzinfo=ZONES[0])
    assert looking_ahead(date(9999, 12, 31), at, ZONES[0]) == datetime(2027, 4, 2, 23, 59, tzinfo=ZONES[0])
