"""Who is away when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from accounts.models import Organisation
from cases.models import Leave

NEVER: frozenset[date] = frozenset()


def leave_of(
    organisation: Organisation, first: date, last: date, *, people: Iterable[UUID] | None = None
) -> dict[UUID, frozenset[date]]:
    """Colleague → the days from `first` to `last` on which they are away; one question for all of them."""
    away = Leave.objects.filter(organisation=organisation, starts_on__lte=last, ends_on__gte=first)
    if people is not None:
        away = away.filter(user__in=list(people))
    days: dict[UUID, set[date]] = defaultdict(set)
    for pk, begins, ends in away.values_list("user_id", "starts_on", "ends_on"):
        days[pk].update(between(max(begins, first), min(ends, last)))
    return {pk: frozenset(found) for pk, found in days.items()}


def between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
