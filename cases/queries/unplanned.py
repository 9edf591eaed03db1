"""The open cases that have no next contact, as plain situations: a whole batch in two statements."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import Organisation, User
from cases.models import Case, Person
from cases.models.case import skip_of
from cases.queries.calendars import days_ahead
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.rules.rhythm.propose import Situation
from cases.rules.rhythm.signals import Signals

COLUMNS = (
    "pk", "stage", "lead_id", "pace_days", "closed_methods", "opened_at", "last_at", "last_method", "last_response",
    "silent_streak", "silent_letters", "voice_streak", "refusals", "concern", "opened_door", "family_last_at",
    "staged_at", "skipped_at", "skipped_due", "family_skipped_at", "family_skipped_due",
)  # fmt: skip
Row = tuple[Any, ...]


def take(organisation: Organisation, most: int) -> list[Row]:
    """Locked until the transaction ends; what somebody else has locked is left to him."""
    rows = Case.objects.filter(organisation=organisation, next_due=None).open().order_by("pk")
    pressing = F(f"recent__0_{organisation.cap_14}")  # more than the longer cap nobody looks at
    return list(rows.select_for_update(skip_locked=True).values_list(*COLUMNS, pressing, "person_id")[:most])


def situations(organisation: Organisation, at: datetime) -> Callable[[Row], Situation]:
    """How a row is seen by the rhythm of this organisation."""
    days = days_ahead(organisation, at)
    people = User.objects.filter(organisation=organisation).only("weekdays", "works_from", "works_until")
    calendars, usual = {one.pk: days.of(one) for one in people}, days.of(None)
    quiet = own_quiet_hours(organisation)

    def seen(row: Row) -> Situation:
        return Situation(
            stage=Stage(row[1]), at=at, signals=signals(row), calendar=calendars.get(row[2], usual), pace=row[3],
            closed_methods=frozenset(map(Method, row[4])), opened_at=row[5], staged_at=row[16],
            own_quiet=quiet.get(row[22]),
            skip=skip_of(*row[17:19]), family_skip=skip_of(*row[19:21]),
            paces=organisation.paces, cap_7=organisation.cap_7, cap_14=organisation.cap_14, quiet=organisation.quiet,
        )  # fmt: skip

    return seen


def own_quiet_hours(organisation: Organisation) -> dict[UUID, tuple[time, time]]:
    """Few people have their own, so they are read apart and the cases stay one plain table."""
    known = Person.objects.filter(organisation=organisation, quiet_from__isnull=False)
    rows = known.values_list("pk", "quiet_from", "quiet_until")
    return {pk: (begins, ends) for pk, begins, ends in rows if begins and ends}


def signals(row: Row) -> Signals:
    return Signals(
        last_at=row[6],
        last_method=Method(row[7]) if row[7] else None,
        last_response=Response(row[8]) if row[8] else None,
        silent_streak=row[9],
        silent_letters=row[10],
        voice_streak=row[11],
        refusals=row[12],
        concern=row[13],
        opened=row[14],
        family_last_at=row[15],
        recent=tuple(row[21]),
    )
