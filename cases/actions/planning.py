"""Setting the next contact of one case."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Conflict, allow, latest, record
from cases.models import Case, Visit
from cases.queries.rhythm import signals_of, situation_of
from cases.rules.access import May
from cases.rules.ladder import Standing
from cases.rules.methods import Method
from cases.rules.rhythm.propose import Proposal, propose, window
from cases.rules.rhythm.signals import Signals
from cases.rules.rhythm.table import Reason

PLAN = ["next_method", "next_earliest", "next_due", "next_latest", "next_ends", "next_reason", "next_facts"]
SIGNALS = [
    "last_at", "last_method", "last_response", "silent_streak", "silent_letters", "voice_streak", "refusals",
    "concern", "opened_door", "family_last_at", "recent",
]  # fmt: skip
LONGEST_WAIT = 366  # days


def keep_signals(case: Case) -> Signals:
    """Fold the contacts anew: one that arrives late falls into its place."""
    signals = signals_of(case)
    for name, value in asdict(signals).items():
        setattr(case, "opened_door" if name == "opened" else name, value)
    case.last_method = signals.last_method or ""
    case.last_response = signals.last_response or ""
    case.recent = list(signals.recent)
    case.save(update_fields=SIGNALS)
    return signals


def put(case: Case, proposal: Proposal, *, accepted: bool) -> None:
    case.next_method = proposal.method
    case.next_earliest, case.next_due = proposal.earliest, proposal.due
    case.next_latest, case.next_ends = proposal.latest, proposal.ends
    case.next_reason, case.next_facts = proposal.reason, proposal.facts
    case.next_accepted = accepted
    case.save(update_fields=[*PLAN, "next_accepted"])


def unplan(case: Case, *, why: str) -> None:
    """Nothing stands any more; what was planned is cancelled with its reason."""
    case.next_method = case.next_reason = ""
    case.next_earliest = case.next_due = case.next_latest = case.next_ends = None
    case.next_facts, case.next_accepted = {}, False
    case.save(update_fields=[*PLAN, "next_accepted"])
    Visit.objects.filter(case=case, state__in=["planned", "under_way"]).update(state="cancelled", why_cancelled=why)


def replan(case: Case, *, at: datetime) -> Proposal | None:
    """The rhythm's next contact for an open case, from the signals it holds; a case at rest has none."""
    if case.standing != Standing.OPEN:
        return None
    proposal = propose(situation_of(case, case.signals, at))
    put(case, proposal, accepted=False)
    return proposal


@transaction.atomic
def plan(case: Case, *, method: Method, on: date, aim: str = "", by: User, at: datetime) -> Case:
    """Accept the proposal, or put another method or day in its place. Raises Conflict for what cannot be."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    zone = case.organisation.zone
    today = at.astimezone(zone).date()
    if case.standing != Standing.OPEN:
        raise Conflict("not_open")
    if method in case.closed_methods:
        raise Conflict("method_closed")
    if not today <= on or (on - today).days > LONGEST_WAIT:
        raise Conflict("day_out_of_reach")
    same = case.next_due is not None and method == case.next_method and on == case.next_due.astimezone(zone).date()
    if not same:
        situation = situation_of(case, case.signals, at)
        put(case, window(method, on, situation, reason=Reason.CHOSEN, facts={}), accepted=True)
    Visit.objects.filter(case=case, state="planned").update(state="cancelled", why_cancelled="replanned")
    assert case.next_earliest is not None
    assert case.next_due is not None
    assert case.next_latest is not None
    assert case.lead is not None
    Visit.objects.create(
        organisation=case.organisation,
        case=case,
        method=method,
        earliest=case.next_earliest,
        due=case.next_due,
        latest=case.next_latest,
        worker=case.lead,
        aim=aim,
    )
    Case.objects.filter(pk=case.pk).update(next_accepted=True)
    record("case.planned", case, by=by, at=at, method=method, on=on.isoformat())
    return case
