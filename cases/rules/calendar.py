"""The days on which someone works: weekday pattern, public holidays, rests of the year."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

EVERY_DAY = 0b1111111  # Monday is the lowest bit
LOOK_AHEAD = 400  # days


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    zone: ZoneInfo
    weekdays: int = EVERY_DAY
    rests: tuple[tuple[date, date], ...] = ()
    with_holidays: bool = True
    closed: frozenset[date] = field(default=frozenset())

    def is_open(self, day: date) -> bool:
        if not self.weekdays & (1 << day.weekday()) or day in self.closed:
            return False
        if any(first <= day <= last for first, last in self.rests):
            return False
        return not (self.with_holidays and day in public_holidays(day.year))

    def next_open(self, day: date) -> date:
        """This day, or the first open one after it; the day itself when a whole year is closed."""
        for ahead in range(LOOK_AHEAD):
            if self.is_open(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        return day
