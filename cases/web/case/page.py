"""One case on one page, and on paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from accounts.roles import Role
from cases.models import Case, Reading
from cases.models.labels import label
from cases.models.labels_reasons import reason_sentence
from cases.queries.casepage import circle, cursor, timeline
from cases.rules.access import May, may
from cases.rules.ladder import LADDER, Stage
from cases.rules.methods import Method
from cases.web.gate import Request, case_or_404, needs


def note_reading(request: Request, case: Case, page: str) -> None:
    Reading.objects.create(organisation_id=case.organisation_id, case=case, by=request.user, at=now(), page=page)


def sight(request: Request, case: Case) -> dict[str, object]:
    """What the page and the paper share."""
    role = Role(request.user.role)
    return {
        "case": case,
        "person": case.person,
        "family": case.person.family,
        "zone": case.organisation.zone,
        "rungs": [{"label": label(rung), "here": rung == case.stage} for rung in LADDER],
        "stage": label(Stage(case.stage)),
        "due": case.due(now()),
        "method": label(Method(case.next_method)) if case.next_method else "",
        "why": reason_sentence(case.next_reason, case.next_facts) if case.next_reason else "",
        "closed_methods": [label(Method(method)) for method in case.closed_methods],
        "may": {what.name.lower(): may(role, what, own=True) for what in May},
        "circle": circle(case, request.user),
    }


@needs(May.CASE_SEE)
@require_GET
def page(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk)
    note_reading(request, case, "case")
    lines = timeline(case, before=cursor(request.GET.get("before", "")))
    return render(request, "case/page.html", sight(request, case) | {"timeline": lines})


@needs(May.CASE_PRINT)
@require_GET
def paper(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_PRINT)
    note_reading(request, case, "print")
    return render(request, "case/paper.html", sight(request, case) | {"timeline": timeline(case), "now": now()})
