"""Which days can be entered as a leave."""

from collections.abc import Iterable
from datetime import date, timedelta

LONGEST_LEAVE = timedelta(days=730)  # a parent may be away so long
FURTHEST = timedelta(days=730)  # ahead; beyond it a year is mistyped


def problem(first: date, last: date, *, today: date, others: Iterable[tuple[date, date]]) -> str:
    """The code of what is wrong with a leave from `first` to `last`, both of them in it; empty when nothing is."""
    if last < first:
        return "not_in_order"
    if last - first > LONGEST_LEAVE:
        return "too_long"
    if first - today > FURTHEST:
        return "too_far"
    if last < today:
        return "over"
    return "overlaps" if any(begins <= last and first <= ends for begins, ends in others) else ""
