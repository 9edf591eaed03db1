"""One case on one page, and on paper."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from cases.models import Case, Reading
from cases.models.labels import label
from cases.models.writing import add
from cases.queries.casepage import cursor, shown_here, timeline, whole
from cases.queries.desk import Listed
from cases.rules.access import May
from cases.rules.ladder import LIVING, Stage, suggest
from cases.web.case.lines import lines
from cases.web.case.sight import sight
from cases.web.gate import Request, case_or_404, needs

MOST_ON_PAPER = 2000  # lines; about eighty sheets


def note_reading(request: Request, case: Case, page: str) -> None:
    add(Reading(organisation_id=case.organisation_id, case=case, by=request.user, at=now(), page=page))


def note_answer(request: Request, cases: Iterable[Case | Listed], page: str) -> None:
    """One row for all that an answer showed; one that shows nobody is no look at anybody."""
    shown = [case.pk for case in cases]
    if shown:
        reader = request.user
        add(Reading(organisation_id=reader.organisation_id, shown=shown, by=reader, at=now(), page=page))


@needs(May.CASE_SEE)
@require_GET
def page(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk)
    note_reading(request, case, "case")
    before = cursor(request.GET.get("before", ""))
    history = timeline(case, before=before)
    told = sight(request, case, now())
    may_correct = told["may"]["contact_record"] and case.standing in LIVING
    told["lines"] = lines(history.entries, case=pk, zone=told["zone"], may_correct=may_correct)
    up = suggest(Stage(case.stage), shown_here(case, history.entries)) if before is None else None
    told |= {"older": history.older, "is_older": before is not None, "suggested": label(up) if up else ""}
    return render(request, "case/page.html", told)


@needs(May.CASE_PRINT)
@require_GET
def paper(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_PRINT)
    note_reading(request, case, "print")
    entries = list(whole(case, most=MOST_ON_PAPER))
    told = sight(request, case, now())
    told["lines"] = lines(entries, case=pk, zone=told["zone"], may_correct=False)
    told |= {
        "team_names": [one["name"] for one in told["team"]],
        "now": now(),
        "is_cut": len(entries) == MOST_ON_PAPER,
        "most": MOST_ON_PAPER,
    }
    return render(request, "case/paper.html", told)
