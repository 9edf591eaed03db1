"""What the calendar moved lately: planned contacts that had to make way for other days or hours of work."""

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from cases.models import Event

LATELY = timedelta(days=30)
PAGE = 50
COLUMNS = (
    "pk", "at", "by__name", "case_id", "case__code", "case__person__family__nickname", "case__lead__name", "told",
)  # fmt: skip


class Moved(NamedTuple):
    """`by` is who changed the days, None for the clock; `facts` are those of `moved_facts`."""

    pk: UUID
    at: datetime
    by: str | None
    case: UUID
    code: str
    nickname: str
    lead: str | None
    facts: dict[str, Any]


def moved(
    user: User, at: datetime, *, view: str, before: tuple[datetime, UUID] | None = None
) -> tuple[list[Moved], bool]:
    """A page of them, newest first, and whether there are more; of `mine` the cases this reader coordinates."""
    found = Event.objects.filter(
        organisation=user.organisation_id, what="case.placed_anew", at__gt=at - LATELY, case__erased_at=None
    )
    if view == "mine":
        found = found.filter(case__coordinator=user)
    if before is not None:
        moment, key = before
        found = found.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=key))
    rows = _rows(found)
    return [Moved._make((*row[:-1], json.loads(row[-1]))) for row in rows[:PAGE]], len(rows) > PAGE


def _rows(found: QuerySet[Event]) -> list[tuple[Any, ...]]:
    told = found.annotate(told=Cast("facts", TextField())).order_by("-at", "-pk")
    return list(told.values_list(*COLUMNS)[: PAGE + 1])
