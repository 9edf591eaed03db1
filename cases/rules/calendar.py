"""The days on which someone works: weekday pattern, public holidays, rests of the year."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

EVERY_DAY = 0b1111111  # Monday is the lowest bit
A_DAY = timedelta(days=1)
LOOK_AHEAD = 400  # days; a year of rest with its edges


class NoOpenDay(Exception):
    """Nothing is open for more than a year: the pattern or the rests are wrong."""


class DayKind(StrEnum):
    """What keeps one worker from working on a day; the first that holds is said."""

    OPEN = "open"
    LEAVE = "leave"
    REST = "rest"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"


Rests = tuple[tuple[date, date], ...]
Hours = tuple[time, time]  # from, until


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()


def holiday_name(country: str, day: date, language: str) -> str:
    """In the reader's language where the holidays of this country are known in it, else in the country's own."""
    return _names(country, day.year, language).get(day, "")


@lru_cache(maxsize=64)
def _names(country: str, year: int, language: str) -> dict[date, str]:
    if not country:
        return {}
    known = holidays.country_holidays(country)
    spoken = next((one for one in known.supported_languages if one.partition("_")[0] == language), None)
    spoken = spoken or known.default_language  # otherwise the machine's own locale would choose
    return dict(holidays.country_holidays(country, years=year, language=spoken))


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """Those whose public holidays are known, by their two letters."""
    return tuple(sorted(code for code in holidays.list_supported_countries(include_aliases=False)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`weekdays` is a mask, `rests` are first and last days, `closed` single days such as leave."""

    zone: ZoneInfo
    weekdays: int = EVERY_DAY
    rests: Rests = ()
    rest_names: tuple[str, ...] = ()  # in the same order, where somebody may ask
    with_holidays: bool = True
    country: str = "JP"
    closed: frozenset[date] = frozenset()
    hours: Hours | None = None  # of the day, where a worker has some

    def is_open(self, day: date) -> bool:
        works = bool(self.weekdays & (1 << day.weekday()))
        return works and day not in self.closed and not self.is_rest(day) and not self.is_holiday(day)

    def is_rest(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.rests)

    def is_holiday(self, day: date) -> bool:
        return self.with_holidays and day in public_holidays(self.country, day.year)

    def kind_of(self, day: date) -> DayKind:
        if day in self.closed:
            return DayKind.LEAVE
        if self.is_rest(day):
            return DayKind.REST
        if self.is_holiday(day):
            return DayKind.HOLIDAY
        return DayKind.OPEN if self.weekdays & (1 << day.weekday()) else DayKind.DAY_OFF

    def rest_name(self, day: date) -> str:
        named = zip(self.rests, self.rest_names, strict=False)
        return next((name for (first, last), name in named if first <= day <= last), "")

    def next_open(self, day: date) -> date:
        """This day, or the first open one after it. Raises NoOpenDay when there is none within reach."""
        candidate = day
        for _ in range(LOOK_AHEAD):
            if self.is_open(candidate):
                return candidate
            candidate += A_DAY
        raise NoOpenDay(f"no open day within {LOOK_AHEAD} days from {day}")
