"""What the person said: agreeing, refusing, and a coordinator's opening again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Conflict, allow, latest, record
from cases.actions.planning import replan, unplan
from cases.models import Case, Consent
from cases.rules.access import May
from cases.rules.consent import CLOSING, SCOPE_OF, closed_methods
from cases.rules.facts import Answer, Scope
from cases.rules.methods import Method


def newest_answers(case: Case) -> dict[Scope, Answer]:
    rows = (
        Consent.objects.filter(person_id=case.person_id)
        .order_by("scope", "-at", "-id")
        .distinct("scope")
        .values_list("scope", "answer")
    )
    return {Scope(scope): Answer(answer) for scope, answer in rows}


@transaction.atomic
def hear(case: Case, scope: Scope, answer: Answer, *, how: str, by: User, at: datetime) -> Consent:
    """Record what the person said. A refusal closes the method for everyone and cancels what was planned, at once.

    An answer that would open a closed method is left to `open_method`: raises Conflict."""
    allow(by, May.CONSENT_RECORD, case)
    case = latest(case)
    if newest_answers(case).get(scope) in CLOSING and answer not in CLOSING:
        raise Conflict("method_closed")
    consent = _say(case, scope, answer, how=how, reason="", by=by, at=at)
    record("consent.recorded", case, by=by, at=at, scope=scope, answer=answer)
    return consent


@transaction.atomic
def open_method(case: Case, scope: Scope, answer: Answer, *, reason: str, by: User, at: datetime) -> Consent:
    """Only a coordinator opens what the person closed, and says why. Raises Conflict without a reason."""
    allow(by, May.METHOD_REOPEN, case)
    if not reason.strip() or answer in CLOSING:
        raise Conflict("needs_reason")
    case = latest(case)
    consent = _say(case, scope, answer, how="", reason=reason, by=by, at=at)
    record("method.reopened", case, by=by, at=at, note=reason, scope=scope)
    return consent


def hear_refusal(case: Case, method: Method, *, by: User, at: datetime) -> None:
    """A refusal heard during a contact, inside its transaction."""
    scope = SCOPE_OF.get(method)
    if scope is not None:
        _say(case, scope, Answer.REFUSED, how=method, reason="", by=by, at=at)
        record("consent.recorded", case, by=by, at=at, scope=scope, answer=Answer.REFUSED)


def _say(case: Case, scope: Scope, answer: Answer, *, how: str, reason: str, by: User, at: datetime) -> Consent:
    consent = Consent.objects.create(
        organisation_id=case.organisation_id, person_id=case.person_id, scope=scope, answer=answer,
        heard_by=by, how=how, reason=reason, at=at,
    )  # fmt: skip
    closed = closed_methods(newest_answers(case) | {scope: answer})
    if closed != frozenset(case.closed_methods):
        case.closed_methods = sorted(closed)
        if case.next_method in closed:
            unplan(case, why="refused")
        case.save(update_fields=["closed_methods"])
        replan(case, at=at)
    return consent
