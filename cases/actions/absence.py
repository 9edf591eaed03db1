"""When a colleague is away: what nobody has accepted yet moves at once; what is accepted waits for a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job
from cases.actions.doing import Conflict, hold
from cases.actions.planning import replan
from cases.models import Case, Event, Leave
from cases.rules.access import May, may
from cases.rules.due import local_day, start_of_day
from cases.rules.facts import LeaveKind
from cases.rules.leaving import problem


@transaction.atomic
def take_leave(
    user: User, first: date, last: date, *, kind: LeaveKind, note: str = "", by: User, at: datetime
) -> Leave:
    """One's own, or a colleague's by the office. Raises Conflict for days that cannot be a leave."""
    _allow(user, by)
    zone = user.organisation.zone
    _refuse(first, last, local_day(at, zone), others=())
    those = Q(next_due__gte=start_of_day(first, zone), next_due__lt=start_of_day(last + timedelta(days=1), zone))
    cases = _held(user, those)
    hold(user.pk)  # the same days entered twice at once: the second one finds the first
    others = Leave.objects.filter(user=user).values_list("starts_on", "ends_on")
    _refuse(first, last, local_day(at, zone), others=others)
    leave = Leave.objects.create(
        organisation_id=by.organisation_id, user=user, starts_on=first, ends_on=last, kind=kind, note=note
    )
    _settle("leave.entered", leave, cases, by=by, at=at)
    return leave


def _refuse(first: date, last: date, today: date, *, others: Iterable[tuple[date, date]]) -> None:
    code = problem(first, last, today=today, others=others)
    if code:
        raise Conflict(code)


@transaction.atomic
def drop_leave(leave: Leave, *, by: User, at: datetime) -> None:
    """What had moved out of it comes back; dropping it twice is dropping it once."""
    _allow(leave.user, by)
    begins = start_of_day(leave.starts_on, leave.user.organisation.zone)
    # A day off before it, too, may have moved a contact past it.
    cases = _held(leave.user, Q(next_due__gte=begins, next_facts__moved_from__lte=leave.ends_on.isoformat()))
    if Leave.objects.filter(pk=leave.pk).delete()[0]:
        _settle("leave.dropped", leave, cases, by=by, at=at)


def _allow(user: User, by: User) -> None:
    if user.organisation_id != by.organisation_id or not (user.pk == by.pk or may(Role(by.role), May.LEAVE)):
        raise PermissionDenied(May.LEAVE)


def _held(user: User, those: Q) -> list[Case]:
    """The proposals nobody accepted yet, before the colleague is held, as whoever hands over does.

    An administrator enters leave and sees no case."""
    with as_job(user.organisation_id):
        led = Case.objects.open().filter(those, lead=user, next_accepted=False).select_for_update(of=("self",))
        return list(led.select_related("organisation", "person", "lead").order_by("pk"))


def _settle(what: str, leave: Leave, cases: Iterable[Case], *, by: User, at: datetime) -> None:
    """The line in the record, which tells the days and never why; and the proposals planned anew."""
    days = {"on": leave.starts_on.isoformat(), "until": leave.ends_on.isoformat()}
    with as_job(by.organisation_id):
        Event.objects.create(
            organisation_id=by.organisation_id, what=what, by=by, at=at, facts={"user": str(leave.user_id), **days}
        )
        for case in cases:
            replan(case, at=at)
