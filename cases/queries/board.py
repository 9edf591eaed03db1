"""The manager's board: every number opens its list."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import CARRYING
from cases.models import Case
from cases.models.case import DUE_WHEN
from cases.queries.desk import is_silent
from cases.queries.office import colleagues
from cases.rules.due import Due
from cases.rules.ladder import LADDER, LIVING, Stage, Standing


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker leads, by stage; resting cases and inquiries are not among them."""

    worker: User
    stages: dict[Stage, int]
    due: int
    overdue: int
    silent: int

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


Row = dict[str, Any]  # standing, lead, stage, and what was counted of them


def board(user: User, at: datetime) -> Board:
    """Two queries whatever the number of cases: the living ones by standing, worker and stage, and the colleagues."""
    cases = Case.objects.visible_to(user).filter(standing__in=LIVING).order_by()
    conditions = {
        "due_now": DUE_WHEN[Due.DUE](at), "overdue": DUE_WHEN[Due.OVERDUE](at), "silent": is_silent(at),
        "concerns": Q(concern=True),
    }  # fmt: skip
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    grouped: Any = cases.values("standing", "lead", "stage").annotate(cases=Count("pk"), **counts)
    rows: list[Row] = list(grouped)
    open_ones = [row for row in rows if row["standing"] == Standing.OPEN]
    return Board(
        overdue=total(open_ones, "overdue"), due=total(open_ones, "due_now"), silent=total(open_ones, "silent"),
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
    carried: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        carried[row["lead"]].append(row)
    who = colleagues(user.organisation).filter(Q(is_active=True, role__in=CARRYING) | Q(pk__in=list(carried)))
    return [_share(worker, carried.get(worker.pk, [])) for worker in who]


def _share(worker: User, rows: list[Row]) -> Share:
    due, overdue, silent = (total(rows, name) for name in ("due_now", "overdue", "silent"))
    return Share(worker, by_stage(rows), due, overdue, silent)
