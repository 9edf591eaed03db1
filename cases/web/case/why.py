"""Why the next contact is planned as it is: which rule spoke on which contacts, and what would change it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from cases.models import Case
from cases.models.events import long_day
from cases.models.labels import label, response_label
from cases.models.labels_reasons import reason_sentence
from cases.models.labels_rhythm import SOURCES, condition_words, rule_follows, step_words
from cases.queries.casepage import cursor_at
from cases.queries.circle import circle, going_ahead
from cases.queries.rhythm import past_of, situation_of
from cases.rules.access import May, may
from cases.rules.ladder import Stage, Standing
from cases.rules.rhythm.explain import Condition, Explanation, Other, Step, explain
from cases.rules.rhythm.propose import Proposal
from cases.rules.rhythm.signals import Past, fold
from cases.rules.rhythm.table import OF_PEOPLE, Rule
from cases.web.case.page import note_reading
from cases.web.case.sight import next_contact, standing
from cases.web.gate import Request, case_or_404, needs


@needs(May.CASE_SEE)
@require_GET
def why(request: Request, pk: UUID) -> HttpResponse:
    case, at = case_or_404(request, pk), now()
    note_reading(request, case, "why")
    role = Role(request.user.role)
    told: dict[str, Any] = {
        "case": case,
        "next": next_contact(case, going_ahead(case), at),
        "may_try": may(role, May.RHYTHM),
    }
    if case.standing == Standing.OPEN:
        history = past_of(case)
        told |= explained(case, explain(situation_of(case, fold(history), at), history))
    else:
        told["standing"] = standing(case, circle(case, request.user), case.organisation.zone)
        told["may"] = {"case_open": may(role, May.CASE_OPEN, own=True)}
    return render(request, "case/why.html", told)


def explained(case: Case, one: Explanation) -> dict[str, Any]:
    zone = case.organisation.zone
    return {
        "is_chosen": case.next_reason in OF_PEOPLE,
        "anew": planned(one.proposal, zone) if stands_otherwise(case, one.proposal) else None,
        "follows": rule_follows(one.rule, Stage(case.stage)),
        "source": SOURCES[one.rule.source],
        "conditions": told_of(one.conditions),
        "marks": marks(case, one.rule, zone),
        "because": [tried(past, case.pk, zone) for past in one.because],
        "changes": [changed(step, then, zone) for step, then in nearest(one)],
        "before": [row(other, Stage(case.stage)) for other in one.before],
    }


def stands_otherwise(case: Case, proposal: Proposal) -> bool:
    """Would the rhythm speak by another rule today than when this was planned?"""
    return (case.next_reason, case.next_method) != (proposal.reason, proposal.method)


def planned(one: Proposal, zone: ZoneInfo) -> dict[str, str]:
    return {
        "method": str(label(one.method)),
        "day": long_day(localtime(one.due, zone).date()),
        "why": reason_sentence(one.reason, one.facts),
    }


def told_of(conditions: Iterable[Condition]) -> list[tuple[str, bool]]:
    return [(condition_words(one), one.met) for one in conditions]


def marks(case: Case, rule: Rule, zone: ZoneInfo) -> list[str]:
    """The days of the case itself from which the rule counts."""
    known = (
        (_("The case stands on its stage since %(day)s."), case.staged_at, rule.unchanged),
        (_("The case was opened on %(day)s."), case.opened_at, rule.review_every or rule.family_waits or rule.unmet),
    )
    return [words % {"day": _day(at, zone)} for words, at, counts in known if at and counts]


def tried(past: Past, case: UUID, zone: ZoneInfo) -> dict[str, str]:
    """A contact the rule looked at, with the way to it in the history."""
    query = urlencode({"before": cursor_at(past.started_at)})
    return {
        "day": _day(past.started_at, zone),
        "method": str(label(past.method)),
        "response": str(response_label(past.response, past.method)),
        "concern": _("Concern") if past.concern else "",
        "href": f"{reverse('case', args=[case])}?{query}#history",
    }


def _day(at: datetime, zone: ZoneInfo) -> str:
    return long_day(localtime(at, zone).date())


def nearest(one: Explanation) -> list[tuple[Step, Proposal]]:
    """In the order of the days they would lead to; on one day, what takes fewer contacts first."""
    reached = [(other.step, other.then) for other in (*one.before, *one.after) if other.step and other.then]
    return sorted(reached, key=lambda told: (told[1].due, told[0].times, told[0].family))


def changed(step: Step, then: Proposal, zone: ZoneInfo) -> dict[str, Any]:
    return {"step": step_words(step), **planned(then, zone)}


def row(other: Other, stage: Stage) -> dict[str, Any]:
    return {"follows": rule_follows(other.rule, stage), "conditions": told_of(other.conditions)}
