from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.calendar import Calendar, NoOpenDay

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YEAR = (date(2026, 12, 29), date(2027, 1, 3))
WORKING_WEEK = 0b0011111


def test_the_new_year_rest_moves_to_the_next_working_day():
    calendar = Calendar(zone=TOKYO, weekdays=WORKING_WEEK, rests=(NEW_YEAR,))
    assert calendar.next_open(date(2026, 12, 30)) == date(2027, 1, 4)


def test_a_public_holiday_is_not_worked():
    golden_week = Calendar(zone=TOKYO, weekdays=WORKING_WEEK)
    assert golden_week.next_open(date(2026, 5, 3)) == date(2026, 5, 7)


def test_a_house_that_works_on_holidays_can_say_so():
    assert Calendar(zone=TOKYO, with_holidays=False).is_open(date(2026, 5, 3))


def test_another_country_has_other_holidays():
    assert not Calendar(zone=ZoneInfo("Europe/Berlin"), country="DE").is_open(date(2026, 10, 3))
    assert Calendar(zone=ZoneInfo("Europe/Berlin"), country="DE").is_open(date(2026, 5, 4))


def test_a_day_of_leave_is_passed_over():
    day = date(2026, 6, 1)
    assert Calendar(zone=TOKYO, closed=frozenset({day})).next_open(day) == date(2026, 6, 2)


def test_a_calendar_without_any_open_day_says_so():
    with pytest.raises(NoOpenDay, match="no open day"):
        Calendar(zone=TOKYO, weekdays=0).next_open(date(2026, 6, 1))


@given(st.dates(date(2020, 1, 1), date(2045, 1, 1)), st.integers(1, 127))
def test_the_next_open_day_is_open_and_nothing_before_it_is(day, weekdays):
    calendar = Calendar(zone=TOKYO, weekdays=weekdays, rests=(NEW_YEAR,))
    found = calendar.next_open(day)
    assert calendar.is_open(found)
    passed = [date.fromordinal(ordinal) for ordinal in range(day.toordinal(), found.toordinal())]
    assert not any(calendar.is_open(one) for one in passed)
