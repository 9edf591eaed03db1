"""The manager's board: every number opens its list."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.roles import CARRYING
from cases.models import Case
from cases.models.case import DUE_WHEN
from cases.queries.office import colleagues
from cases.queries.prepared import prepared
from cases.queries.silence import no_sign, silent_since
from cases.rules.due import Due
from cases.rules.ladder import LADDER, LIVING, Stage, Standing

Row = dict[str, Any]  # standing, lead, stage, and what was counted of them
COUNTED = ("standing", "lead", "stage", "cases", "due", "overdue", "silent", "concerns")
PRESSING = ("due", "overdue", "silent")


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker leads, by stage; resting cases and inquiries are not among them."""

    worker: User
    stages: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(LADDER, 0))
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PRESSING, 0))

    @property
    def open(self) -> int:
        return sum(self.stages.values())

    def add(self, row: Row) -> None:
        self.stages[Stage(row["stage"])] += row["cases"]
        for name in PRESSING:
            self.counts[name] += row[name]


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
    cases = Case.objects.of_house(house).filter(standing__in=LIVING).order_by()
    conditions = {
        "due": DUE_WHEN[Due.DUE](at), "overdue": DUE_WHEN[Due.OVERDUE](at), "silent": no_sign(since, family_since),
        "concerns": Q(concern=True),
    }  # fmt: skip
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return cases.values("standing", "lead", "stage").annotate(cases=Count("pk"), **counts).values_list(*COUNTED)


def board(user: User, at: datetime) -> Board:
    """Two queries whatever the number of cases: the living ones by standing, worker and stage, and the colleagues."""
    since, family_since = silent_since(user.organisation, at)
    found = counted(house=user.organisation_id, at=at, since=since, family_since=family_since)
    rows = [dict(zip(COUNTED, row, strict=True)) for row in found]
    open_ones = [row for row in rows if row["standing"] == Standing.OPEN]
    return Board(
        overdue=total(open_ones, "overdue"), due=total(open_ones, "due"), silent=total(open_ones, "silent"),
        concerns=total(open_ones, "concerns"),
        inquiries=total([row for row in rows if row["standing"] == Standing.INQUIRY], "cases"),
        resting=total([row for row in rows if row["standing"] == Standing.PAUSED], "cases"),
        stages=by_stage(open_ones), shares=shares(user, open_ones),
    )  # fmt: skip


def total(rows: list[Row], name: str) -> int:
    return sum(row[name] for row in rows)


def by_stage(rows: list[Row]) -> dict[Stage, int]:
    return {stage: total([row for row in rows if row["stage"] == stage], "cases") for stage in LADDER}


def shares(user: User, rows: list[Row]) -> list[Share]:
    """In the order of names, never of numbers. A lead who has left stands here too, as long as a case hangs on them."""
    carrying = {row["lead"] for row in rows}
    who = colleagues(user.organisation).filter(Q(is_active=True, role__in=CARRYING) | Q(pk__in=carrying))
    found = {worker.pk: Share(worker) for worker in who.only("name", "capacity")}
    for row in rows:
        if row["lead"] in found:
            found[row["lead"]].add(row)
    return list(found.values())
