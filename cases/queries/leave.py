"""Who is away when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from accounts.models import Organisation, User
from accounts.walls import as_job
from cases.models import Event
from cases.models.planned import planned_cursor

NEVER: frozenset[date] = frozenset()


def leave_of(
    organisation: Organisation, first: date, last: date, *, people: Iterable[UUID] | None = None
) -> dict[UUID, frozenset[date]]:
    """Colleague → the days from `first` to `last` on which they are away; one question for all of them."""
    asked = None if people is None else list(people)
    if asked == []:
        return {}
    days: dict[UUID, set[date]] = defaultdict(set)
    with planned_cursor() as cursor:
        # A worker's own wall hides the leave of others, yet two of them may plan for the same case.
        cursor.execute(
            "SELECT who, begins, ends FROM hitokoe_away(%s, %s, %s, %s)", [organisation.pk, first, last, asked]
        )
        for pk, begins, ends in cursor.fetchall():
            days[pk].update(between(begins, ends))
    return {pk: frozenset(found) for pk, found in days.items()}


def whose_was(leave: UUID, organisation: Organisation) -> User | None:
    """Whose leave had this id, which somebody cancelled; a worker sees no line of the office, not even her own."""
    with as_job(organisation.pk):
        told = Event.objects.filter(organisation=organisation, what="leave.dropped", facts__leave=str(leave)).first()
        return User.objects.select_related("organisation").filter(pk=told.facts["user"]).first() if told else None


def between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
