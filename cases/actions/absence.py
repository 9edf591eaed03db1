"""When a colleague is away: what nobody has accepted yet moves at once; what is accepted waits for a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job
from cases.actions.doing import Changed, Conflict, hold
from cases.actions.keeping import keep_to_calendar
from cases.models import Case, Event, Leave
from cases.rules.access import May, may
from cases.rules.due import local_day, start_of_day
from cases.rules.facts import LeaveKind
from cases.rules.leaving import problem

TOLD = ("starts_on", "ends_on", "kind", "note")


@transaction.atomic
def take_leave(
    user: User, first: date, last: date, *, kind: LeaveKind, note: str = "", by: User, at: datetime
) -> Leave:
    """One's own, or a colleague's by the office. Raises Conflict for days that cannot be a leave."""
    _allow(user, by)
    zone = user.organisation.zone
    _refuse(first, last, local_day(at, zone), others=())
    _hold_cases(user, _within(first, last, zone))
    hold(user.pk)  # the same days entered twice at once: the second one finds the first
    others = Leave.objects.filter(user=user).values_list("starts_on", "ends_on")
    _refuse(first, last, local_day(at, zone), others=others)
    leave = Leave.objects.create(
        organisation_id=by.organisation_id, user=user, starts_on=first, ends_on=last, kind=kind, note=note
    )
    _settle("leave.entered", leave, by=by, at=at)
    return leave


def _refuse(first: date, last: date, today: date, *, others: Iterable[tuple[date, date]]) -> None:
    code = problem(first, last, today=today, others=others)
    if code:
        raise Conflict(code)


@transaction.atomic
def change_leave(
    leave: Leave, first: date, last: date, *, kind: LeaveKind, note: str = "", by: User, at: datetime
) -> None:
    """Other days, or another kind. Raises Conflict as `take_leave` does, and Changed when it no longer stands as read
    in `leave`."""
    user, zone = leave.user, leave.user.organisation.zone
    _allow(user, by)
    as_read = {name: getattr(leave, name) for name in TOLD}
    moves = (first, last) != (leave.starts_on, leave.ends_on)
    if moves:
        _hold_cases(user, _within(first, last, zone) | _moved_by(leave, zone))
    hold(user.pk)
    others = Leave.objects.filter(user=user).exclude(pk=leave.pk).values_list("starts_on", "ends_on")
    _refuse(first, last, local_day(at, zone), others=others)
    now = {"starts_on": first, "ends_on": last, "kind": kind, "note": note}
    if not Leave.objects.filter(pk=leave.pk, **as_read).update(**now):
        raise Changed
    for name, value in now.items():
        setattr(leave, name, value)
    if now != as_read:
        _settle("leave.changed", leave, by=by, at=at)


def _within(first: date, last: date, zone: ZoneInfo) -> Q:
    return Q(next_due__gte=start_of_day(first, zone), next_due__lt=start_of_day(last + timedelta(days=1), zone))


def _moved_by(leave: Leave, zone: ZoneInfo) -> Q:
    """What may have moved past it; a day off before it, too, may have moved a contact there."""
    begins = start_of_day(leave.starts_on, zone)
    return Q(next_due__gte=begins, next_facts__moved_from__lte=leave.ends_on.isoformat())


@transaction.atomic
def drop_leave(leave: Leave, *, by: User, at: datetime) -> None:
    """What had moved out of it comes back; dropping it twice is dropping it once."""
    _allow(leave.user, by)
    _hold_cases(leave.user, _moved_by(leave, leave.user.organisation.zone))
    if Leave.objects.filter(pk=leave.pk).delete()[0]:
        _settle("leave.dropped", leave, by=by, at=at)


def _allow(user: User, by: User) -> None:
    if user.organisation_id != by.organisation_id or not (user.pk == by.pk or may(Role(by.role), May.LEAVE)):
        raise PermissionDenied(May.LEAVE)


def _hold_cases(user: User, those: Q) -> None:
    """The proposals that may move, before the colleague is held, as whoever hands over does.

    An administrator enters leave and sees no case."""
    with as_job(user.organisation_id):
        led = Case.objects.open().filter(those, lead=user, next_accepted=False).order_by("pk")
        list(led.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _settle(what: str, leave: Leave, *, by: User, at: datetime) -> None:
    """The line in the record, which tells the days and never why; what nobody accepted moves, or comes back."""
    days = {"on": leave.starts_on.isoformat(), "until": leave.ends_on.isoformat()}
    kept = keep_to_calendar(leave.user.organisation, at, by=by, people=[leave.user_id])
    with as_job(by.organisation_id):
        Event.objects.create(
            organisation_id=by.organisation_id, what=what, by=by, at=at,
            facts={"user": str(leave.user_id), "leave": str(leave.pk), **days, **kept.facts},
        )  # fmt: skip
