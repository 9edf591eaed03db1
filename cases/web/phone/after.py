"""What comes next, once a try is saved: taken as it is, on another day, or as a letter; one tap each."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Role
from cases.actions.doing import Changed, Conflict
from cases.actions.planning import plan
from cases.models import Case, Contact
from cases.models.labels import choices
from cases.models.labels_rhythm import budget_words
from cases.queries.rhythm import budget_of, visit_ahead
from cases.rules.access import May, may
from cases.rules.facts import Concern
from cases.rules.in_two import FACE_TO_FACE
from cases.rules.ladder import Standing
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.web.case.contact import seen_in
from cases.web.case.deeds import NOBODY_WORKS, SENTENCES, who_was_first
from cases.web.case.in_two import InTwo
from cases.web.case.page import note_reading
from cases.web.gate import Request, case_or_404, needs
from cases.web.phone.views import frame
from cases.web.phone.words import about_hour, day_words, hour_words


class NextForm(forms.Form):
    method = forms.ChoiceField(choices=choices(Method))
    on = forms.DateField()
    anyway = forms.BooleanField(required=False)
    seen = forms.CharField(required=False)  # the appointment that stood there, if any


@needs(May.CASE_SEE)
@require_http_methods(["GET", "POST"])
def done(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CONTACT_RECORD if request.method == "POST" else May.CASE_SEE)
    form, asks_anyway = NextForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            day = plan_it(request, case, form.cleaned_data)
        except Changed:
            case = case_or_404(request, pk)
            form.add_error(None, f"{SENTENCES['changed']} {who_was_first(request, case)}".strip())
        except Conflict as conflict:
            form.add_error("on", SENTENCES[conflict.code])
            asks_anyway = conflict.code in NOBODY_WORKS
        else:
            messages.success(request, _("Planned for %(day)s.") % {"day": day})
            return redirect("today")
    note_reading(request, case, "next")
    shown = offer(request, case, form) | {"asks_anyway": asks_anyway}
    return render(request, "phone/done.html", shown, status=422 if form.is_bound else 200)


def plan_it(request: Request, case: Case, data: dict[str, Any]) -> str:
    """The day it is planned for, in words."""
    at, method = now(), Method(data["method"])
    planned = plan(
        case, method=method, on=data["on"], going=InTwo.of(case, request.user, at).going(case, method),
        anyway=data["anyway"], seen=data["seen"], by=request.user, at=at,
    )  # fmt: skip
    assert planned.next_due is not None
    return day_words(planned.next_due, case.organisation.zone)


def is_told(request: Request, case: Case) -> bool:
    """Did the concern this reader has just written down go to the coordinator?"""
    first = case.coordinator
    if not case.concern or first.pk == request.user.pk or not first.is_active:
        return False
    mine = Contact.objects.filter(case=case, author=request.user).order_by("-written_at", "-id")
    return mine.values_list("concern", flat=True).first() not in (None, Concern.NONE)


def hour_of(case: Case, zone: ZoneInfo) -> str:
    """The hour that was agreed, or the one to expect; none where any hour does."""
    if case.next_due is None or case.next_method in OF_ANY_HOUR:
        return ""
    visit = visit_ahead(case)
    return hour_words(visit.starts_at, zone) if visit and visit.starts_at else about_hour(case.next_due, zone)


def changing(case: Case, form: NextForm) -> str:
    """Which of the two boxes was sent."""
    return "letter" if form.data.get("method") == Method.LETTER != case.next_method else "day"


def offer(request: Request, case: Case, form: NextForm) -> dict[str, Any]:
    at, zone, due = now(), case.organisation.zone, case.next_due
    in_two = InTwo.of(case, request.user, at) if case.next_method in FACE_TO_FACE else InTwo()
    return frame(case) | {
        "in_two": in_two,
        "budget": budget_words(budget_of(case, at), at, zone) if due else "",
        "may_plan": case.standing == Standing.OPEN and may(Role(request.user.role), May.CONTACT_RECORD, own=True),
        "next_hour": hour_of(case, zone),
        "on": localtime(due, zone).date().isoformat() if due else "",
        "first_day": localtime(at, zone).date().isoformat(),
        "seen": seen_in(case),
        "form": form,
        "is_told": is_told(request, case),
        "change": changing(case, form) if form.is_bound else request.GET.get("change", ""),
        "letter_instead": due and case.next_method != Method.LETTER and Method.LETTER not in case.closed_methods,
    }
