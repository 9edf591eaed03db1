"""The team's week: who goes when, and back into the lane."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Conflict, allow, hold, latest, record, told_as_conflict
from cases.actions.opening import change_second
from cases.actions.planning import Going, appointment, must_be_seen, plan, replan
from cases.models import Assignment, Case, Visit
from cases.rules.access import May
from cases.rules.due import local_day, moment
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.week import LONGEST


@told_as_conflict
@transaction.atomic
def give_hour(
    case: Case,
    *,
    method: Method,
    on: date,
    going: Going,
    aim: str = "",
    why: str = "",
    anyway: bool = True,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Case:
    """Plan a contact for these people at this hour, or for any hour of that day.

    A second worker who is not on the case joins it. Raises Conflict for what `plan` refuses, for somebody who is
    elsewhere then, away, or not on the case, and for an hour that is over; `why`, `anyway` and `seen` are as there."""
    allow(by, May.CASE_ASSIGN, case)
    case = latest(case)
    people = [one for one in (going.worker, going.second) if one is not None]
    hold(*(one.pk for one in people))  # two who plan the same person at once come one after the other
    _check_hour(case, method, on, going, at)
    _must_be_on(case, going, by=by, at=at)
    return plan(case, method=method, on=on, aim=aim, going=going, why=why, anyway=anyway, seen=seen, by=by, at=at)


def _check_hour(case: Case, method: Method, on: date, going: Going, at: datetime) -> None:
    if going.hour is None:
        return
    if method in OF_ANY_HOUR:
        raise Conflict("no_hour_needed")
    if not 0 < going.minutes <= LONGEST:
        raise Conflict("too_long")
    begins = moment(on, going.hour, case.organisation.zone)
    if begins < at and on == local_day(at, case.organisation.zone):
        raise Conflict("hour_is_over")


def _must_be_on(case: Case, going: Going, *, by: User, at: datetime) -> None:
    """Who goes sees the case: the walls show it to those who are on it, and to nobody else."""
    parts = dict(Assignment.objects.filter(case=case, ended_at=None).values_list("worker_id", "part"))
    if going.worker.pk not in parts:
        raise Conflict("not_on_case")
    if going.second is None or going.second.pk in parts:
        return
    if "second" in parts.values():
        raise Conflict("second_taken")
    change_second(case, going.second, why="", by=by, at=at)


@transaction.atomic
def back_to_lane(case: Case, *, seen: str | None = None, by: User, at: datetime) -> Case:
    """The appointment gives way to what the rhythm proposes. Raises Conflict when there is none, and Changed when
    another stands by now than the one that was `seen`."""
    allow(by, May.CASE_ASSIGN, case)
    case = latest(case)
    gave_way = appointment(case)
    if not gave_way or Visit.objects.filter(case=case, state="under_way").exists():
        raise Conflict("nothing_planned")
    must_be_seen(gave_way, seen)
    record("case.plan_taken_back", case, by=by, at=at, **gave_way)
    replan(case, at=at, why="taken_back")
    return case
