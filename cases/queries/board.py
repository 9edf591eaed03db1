"""The manager's board: every number opens its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from cases.models import Case
from cases.models.case import DUE_WHEN
from cases.queries.desk import silent
from cases.queries.load import carers
from cases.rules.due import Due
from cases.rules.ladder import LADDER, Standing


@dataclass(frozen=True, slots=True)
class Board:
    due: int
    overdue: int
    inquiries: int
    resting: int
    concerns: int
    silent: int
    stages: list[tuple[str, int]]
    workers: Sequence[User]


def board(user: User, at: datetime) -> Board:
    """Three queries whatever the number of cases."""
    cases = Case.objects.visible_to(user)
    is_open = Q(standing=Standing.OPEN)
    totals = cases.aggregate(
        due=Count("pk", filter=is_open & DUE_WHEN[Due.DUE](at)),
        overdue=Count("pk", filter=is_open & DUE_WHEN[Due.OVERDUE](at)),
        inquiries=Count("pk", filter=Q(standing=Standing.INQUIRY)),
        resting=Count("pk", filter=Q(standing=Standing.PAUSED)),
        concerns=Count("pk", filter=is_open & Q(concern=True)),
    )
    counted = dict(cases.open().order_by().values_list("stage").annotate(Count("pk")))
    workers = list(
        carers(user.organisation).annotate(
            overdue=Count("led", filter=Q(led__standing=Standing.OPEN, led__next_ends__lte=at))
        )
    )
    stages = [(stage.value, counted.get(stage.value, 0)) for stage in LADDER]
    return Board(**totals, silent=silent(cases, at).count(), stages=stages, workers=workers)
