"""Arriving at the door, taking that back, and what nobody wrote about."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, Value
from django.db.models.functions import Least, Now

from accounts.models import Organisation, User
from accounts.walls import as_job
from cases.actions.doing import Conflict, allow, latest, record
from cases.actions.planning import change_who_goes
from cases.models import Assignment, Case, Event, Visit
from cases.models.visit import STILL_AHEAD
from cases.rules.access import May
from cases.rules.ladder import Stage, Standing
from cases.rules.methods import AT_A_DISTANCE
from cases.rules.rhythm.appointment import LONGEST_VISIT, lasts
from cases.rules.rhythm.table import METHOD_OF

GOES = ("worker_id", "second_id", "starts_at", "ends_at")


@transaction.atomic
def arrive(case: Case, *, by: User, at: datetime) -> Visit:
    """The visit is under way; one that nobody accepted beforehand is made now. Tapping twice changes nothing.

    Raises Conflict for a closed case, for a way the person has closed, and for one with nothing to arrive at.
    """
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    if case.standing == Standing.CLOSED:
        raise Conflict("not_open")
    ahead = _ahead(case)
    if ahead is not None and lasts(ahead.arrived_at, at):
        return ahead
    if ahead is not None and ahead.state == "under_way":  # a forgotten arrival changes nothing of this one
        leave_the_door(case, by=by, at=at)
        ahead = _ahead(case)
    if ahead is None:
        ahead = Visit(
            organisation_id=case.organisation_id, case=case, method=case.next_method or METHOD_OF[Stage(case.stage)],
            earliest=case.next_earliest or at, due=case.next_due or at, latest=case.next_latest or at, worker=by,
        )  # fmt: skip
    _must_lead_to_a_door(case, ahead)
    record("visit.arrived", case, by=by, at=at, **_come(ahead, by, at))
    return ahead


def _ahead(case: Case) -> Visit | None:
    return Visit.objects.filter(case=case, state__in=STILL_AHEAD).first()


def _must_lead_to_a_door(case: Case, ahead: Visit) -> None:
    # A case at rest has no plan that a refusal could have taken away, so its stage may still name a closed way.
    if ahead.method in case.closed_methods:
        raise Conflict("method_closed")
    if ahead.method in AT_A_DISTANCE:
        raise Conflict("nowhere_to_arrive")


def _come(ahead: Visit, by: User, at: datetime) -> dict[str, Any]:
    """Whoever came is the one who goes; of two it may have been the other. No plan keeps anybody from a door.

    Gives who was to go and when, for the event, where that is changed by it."""
    if ahead._state.adding:
        ahead.state, ahead.arrived_at = "under_way", at
        ahead.save(force_insert=True)
        return {}
    before = _goes(ahead)
    second = ahead.worker_id if ahead.second_id == by.pk else ahead.second_id
    facts = {"state": "under_way", "arrived_at": at, "worker_id": by.pk, "second_id": second}
    change_who_goes(Visit.objects.filter(pk=ahead.pk), **facts)
    ahead.refresh_from_db()
    return {"instead_of": before} if before != _goes(ahead) else {}


def _goes(visit: Visit) -> dict[str, str | None]:
    told = {name: getattr(visit, name) for name in GOES}
    return {name: None if value is None else str(value) for name, value in told.items()}


@transaction.atomic
def take_back_arrival(case: Case, *, by: User, at: datetime) -> None:
    """Not arrived after all: what was planned stands as before. Twice, or after the record, changes nothing."""
    allow(by, May.CONTACT_RECORD, case)
    leave_the_door(latest(case), by=by, at=at)


def leave_the_door(case: Case, *, by: User | None, at: datetime) -> None:
    """Without a user the clock does it, once the arrival is forgotten."""
    under_way = Visit.objects.filter(case=case, state="under_way")
    visit = under_way.first()
    if visit is None:
        return
    if case.next_accepted:
        change_who_goes(under_way, state="planned", arrived_at=None, **_who_was_to_go(case, visit))
    else:
        under_way.update(state="cancelled", why_cancelled="not_arrived")
    record("visit.not_arrived", case, by=by, at=at)


def _who_was_to_go(case: Case, visit: Visit) -> dict[str, str | None]:
    """As before the arrival; who has left the case meanwhile goes nowhere, and its lead goes instead."""
    arrival = Event.objects.filter(case=case, what="visit.arrived").order_by("-at", "-id").first()
    goes = _goes(visit) | (arrival.facts.get("instead_of", {}) if arrival else {})
    with as_job(case.organisation_id):  # a worker's own wall shows that she is on the case, and not with whom
        on = {str(pk) for pk in Assignment.objects.filter(case=case, ended_at=None).values_list("worker", flat=True)}
    if goes["worker_id"] not in on:
        goes["worker_id"] = str(case.lead_id)
    if goes["second_id"] not in on - {goes["worker_id"]}:
        goes["second_id"] = None
    return goes


def forget_arrivals(organisation: Organisation, at: datetime) -> int:
    """A sweep tried out at a time to come must not call anybody away from a door of today."""
    since = Least(Value(at), Now(), output_field=DateTimeField()) - LONGEST_VISIT
    forgotten = Visit.objects.filter(
        organisation=organisation, state="under_way", arrived_at__lt=ExpressionWrapper(since, DateTimeField())
    )
    cases = [visit.case for visit in forgotten.select_related("case").order_by("case_id")]
    for case in cases:
        leave_the_door(latest(case), by=None, at=at)
    return len(cases)
