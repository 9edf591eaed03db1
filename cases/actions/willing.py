"""What the person said: agreeing, refusing, and a coordinator's opening again."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Conflict, allow, latest, record
from cases.actions.planning import replan, unplan
from cases.models import Case, Consent
from cases.queries.will import newest_answers
from cases.rules.access import May
from cases.rules.consent import CLOSING, SCOPE_OF, closed_methods, heard_during
from cases.rules.facts import Answer, Heard, Scope
from cases.rules.methods import Method, WithWhom


@transaction.atomic
def hear(
    case: Case, scope: Scope, answer: Answer, *, how: str, by: User, at: datetime, way: Heard = Heard.UNKNOWN
) -> Consent:
    """Record what the person said. A refusal closes the method for everyone and cancels what was planned, at once.

    An answer that would open what the person closed is left to `open_method`: raises Conflict."""
    allow(by, May.CONSENT_RECORD, case)
    case = latest(case)
    if newest_answers(case).get(scope) in CLOSING and answer not in CLOSING:
        raise Conflict("method_closed")
    consent = _say(case, scope, answer, way=way, how=how, reason="", by=by, at=at)
    record("consent.recorded", case, by=by, at=at, scope=scope, answer=answer, way=way)
    _plan_around(case, at=at)
    return consent


@transaction.atomic
def open_method(case: Case, scope: Scope, answer: Answer, *, reason: str, by: User, at: datetime) -> Consent:
    """Only a coordinator opens what the person closed, and says why. Raises Conflict without a reason."""
    allow(by, May.METHOD_REOPEN, case)
    if not reason.strip() or answer in CLOSING:
        raise Conflict("needs_reason")
    case = latest(case)
    if newest_answers(case).get(scope) not in CLOSING:
        raise Conflict("method_is_open")
    consent = _say(case, scope, answer, way=Heard.UNKNOWN, how="", reason=reason, by=by, at=at)
    record("method.reopened", case, by=by, at=at, note=reason, scope=scope, answer=answer)
    _plan_around(case, at=at)
    return consent


def hear_refusal(case: Case, method: Method, with_whom: WithWhom, *, by: User, at: datetime) -> None:
    """A refusal met during a contact, from the person or through a relative, inside the contact's transaction."""
    scope = SCOPE_OF.get(method)
    if scope is not None:
        way = heard_during(method, with_whom)
        _say(case, scope, Answer.REFUSED, way=way, how="", reason="", by=by, at=at)
        record("consent.recorded", case, by=by, at=at, scope=scope, answer=Answer.REFUSED, way=way)


def _say(
    case: Case, scope: Scope, answer: Answer, *, way: Heard, how: str, reason: str, by: User, at: datetime
) -> Consent:
    consent = Consent.objects.create(
        organisation_id=case.organisation_id, person_id=case.person_id, scope=scope, answer=answer,
        heard_by=by, way=way, how=how, reason=reason, at=_after_the_last(case, scope, at),
    )  # fmt: skip
    closed = closed_methods(newest_answers(case) | {scope: answer})
    # The plan goes before the door is closed: the database lets no closed method stand as the next one.
    if case.next_method in closed:
        unplan(case, why="refused")
    if closed != frozenset(case.closed_methods):
        case.closed_methods = sorted(closed)
        case.save(update_fields=["closed_methods"])
    return consent


def _after_the_last(case: Case, scope: Scope, at: datetime) -> datetime:
    """The newest answer holds. One that a clock running ahead has dated into the future must not outlive this one."""
    heard = Consent.objects.filter(person_id=case.person_id, scope=scope).order_by("-at").values_list("at", flat=True)
    last = heard.first()
    return at if last is None or last < at else last + timedelta(microseconds=1)


def _plan_around(case: Case, *, at: datetime) -> None:
    """What a person accepted by a way that is still open stands; a proposal is made anew."""
    if not case.next_accepted:
        replan(case, at=at)
