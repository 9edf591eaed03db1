"""Arriving at the door."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import allow, latest, record
from cases.models import Case, Visit
from cases.rules.access import May
from cases.rules.ladder import Stage
from cases.rules.rhythm.table import METHOD_OF


@transaction.atomic
def arrive(case: Case, *, by: User, at: datetime) -> Visit:
    """The visit is under way; one that nobody accepted beforehand is made now. Tapping twice changes nothing."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    ahead = Visit.objects.filter(case=case, state__in=["planned", "under_way"]).first()
    if ahead is None:
        ahead = Visit(
            organisation_id=case.organisation_id, case=case, method=case.next_method or METHOD_OF[Stage(case.stage)],
            earliest=case.next_earliest or at, due=case.next_due or at, latest=case.next_latest or at, worker=by,
        )  # fmt: skip
    if ahead.state != "under_way":
        fresh = ahead._state.adding
        ahead.state, ahead.arrived_at, ahead.worker = "under_way", at, by
        ahead.save(force_insert=fresh, update_fields=None if fresh else ["state", "arrived_at", "worker"])
        record("visit.arrived", case, by=by, at=at)
    return ahead
