"""The days on which someone works: weekday pattern, public holidays, rests of the year."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

EVERY_DAY = 0b1111111  # Monday is the lowest bit
LOOK_AHEAD = 400  # days; a year of rest with its edges


class NoOpenDay(Exception):
    """Nothing is open for more than a year: the pattern or the rests are wrong."""


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`weekdays` is a mask, `rests` are first and last days, `closed` single days such as leave."""

    zone: ZoneInfo
    weekdays: int = EVERY_DAY
    rests: tuple[tuple[date, date], ...] = ()
    with_holidays: bool = True
    country: str = "JP"
    closed: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        works = bool(self.weekdays & (1 << day.weekday()))
        return works and day not in self.closed and not self.is_rest(day) and not self.is_holiday(day)

    def is_rest(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.rests)

    def is_holiday(self, day: date) -> bool:
        return self.with_holidays and day in public_holidays(self.country, day.year)

    def next_open(self, day: date) -> date:
        """This day, or the first open one after it. Raises NoOpenDay when there is none within reach."""
        for ahead in range(LOOK_AHEAD):
            candidate = day + timedelta(days=ahead)
            if self.is_open(candidate):
                return candidate
        raise NoOpenDay(f"no open day within {LOOK_AHEAD} days from {day}")
