"""Leaving a planned contact out this time: no try, no refusal; the next one counts from its day."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Changed, Conflict, allow, latest, record
from cases.actions.planning import appointment, replan
from cases.models import Case, Visit
from cases.models.visit import STILL_AHEAD
from cases.rules.access import May
from cases.rules.due import local_day
from cases.rules.facts import SkipReason
from cases.rules.ladder import Standing
from cases.rules.methods import TO_THE_PERSON
from cases.rules.rhythm.appointment import LONGEST_VISIT

SKIP = ["skipped_at", "skipped_due", "skipped_method", "family_skipped_at", "family_skipped_due"]


@transaction.atomic
def skip(case: Case, *, due: datetime, reason: SkipReason, note: str = "", by: User, at: datetime) -> Case:
    """Leave out what is planned for `due`, accepted or not, and plan the next.

    Raises Changed when something else is planned by now, so that a second tap leaves out no second contact, and
    Conflict for a case that is not open or while somebody is at the door."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    if case.standing != Standing.OPEN:
        raise Conflict("not_open")
    if case.next_due != due:
        raise Changed
    ahead = Visit.objects.filter(case=case, state__in=STILL_AHEAD)
    if ahead.filter(state="under_way", arrived_at__gt=at - LONGEST_VISIT).exists():
        raise Conflict("under_way")
    facts: dict[str, Any] = {"reason": reason, "method": case.next_method}
    facts["on"] = local_day(due, case.organisation.zone).isoformat()
    facts |= {"called_off": True} if case.next_accepted else {}
    kept = appointment(case) | {"before": skip_before(case)}
    ahead.update(state="cancelled", why_cancelled=reason)
    if case.next_method in TO_THE_PERSON:
        case.skipped_at, case.skipped_due, case.skipped_method = at, max(due, at), case.next_method
    else:
        case.family_skipped_at, case.family_skipped_due = at, due
    record("case.skipped", case, by=by, at=at, note=note, **facts, **kept)
    replan(case, at=at, why=reason, also=SKIP)
    return case


def skip_before(case: Case) -> dict[str, Any]:
    """For the event, so that taking it back brings the one before back too."""
    told = {name: getattr(case, name) for name in SKIP}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def unskip(case: Case, before: dict[str, Any], *, at: datetime) -> None:
    """As before it was left out; what was accepted then is brought back by whoever takes the deed back."""
    for name in SKIP:
        told = before.get(name) or (None if name != "skipped_method" else "")
        setattr(case, name, datetime.fromisoformat(told) if told and name != "skipped_method" else told)
    replan(case, at=at, also=SKIP)
