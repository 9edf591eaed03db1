"""Trying the rhythm on a made-up history, before an organisation changes its numbers. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Organisation
from accounts.models.user import WORKING_WEEK
from accounts.roles import Role
from cases.models.events import long_day
from cases.models.labels import label, response_label
from cases.models.labels_reasons import reason_sentence
from cases.models.labels_rhythm import EXAMPLE_WORDS, SOURCES, rule_asks, rule_follows
from cases.queries.calendars import days_ahead
from cases.rules.access import May, may
from cases.rules.ladder import Stage
from cases.rules.methods import OF_ANY_HOUR
from cases.rules.rhythm.propose import Proposal
from cases.rules.rhythm.signals import Past
from cases.rules.rhythm.table import RULES
from cases.rules.rhythm.trying import EXAMPLES, Numbers, replay
from cases.web.gate import Request, needs
from cases.web.rhythm.forms import TryForm, example_as_typed

FIRST = next(iter(EXAMPLES))


@needs(May.RHYTHM)
@require_GET
def trial(request: Request) -> HttpResponse:
    house, at = request.user.organisation, now()
    form = TryForm(typed(request.GET), house=house)
    is_well = form.is_valid()
    rows = tried(form, house, at) if is_well else []
    told: dict[str, Any] = {
        "form": form,
        "examples": examples(request),
        "rows": rows,
        "differs": any(row["differs"] for row in rows),
        "rules": [(rule_asks(rule), rule_follows(rule), SOURCES[rule.source]) for rule in RULES],
        "may_set": may(Role(request.user.role), May.SETTINGS),
    }
    return render(request, "rhythm/trial.html", told, status=200 if is_well else 422)


def typed(query: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the address; without a history, the example it names or the first."""
    return dict(query.items()) if "stage" in query else example_as_typed(query.get("example", FIRST))


def examples(request: Request) -> list[tuple[str, Any, bool]]:
    here = "" if "stage" in request.GET else request.GET.get("example", FIRST)
    return [(f"{reverse('rhythm')}?example={code}", EXAMPLE_WORDS[code], code == here) for code in EXAMPLES]


def tried(form: TryForm, house: Organisation, at: datetime) -> list[dict[str, Any]]:
    """One row for the opening and for each contact: what was planned then, by the numbers of the house and by these."""
    history = form.history(at, house)
    calendar = replace(days_ahead(house, at, people=[]).of(None), weekdays=WORKING_WEEK)
    as_it_is = Numbers(paces=house.paces, cap_7=house.cap_7, cap_14=house.cap_14, quiet=house.quiet)
    now_, then = (
        replay(history, numbers, stage=Stage(form.cleaned_data["stage"]), calendar=calendar, at=at)
        for numbers in (as_it_is, form.numbers)
    )
    return [
        {
            "what": happened(past, house),
            "usual": planned(usual, house),
            "changed": planned(other, house),
            "differs": planned(usual, house) != planned(other, house),
        }
        for past, usual, other in zip([None, *history], now_, then, strict=True)
    ]


def happened(past: Past | None, house: Organisation) -> dict[str, str]:
    if past is None:
        return {"day": "", "what": _("The case is opened")}
    told = {"method": label(past.method), "response": response_label(past.response, past.method)}
    return {"day": day(past.started_at, house), "what": _("%(method)s: %(response)s") % told}


def planned(one: Proposal, house: Organisation) -> dict[str, str]:
    hour = "" if one.method in OF_ANY_HOUR else f"{localtime(one.due, house.zone):%H:%M}"
    return {
        "method": str(label(one.method)),
        "day": day(one.due, house),
        "hour": hour,
        "why": reason_sentence(one.reason, one.facts),
    }


def day(at: datetime, house: Organisation) -> str:
    return long_day(localtime(at, house.zone).date())
