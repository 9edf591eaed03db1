"""The manager's board: every number opens its list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.models.user import UserQuerySet
from accounts.roles import CARRYING
from cases.models import Case
from cases.models.case import DUE_WHEN
from cases.queries.prepared import planned, prepared
from cases.queries.silence import no_sign, silent_since
from cases.rules.due import Due
from cases.rules.ladder import LADDER, LIVING, Stage, Standing

PRESSING = ("due", "overdue", "silent")
COUNTED = (*LADDER, *PRESSING, "concerns", "inquiries", "resting")
WORKER = ("pk", "name", "capacity", "is_active", "role")
NOTHING = [0] * len(COUNTED)
OPEN = Q(standing=Standing.OPEN)


class Worker(NamedTuple):
    pk: UUID
    name: str
    capacity: int
    is_active: bool
    role: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker leads, by stage; resting cases and inquiries are not among them."""

    worker: Worker
    counts: dict[str, int]

    @property
    def stages(self) -> dict[Stage, int]:
        return {stage: self.counts[stage] for stage in LADDER}

    @property
    def open(self) -> int:
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class Board:
    overdue: int
    due: int
    silent: int
    concerns: int
    inquiries: int
    resting: int
    stages: dict[Stage, int]
    shares: list[Share]


@prepared
def counted(house: UUID, at: datetime, since: datetime, family_since: datetime) -> QuerySet[Any, Any]:
    """A row for each worker who leads a case, and one of what nobody leads yet."""
    of_stage: dict[str, Q] = {stage: OPEN & Q(stage=stage) for stage in LADDER}
    conditions = of_stage | {
        "due": OPEN & DUE_WHEN[Due.DUE](at), "overdue": OPEN & DUE_WHEN[Due.OVERDUE](at),
        "silent": OPEN & no_sign(since, family_since), "concerns": OPEN & Q(concern=True),
        "inquiries": Q(standing=Standing.INQUIRY), "resting": Q(standing=Standing.PAUSED),
    }  # fmt: skip
    # No key is counted: it alone does not stand in the index case_of_lead, and every row would be opened for it.
    counts = {name: Count("standing", filter=conditions[name]) for name in COUNTED}
    living = Case.objects.of_house(house).filter(standing__in=LIVING).order_by()
    return living.values("lead").annotate(**counts).values_list("lead", *COUNTED)


@planned
def workers(house: UUID) -> QuerySet[Any, Any]:
    people: UserQuerySet = User.objects.filter(organisation_id=house).in_order_of_names()
    return people.values_list(*WORKER)


def board(user: User, at: datetime) -> Board:
    """Two queries whatever the number of cases: the living ones by worker, and the colleagues."""
    since, family_since = silent_since(user.organisation, at)
    rows = counted(house=user.organisation_id, at=at, since=since, family_since=family_since)
    of_lead = {lead: told(counts) for lead, *counts in rows}
    total = told([sum(column) for column in zip(*(counts for _, *counts in rows), strict=True)])
    return Board(
        overdue=total["overdue"], due=total["due"], silent=total["silent"], concerns=total["concerns"],
        inquiries=total["inquiries"], resting=total["resting"], stages={stage: total[stage] for stage in LADDER},
        shares=shares(user.organisation_id, of_lead),
    )  # fmt: skip


def told(counts: list[int]) -> dict[str, int]:
    """By name; of a house without a case, noughts."""
    return dict(zip(COUNTED, counts or NOTHING, strict=True))


def shares(house: UUID, of_lead: dict[UUID | None, dict[str, int]]) -> list[Share]:
    """In the order of names, never of numbers. A lead who has left stands here too, as long as a case hangs on them."""
    nothing = told([])
    found = (Share(one, of_lead.get(one.pk, nothing)) for one in map(Worker._make, workers(house=house)))
    return [one for one in found if (one.worker.is_active and one.worker.role in CARRYING) or one.open]
