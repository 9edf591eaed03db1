"""Which days can be a leave."""

from datetime import date, timedelta

import pytest

from cases.rules.leaving import problem

TODAY = date(2026, 4, 6)


def days(first, last):
    return TODAY + timedelta(days=first), TODAY + timedelta(days=last)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (0, 0, ""),
        (-3, 0, ""),  # ill since Friday, and told today
        (-3, -1, "over"),
        (2, 1, "not_in_order"),
        (0, 730, ""),
        (0, 731, "too_long"),
        (730, 731, ""),
        (731, 731, "too_far"),
    ],
)
def test_the_days_are_in_order_within_two_years_and_not_over(first, last, code):
    assert problem(*days(first, last), today=TODAY, others=[]) == code


@pytest.mark.parametrize(("first", "last", "code"), [(1, 4, ""), (1, 5, "overlaps"), (6, 7, "overlaps"), (9, 9, "")])
def test_no_day_is_a_leave_twice(first, last, code):
    assert problem(*days(first, last), today=TODAY, others=[days(5, 8)]) == code
