"""A planned contact that was left out this time: not tried and not refused, and the rhythm counts on from its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.rules.methods import TO_THE_PERSON, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """`at`: when somebody said so. `due`: when it was to be; of one that was late already, the same as `at`."""

    at: datetime
    due: datetime
    method: Method

    def stands_for(self, method: Method, last_at: datetime | None) -> bool:
        """A contact left out with the person says nothing of the family, and none once the next has taken place."""
        same = (self.method in TO_THE_PERSON) == (method in TO_THE_PERSON)
        return same and (last_at is None or last_at <= self.at)


def day_after(skipped: date, wished: date, *, wait: int, same_weekday: bool) -> date:
    """The day wished for, or the first one a whole wait after the day that was left out; tomorrow at the earliest."""
    if not same_weekday:
        return max(wished, skipped + timedelta(days=max(wait, 1)))
    rounds = (skipped - wished).days // wait + 1 if wished <= skipped else 0
    return wished + timedelta(days=wait * rounds)
