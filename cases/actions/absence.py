"""When a colleague is away: what nobody has accepted yet moves at once; what is accepted waits for a person."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job
from cases.actions.planning import replan
from cases.models import Case, Event, Leave
from cases.rules.access import May, may
from cases.rules.calendar import DayKind
from cases.rules.due import start_of_day
from cases.rules.facts import LeaveKind


@transaction.atomic
def take_leave(
    user: User, first: date, last: date, *, kind: LeaveKind, note: str = "", by: User, at: datetime
) -> Leave:
    """One's own, or a colleague's by the office."""
    _allow(user, by)
    leave = Leave.objects.create(
        organisation_id=by.organisation_id, user=user, starts_on=first, ends_on=last, kind=kind, note=note
    )
    zone = user.organisation.zone
    within_it = {
        "next_due__gte": start_of_day(first, zone),
        "next_due__lt": start_of_day(last + timedelta(days=1), zone),
    }
    _settle("leave.entered", user, within_it, by=by, at=at)
    return leave


@transaction.atomic
def drop_leave(leave: Leave, *, by: User, at: datetime) -> None:
    """What had moved out of it comes back; dropping it twice is dropping it once."""
    _allow(leave.user, by)
    if Leave.objects.filter(pk=leave.pk).delete()[0]:
        _settle("leave.dropped", leave.user, {"next_facts__moved_by": DayKind.LEAVE}, by=by, at=at)


def _allow(user: User, by: User) -> None:
    if user.organisation_id != by.organisation_id or not (user.pk == by.pk or may(Role(by.role), May.LEAVE)):
        raise PermissionDenied(May.LEAVE)


def _settle(what: str, user: User, those: dict[str, Any], *, by: User, at: datetime) -> None:
    """The line in the record, and the proposals planned anew; an administrator enters leave and sees no case."""
    with as_job(by.organisation_id):
        Event.objects.create(organisation_id=by.organisation_id, what=what, by=by, at=at, facts={"user": str(user.pk)})
        led = Case.objects.open().filter(lead=user, next_accepted=False, **those)
        for case in led.select_for_update(of=("self",)).select_related("organisation", "person", "lead").order_by("pk"):
            replan(case, at=at)
