from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.dates import (
    DateKind,
    DateTrouble,
    read_birth,
    read_date,
    read_minutes,
    read_onset,
    read_time,
)
from cases.rules.eras import ERAS

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("R8.4.3", date(2026, 4, 3)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("S55.3.2", date(1980, 3, 2)),
        ("昭和55年3月2日", date(1980, 3, 2)),
        ("昭和５５年３月２日生まれ", date(1980, 3, 2)),
        ("2024/6/1", date(2024, 6, 1)),
        ("2024-06-01", date(2024, 6, 1)),
        ("2026年5月1日", date(2026, 5, 1)),
        ("２０２６／５／１（金）", date(2026, 5, 1)),
        ("R8.11.24(火・祝)", date(2026, 11, 24)),
        ("19800302", date(1980, 3, 2)),
        (45292, date(2024, 1, 1)),
        (45292.5, date(2024, 1, 1)),
        (datetime(2024, 1, 2, 3, 4), date(2024, 1, 2)),  # noqa: DTZ001 - cells of a book have no zone
        (date(2024, 1, 2), date(2024, 1, 2)),
    ],
)
def test_a_whole_day_is_read_however_it_is_written(told: object, day: date) -> None:
    read = read_date(told)
    assert (read.kind, read.on, read.problem) == (DateKind.DAY, day, None)


@pytest.mark.parametrize(
    ("told", "kind", "year"),
    [
        ("H25.4", DateKind.MONTH, 2013),
        ("2024年6月", DateKind.MONTH, 2024),
        ("昭和55年", DateKind.YEAR, 1980),
        (1980, DateKind.YEAR, 1980),
        ("1997年頃", DateKind.ABOUT, 1997),
        ("平成20年頃", DateKind.ABOUT, 2008),
        ("1980年頃生まれ", DateKind.ABOUT, 1980),
        ("大正15年", DateKind.YEAR, 1926),
    ],
)
def test_less_than_a_day_is_kept_as_less(told: object, kind: DateKind, year: int) -> None:
    read = read_date(told)
    assert (read.kind, read.on, read.year) == (kind, None, year)


@pytest.mark.parametrize("told", ["", "不明", None, "　", "未定", "－"])
def test_nobody_knows_is_an_answer(told: object) -> None:
    assert read_date(told).kind == DateKind.UNKNOWN


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        ("2025年2月30日", DateTrouble.NO_SUCH_DAY),
        ("2025/13/1", DateTrouble.NO_SUCH_DAY),
        ("R7.2.29", DateTrouble.NO_SUCH_DAY),
        ("S65", DateTrouble.AFTER_ERA),
        ("S64.1.8", DateTrouble.AFTER_ERA),
        ("H31.5", DateTrouble.AFTER_ERA),
        ("令和元年4月1日", DateTrouble.BEFORE_ERA),
        ("R0.1.1", DateTrouble.BEFORE_ERA),
    ],
)
def test_a_day_that_never_was_is_refused_with_its_reason(told: str, trouble: DateTrouble) -> None:
    read = read_date(told)
    assert read.problem is not None
    assert (read.problem.code, read.problem.blocks, read.on, read.year) == (trouble, True, None, None)
    assert read.as_told == told


@pytest.mark.parametrize("told", ["ねずみ年", "24/6/1", "来週", "12.5", True, -3, 10**12, float("nan")])
def test_what_cannot_be_read_is_kept_as_told_and_informs(told: object) -> None:
    read = read_date(told)
    assert read.problem is not None
    assert (read.kind, read.problem.blocks, read.year) == (DateKind.UNREADABLE, False, None)


def test_an_age_counts_back_from_the_day_it_was_told() -> None:
    birth = read_birth("４８歳", today=date(2024, 6, 1))
    assert (birth.kind, birth.year, birth.on, birth.as_told, birth.is_about) == (
        DateKind.AGE,
        1976,
        None,
        "４８歳",
        True,
    )


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        ("2026-11-25", DateTrouble.IN_FUTURE),
        ("R9", DateTrouble.IN_FUTURE),
        ("121歳", DateTrouble.TOO_OLD),
        ("1900-01-01", DateTrouble.TOO_OLD),
    ],
)
def test_nobody_is_born_tomorrow_or_older_than_anyone(told: str, trouble: DateTrouble) -> None:
    birth = read_birth(told, today=TODAY)
    assert birth.problem is not None
    assert (birth.problem.code, birth.year) == (trouble, None)


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2027, 2, 28), 26), (date(2027, 3, 1), 27), (date(2028, 2, 28), 27), (date(2028, 2, 29), 28)],
)
def test_a_child_of_29_february_ages_on_the_first_of_march(day: date, age: int) -> None:
    assert read_birth("2000-02-29", today=TODAY).age_on(day) == age


