from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.dates import read_date
from cases.rules.eras import ERAS, era_of, ja_day, wareki, wareki_year


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_paper_wants_the_era(day: date, said: str) -> None:
    assert wareki(day) == said


def test_screens_want_the_weekday() -> None:
    assert ja_day(date(2026, 11, 24)) == "2026年11月24日（火）"


def test_before_meiji_there_is_only_the_western_year() -> None:
    assert wareki_year(date(1800, 1, 1)) == "1800年"
    with pytest.raises(ValueError, match="Meiji"):
        era_of(date(1868, 1, 1))


def test_each_era_begins_the_day_after_the_last() -> None:
    for before, after in pairwise(ERAS):
        assert after.first_day == before.last_day + timedelta(days=1)


@given(st.dates(min_value=date(1868, 10, 23), max_value=date(2100, 1, 1)))
def test_what_is_written_in_an_era_is_read_back(day: date) -> None:
    assert read_date(wareki(day)).on == day
    assert read_date(ja_day(day)).on == day
