from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.dates import DateKind, DateTrouble, read_birth, read_date, read_minutes, read_onset, read_time
from cases.rules.eras import ja_day, wareki

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("told", "on"),
    [
        ("R8.4.3", date(2026, 4, 3)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("S55.3.2", date(1980, 3, 2)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("2024/6/1", date(2024, 6, 1)),
        ("2026年5月1日（金）", date(2026, 5, 1)),
        ("２０２４年６月１日", date(2024, 6, 1)),
        (datetime(2024, 6, 1), date(2024, 6, 1)),  # noqa: DTZ001
        (45444, date(2024, 6, 1)),
    ],
)
def test_a_day_is_read_from_any_way_to_write_it(told, on):
    assert read_date(told, today=TODAY).on == on


@given(st.dates(min_value=date(1873, 1, 1), max_value=TODAY))
def test_every_day_in_its_era_is_read_back(day):
    assert read_date(wareki(day), today=TODAY).on == day
    assert read_date(ja_day(day), today=TODAY).on == day


def test_a_month_alone_has_no_day():
    month = read_date("H25.4", today=TODAY)
    assert (month.kind, month.year, month.month, month.on) == (DateKind.MONTH, 2013, 4, None)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("2026-02-29", DateTrouble.NO_SUCH_DAY),
        ("2026/13/1", DateTrouble.NO_SUCH_DAY),
        ("S70.1.1", DateTrouble.AFTER_ERA),
        ("平成31年5月1日", DateTrouble.AFTER_ERA),
        ("令和元年4月30日", DateTrouble.BEFORE_ERA),
        ("2027/1/1", DateTrouble.IN_FUTURE),
        ("来週あたり", DateTrouble.UNREADABLE),
    ],
)
def test_an_impossible_day_is_a_problem_and_never_guessed(told, code):
    read = read_date(told, today=TODAY)
    assert (read.on, read.year, read.problem.code, read.as_told) == (None, None, code, told)


@pytest.mark.parametrize("told", ["", None, "不明", "わからない"])
def test_nothing_told_is_unknown_and_no_problem(told):
    read = read_date(told, today=TODAY)
    assert (read.kind, read.problem) == (DateKind.UNKNOWN, None)


@pytest.mark.parametrize(
    ("told", "kind", "year"),
    [("1997年頃", DateKind.ABOUT, 1997), ("38歳", DateKind.AGE, 1988), ("S55.9.26", DateKind.DAY, 1980)],
)
def test_a_birth_keeps_how_surely_it_was_told(told, kind, year):
    birth = read_birth(told, today=TODAY)
    assert (birth.kind, birth.year, birth.as_told) == (kind, year, told)


def test_nobody_is_born_tomorrow_or_a_hundred_and_thirty_years_ago():
    assert read_birth("2026/11/25", today=TODAY).problem.code == DateTrouble.IN_FUTURE
    assert read_birth("130歳", today=TODAY).problem.code == DateTrouble.TOO_OLD
    assert read_birth("1890/1/1", today=TODAY).problem.code == DateTrouble.TOO_OLD


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2019年3月退職後", 2019),
        ("平成20年頃", 2008),
        ("H25.4", 2013),
        ("大学中退後（2015年）", 2015),
        ("10年以上", None),
        ("高2の秋から", None),
        ("コロナの頃", None),
        ("", None),
    ],
)
def test_an_onset_has_a_year_only_when_one_is_stated(told, year):
    onset = read_onset(told)
    assert (onset.year, onset.as_told) == (year, told)


@pytest.mark.parametrize(
    ("told", "at"), [("１５：００", time(15)), ("14時30分", time(14, 30)), ("10:00", time(10)), ("夕方", None)]
)
def test_a_time_is_read_or_kept_as_told(told, at):
    read = read_time(told)
    assert (read.at, read.as_told, read.problem) == (at, told, None)


def test_an_hour_that_never_comes_is_a_problem():
    assert read_time("25:00").problem.code == DateTrouble.UNREADABLE_TIME


@pytest.mark.parametrize(("told", "minutes"), [("0", 0), ("５", 5), ("30分", 30), ("60", 60), ("", None)])
def test_minutes_are_whole_and_none_may_be_told(told, minutes):
    read = read_minutes(told)
    assert (read.minutes, read.problem) == (minutes, None)


def test_days_are_shown_the_japanese_way():
    assert ja_day(TODAY) == "2026年11月24日（火）"
    assert wareki(date(2019, 5, 1)) == "令和元年5月1日"
