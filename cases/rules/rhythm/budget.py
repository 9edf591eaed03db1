"""The pressure budget: how often we may come towards the person, over all ways, workers and words passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.rules.due import later
from cases.rules.methods import TO_THE_PERSON, Method

A_WEEK, A_FORTNIGHT = timedelta(days=7), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left at one moment. `free_from` is the first moment that keeps both caps; None: none is in the way."""

    left_7: int
    left_14: int
    free_from: datetime | None

    @property
    def left(self) -> int:
        return min(self.left_7, self.left_14)


def budget_at(moment: datetime, recent: Sequence[datetime], *, cap_7: int, cap_14: int) -> Budget:
    """`recent` are the contacts that press, newest first; one of exactly seven days ago presses no more."""
    return Budget(
        left_7=_left(moment, recent, cap_7, A_WEEK),
        left_14=_left(moment, recent, cap_14, A_FORTNIGHT),
        free_from=free_from(recent, cap_7=cap_7, cap_14=cap_14),
    )


def _left(moment: datetime, recent: Sequence[datetime], cap: int, span: timedelta) -> int:
    pressing = sum(tried > moment - span for tried in recent)
    return max(0, cap - pressing)


def free_from(recent: Sequence[datetime], *, cap_7: int, cap_14: int) -> datetime | None:
    """The first moment at which one more contact keeps both caps."""
    known = len(recent)
    week = recent[cap_7 - 1] + A_WEEK if 0 < cap_7 <= known else None
    fortnight = recent[cap_14 - 1] + A_FORTNIGHT if 0 < cap_14 <= known else None
    return later(week, fortnight)


def passes(method: Method, moment: datetime, budget: Budget) -> bool:
    """Would such a contact at that moment be one too many? A talk with the family or an agency presses nobody."""
    return method in TO_THE_PERSON and budget.free_from is not None and moment < budget.free_from
