from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.rules.calendar import Calendar
from cases.rules.methods import Method
from cases.rules.week import DayKind, Stop, next_free, touches, usual_minutes, ways, week_of

TOKYO = ZoneInfo("Asia/Tokyo")
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NIGHT = (time(21), time(8))


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 29)])
def test_a_week_goes_from_monday_to_sunday(day):
    week = week_of(day)
    assert (week[0], week[-1], len(week)) == (date(2026, 11, 23), date(2026, 11, 29), 7)


def test_a_week_holds_the_leap_day():
    assert date(2028, 2, 29) in week_of(date(2028, 3, 1))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 25), DayKind.OPEN),
        (date(2026, 11, 23), DayKind.HOLIDAY),
        (date(2026, 11, 28), DayKind.DAY_OFF),
        (date(2026, 12, 30), DayKind.REST),
        (date(2026, 11, 26), DayKind.LEAVE),
    ],
)
def test_a_day_says_what_keeps_from_working(day, kind):
    rest = ((date(2026, 12, 29), date(2027, 1, 3)),)
    calendar = Calendar(zone=TOKYO, weekdays=0b0011111, rests=rest, closed=frozenset({date(2026, 11, 26)}))
    assert calendar.kind_of(day) == kind


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        (time(14), time(15), False),
        (time(20), time(21), False),
        (time(20, 30), time(21, 30), True),
        (time(7, 30), time(8, 30), True),
        (time(8), time(9), False),
        (time(23), time(0, 30), True),
    ],
)
def test_a_meeting_keeps_out_of_the_quiet_hours_from_its_first_to_its_last_minute(begins, ends, quiet):
    assert touches(begins, ends, NIGHT) is quiet


def test_whoever_sleeps_by_day_may_be_met_at_night():
    assert touches(time(10), time(11), (time(5), time(16)))
    assert not touches(time(19), time(20), (time(5), time(16)))


def stop(after: int, place: str, minutes: int = 60) -> Stop:
    begins = NOON + timedelta(minutes=after)
    return Stop(starts_at=begins, ends_at=begins + timedelta(minutes=minutes), place=place)


def test_a_way_is_told_only_from_another_municipality():
    here, same, there = ways([stop(0, "浦安市"), stop(60, "浦安市"), stop(180, "市川市")])
    assert (here, same) == (None, None)
    assert (there.origin, there.place, there.minutes, there.tight) == ("浦安市", "市川市", 60, False)


def test_less_than_half_an_hour_between_two_municipalities_is_tight():
    assert [way and way.tight for way in ways([stop(0, "浦安市"), stop(89, "市川市")])] == [None, True]


def test_a_call_in_between_has_no_way_and_hides_none():
    told = ways([stop(0, "浦安市"), stop(70, "", 20), stop(120, "市川市")])
    assert [way and way.origin for way in told] == [None, None, "浦安市"]


def test_a_visit_is_an_hour_and_a_call_is_shorter():
    assert (usual_minutes(Method.VISIT), usual_minutes(Method.PHONE)) == (60, 20)


@pytest.mark.parametrize(
    ("hour", "taken", "free"),
    [
        (time(14), [], time(14)),
        (time(14), [(time(14), time(15))], time(15)),
        (time(14), [(time(14), time(15)), (time(15, 30), time(16))], time(16)),
        (time(14), [(time(13), time(14))], time(14)),
        (time(14), [(time(14), time(14, 20))], time(14, 30)),
        (time(13, 30), [(time(14), time(15)), (time(15), time(15, 45))], time(15, 45)),
        (time(5), [], time(8)),
        (time(19), [(time(19), time(20, 30))], None),
        (time(20), [(time(20), time(23, 59))], None),
    ],
)
def test_the_next_free_hour_of_the_day_meets_nothing_and_keeps_out_of_the_quiet_hours(hour, taken, free):
    assert next_free(hour, 60, taken, [NIGHT, None]) == free


def test_without_quiet_hours_nothing_begins_that_goes_on_past_midnight():
    assert next_free(time(22, 30), 60, [(time(22, 30), time(23, 15))], []) is None
