"""How the clock is, in the whole house and in one organisation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Count, DateTimeField, ExpressionWrapper, Max, Q, QuerySet, Value
from django.db.models.functions import Least, Now

from accounts.models import Organisation
from cases.models import Case, Sweep, Turn
from cases.models.case import DUE_WHEN
from cases.queries.prepared import planned
from cases.queries.prepared_objects import prepared_objects
from cases.rules.due import Due

# Twice what the slowest of those that plan and write letters waits between two runs (outreach/celery.py).
LATE = max(timedelta(minutes=10), 10 * timedelta(seconds=settings.CLOCK_SECONDS))


def really(at: datetime) -> Least:
    """A sweep tried out at a time to come must not make the clock look well until then."""
    return Least(Value(at), Now(), output_field=DateTimeField())


def last_tick() -> Sweep | None:
    """The last run through the whole house, whatever broke in it."""
    return Sweep.objects.filter(name="plan").first()


def broken() -> int:
    """In how many organisations some sweep did not work the last time."""
    return Sweep.objects.aggregate(most=Max("broken"))["most"] or 0


@dataclass(frozen=True, slots=True)
class Clock:
    """As one organisation sees it. Before the first turn the clock is only starting."""

    ran_at: datetime | None = None
    stands_still: bool = False
    broken: tuple[str, ...] = ()  # sweeps that did not work the last time
    broken_since: datetime | None = None


def clock_of(organisation_id: UUID, at: datetime) -> Clock:
    taken = {turn.name: turn for turn in turns_of(house=organisation_id)}
    broken = [turn for turn in taken.values() if turn.is_broken]
    if "plan" not in taken:
        return Clock(broken=tuple(turn.name for turn in broken))
    plan = taken["plan"]
    ticked = max(moment for moment in (plan.ran_at, plan.failed_at) if moment)
    return Clock(
        ran_at=plan.ran_at,
        stands_still=at - ticked > LATE,
        broken=tuple(turn.name for turn in broken),
        broken_since=min((turn.ran_at for turn in broken if turn.ran_at), default=None),
    )


@prepared_objects(Turn)
def turns_of(house: UUID) -> QuerySet[Turn]:
    return Turn.objects.filter(organisation_id=house).order_by("name")


def stood_still(organisation: Organisation, name: str, at: datetime) -> datetime | None:
    """Since when this sweep has not worked here, if that is too long ago."""
    ran_at, is_late = last_turn(organisation, name, at)
    return ran_at if is_late else None


def last_turn(organisation: Organisation, name: str, at: datetime) -> tuple[datetime | None, bool]:
    """When this sweep worked here the last time, and whether that is too long ago."""
    told = {known: (ran_at, bool(is_late)) for known, ran_at, is_late in turns(house=organisation.pk, at=at)}
    return told.get(name, (None, False))


@planned
def turns(house: UUID, at: datetime) -> QuerySet[Any, Any]:
    is_late = ExpressionWrapper(Q(ran_at__lt=really(at) - LATE), output_field=BooleanField())
    return Turn.objects.filter(organisation_id=house).order_by().values_list("name", "ran_at", is_late)


def outlook(organisation: Organisation, at: datetime) -> dict[Due, int]:
    """How many open cases are planned, due and overdue at a moment, also one to come."""
    told = counted(house=organisation.pk, at=at)
    return dict(zip(Due, told[0] if told else [0] * len(Due), strict=True))


@planned
def counted(house: UUID, at: datetime) -> QuerySet[Any, Any]:
    counts = {due.value: Count("pk", filter=DUE_WHEN[due](at)) for due in Due}
    cases = Case.objects.filter(organisation_id=house).open().order_by()
    return cases.values("organisation").annotate(**counts).values_list(*counts)