def test_without_a_year_there_is_no_age() -> None:
    assert read_birth("不明", today=TODAY).age_on(TODAY) is None
    assert read_birth("1997年頃", today=TODAY).age_on(TODAY) == 29


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2019年3月退職後", 2019),
        ("平成20年頃", 2008),
        ("大学中退後（2015年）", 2015),
        ("H25.4", 2013),
        ("２０１５年", 2015),
        ("2015年から2018年", None),
        ("高2の秋から", None),
        ("10年以上", None),
        ("半年くらい", None),
        ("コロナの頃", None),
        ("S65頃", None),
        ("中学から", None),
        ("", None),
    ],
)
def test_an_onset_keeps_its_words_and_only_a_stated_year(told: str, year: int | None) -> None:
    assert (read_onset(told).as_told, read_onset(told).year) == (told, year)


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("１５：００", time(15)),
        ("14時30分", time(14, 30)),
        ("10:00", time(10)),
        ("9時", time(9)),
        ("午後2時半", time(14, 30)),
        ("午前12時", time(0)),
        (time(9, 5), time(9, 5)),
        (0.5, time(12)),
        ("夕方", None),
        ("", None),
        (None, None),
    ],
)
def test_times_are_read_or_kept_as_told(told: object, at: time | None) -> None:
    read = read_time(told)
    assert (read.at, read.problem) == (at, None)


@pytest.mark.parametrize("told", ["25:00", "10:75", "午後15時"])
def test_no_clock_shows_such_a_time(told: str) -> None:
    read = read_time(told)
    assert read.at is None
    assert read.problem is not None


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("0", 0),
        ("５", 5),
        ("30分", 30),
        ("60", 60),
        ("1時間30分", 90),
        ("1時間半", 90),
        (30, 30),
        (30.0, 30),
        ("", None),
    ],
)
def test_minutes_are_whole_and_may_be_none(told: object, minutes: int | None) -> None:
    assert (read_minutes(told).minutes, read_minutes(told).problem) == (minutes, None)


@pytest.mark.parametrize("told", ["1441", "25時間", "たくさん", "-5"])
def test_minutes_beyond_a_day_are_noted(told: str) -> None:
    read = read_minutes(told)
    assert read.minutes is None
    assert read.problem is not None


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(2100, 12, 31)), st.sampled_from("/-."))
def test_every_day_is_read_back(day: date, mark: str) -> None:
    assert read_date(f"{day.year}{mark}{day.month}{mark}{day.day}").on == day


@given(st.sampled_from(ERAS), st.integers(0, 99), st.integers(0, 13), st.integers(0, 32))
def test_an_era_date_is_a_day_of_that_era_or_a_problem(era: object, year: int, month: int, day: int) -> None:
    read = read_date(f"{era.letter}{year}.{month}.{day}")  # type: ignore[attr-defined]
    assert (read.on is None) == (read.problem is not None)
    if read.on is not None:
        assert era.first_day <= read.on <= era.last_day  # type: ignore[attr-defined]


@given(st.text(max_size=30))
def test_no_words_break_the_reader_and_none_are_lost(told: str) -> None:
    assert read_birth(told, today=TODAY).as_told == told.strip()
    assert read_onset(told).as_told == told.strip()
    read_time(told)
    read_minutes(told)


@given(st.floats() | st.integers())
def test_no_number_breaks_the_reader(told: float) -> None:
    read_birth(told, today=TODAY)
    read_time(told)
    read_minutes(told)


def test_seconds_make_no_other_time_of_the_same_try() -> None:
    assert read_time(time(14, 30, 20, 5)).at == read_time("14:30:20").at == time(14, 30)
