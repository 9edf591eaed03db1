"""A planned contact that was left out this time: not tried and not refused, and the rhythm counts on from its day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from cases.rules.due import local_day

A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """`at`: when somebody said so. `due`: when it was to be. With the person, one that was late is due when it is left
    out; a talk with the family keeps its own day, so that the family does not wait for whole months."""

    at: datetime
    due: datetime

    def stands(self, last_at: datetime | None) -> bool:
        """None is left out any more once the next with the same side has taken place."""
        return last_at is None or last_at <= self.at

    def month(self, zone: ZoneInfo) -> Self:
        """Of a talk left out months too late, the last of its days that is over, so that the person need not wait."""
        late = local_day(self.at, zone) - local_day(self.due, zone)
        return replace(self, due=self.due + A_MONTH * max(0, late // A_MONTH))


def day_after(skipped: date, wished: date, *, told: date, wait: int, same_weekday: bool) -> date:
    """The day wished for, or the first one whole waits after the day that was left out, and after the day it was
    `told`."""
    if not same_weekday:
        wait = max(wait, 1)
        return max(wished, skipped + timedelta(days=wait * max(1, (told - skipped).days // wait + 1)))
    rounds = (skipped - wished).days // wait + 1 if wished <= skipped else 0
    return wished + timedelta(days=wait * rounds)
