"""The worker's phone: four taps from today's list to a saved contact."""

from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions.arriving import arrive
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.models import Case, Visit
from cases.models.labels import choices, label, response_choices
from cases.models.labels_reasons import reason_sentence
from cases.queries.today import last_contact
from cases.queries.today import today as due_today
from cases.rules.access import May
from cases.rules.facts import Concern
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.rules.rhythm.table import METHOD_OF
from cases.web.case.deeds import SENTENCES
from cases.web.case.page import note_reading
from cases.web.gate import Request, case_or_404, needs

LONGEST_VISIT = 240  # minutes; an arrival that was never followed by a record says nothing of its length


class QuickForm(forms.Form):
    """A chip is enough; everything else may be added."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(choices=choices(Method), widget=forms.HiddenInput)
    response = forms.ChoiceField(
        choices=choices(Response), error_messages={"required": _("Tap what happened, then save.")}
    )
    note = forms.CharField(required=False)
    concern = forms.ChoiceField(choices=choices(Concern), required=False)


@needs(May.TODAY)
@require_GET
def today(request: Request) -> HttpResponse:
    at, zone = now(), request.user.organisation.zone
    rows = [
        {
            "pk": case.pk,
            "nickname": case.person.family.nickname,
            "method": label(Method(case.next_method)),
            "due": case.due(at),
            "due_label": label(case.due(at)),
            "next": case.next_due,
            "last": case.last_at,
            "care": case.concern,
        }
        for case in due_today(request.user, at)
    ]
    return render(request, "phone/today.html", {"rows": rows, "zone": zone, "at": at})


@needs(May.CONTACT_RECORD)
@require_GET
def brief(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CONTACT_RECORD)
    note_reading(request, case, "brief")
    last = last_contact(case)
    told = frame(case) | {"last": last, "last_response": label(Response(last.response)) if last else ""}
    return render(request, "phone/brief.html", told)


@needs(May.CONTACT_RECORD)
@require_POST
def arrived(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CONTACT_RECORD)
    arrive(case, by=request.user, at=now())
    return redirect("phone_record", pk)


@needs(May.CONTACT_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CONTACT_RECORD)
    method = Method(case.next_method) if case.next_method else METHOD_OF[Stage(case.stage)]
    form = QuickForm(request.POST or None, initial={"id": uuid4(), "method": method})
    if request.method == "POST" and form.is_valid():
        try:
            record_contact(case, told(case, form.cleaned_data), by=request.user, at=now())
        except Conflict as conflict:
            form.add_error(None, SENTENCES[conflict.code])
        else:
            return redirect("phone_done", pk)
    shown = frame(case) | {"form": form, "chips": response_choices(method), "concerns": choices(Concern)}
    return render(request, "phone/record.html", shown, status=422 if form.is_bound else 200)


def told(case: Case, data: dict[str, object]) -> Try:
    """The try began when the worker arrived, if that was today's arrival."""
    at = now()
    visit = Visit.objects.filter(case=case, state="under_way").first()
    arrived_at = visit.arrived_at if visit else None
    minutes = int((at - arrived_at).total_seconds() // 60) if arrived_at else None
    known = minutes is not None and minutes <= LONGEST_VISIT
    return Try(
        id=UUID(str(data["id"])),
        method=Method(str(data["method"])),
        response=Response(str(data["response"])),
        started_at=arrived_at if arrived_at and known else at,
        minutes=minutes if known else None,
        note=str(data["note"]),
        concern=Concern(str(data["concern"] or Concern.NONE)),
    )


@needs(May.CASE_SEE)
@require_GET
def done(request: Request, pk: UUID) -> HttpResponse:
    return render(request, "phone/done.html", frame(case_or_404(request, pk)))


def frame(case: Case) -> dict[str, object]:
    return {
        "case": case,
        "person": case.person,
        "family": case.person.family,
        "zone": case.organisation.zone,
        "now": localtime(now(), case.organisation.zone),
        "method": label(Method(case.next_method)) if case.next_method else "",
        "why": reason_sentence(case.next_reason, case.next_facts) if case.next_reason else "",
        "closed_methods": [label(Method(method)) for method in case.closed_methods],
    }
