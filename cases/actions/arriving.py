"""Arriving at the door, and taking that back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Conflict, allow, latest, record
from cases.actions.planning import LONGEST_VISIT
from cases.models import Case, Visit
from cases.models.visit import STILL_AHEAD
from cases.rules.access import May
from cases.rules.ladder import Stage, Standing
from cases.rules.rhythm.table import METHOD_OF


@transaction.atomic
def arrive(case: Case, *, by: User, at: datetime) -> Visit:
    """The visit is under way; one that nobody accepted beforehand is made now. Tapping twice changes nothing.

    Raises Conflict for a closed case.
    """
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    if case.standing == Standing.CLOSED:
        raise Conflict("not_open")
    ahead = Visit.objects.filter(case=case, state__in=STILL_AHEAD).first()
    if ahead is None:
        ahead = Visit(
            organisation_id=case.organisation_id, case=case, method=case.next_method or METHOD_OF[Stage(case.stage)],
            earliest=case.next_earliest or at, due=case.next_due or at, latest=case.next_latest or at, worker=by,
        )  # fmt: skip
    if not lasts(ahead, at):
        fresh = ahead._state.adding
        ahead.state, ahead.arrived_at, ahead.worker = "under_way", at, by
        ahead.save(force_insert=fresh, update_fields=None if fresh else ["state", "arrived_at", "worker"])
        record("visit.arrived", case, by=by, at=at)
    return ahead


@transaction.atomic
def take_back_arrival(case: Case, *, by: User, at: datetime) -> None:
    """Not arrived after all: what was planned stands as before. Twice, or after the record, changes nothing."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    under_way = Visit.objects.filter(case=case, state="under_way")
    if case.next_accepted:
        taken = under_way.update(state="planned", arrived_at=None)
    else:
        taken = under_way.update(state="cancelled", why_cancelled="not_arrived")
    if taken:
        record("visit.not_arrived", case, by=by, at=at)


def lasts(visit: Visit, at: datetime) -> bool:
    """Is somebody there now? An arrival nobody wrote about for hours was forgotten, and the next one begins anew."""
    return visit.state == "under_way" and visit.arrived_at is not None and at - visit.arrived_at <= LONGEST_VISIT
