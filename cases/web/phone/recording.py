"""Writing down one try with one thumb: a chip is enough, and what follows is shown before it is saved."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.drafting import RECORD, drop_draft, place_of
from cases.models import Case, Contact
from cases.models.labels import choices, label, response_label
from cases.models.labels_phone import ASKED, HOW_IT_WAS, phrases_for
from cases.queries.drafts import draft_of
from cases.queries.rhythm import foresee, visit_ahead
from cases.queries.today import others_on
from cases.rules.access import May
from cases.rules.due import moment_in
from cases.rules.facts import Concern
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response, chips_for, met_by
from cases.rules.rhythm.appointment import LONGEST_VISIT, lasts
from cases.rules.rhythm.signals import Past
from cases.rules.rhythm.table import SILENT_MINUTES
from cases.web.case.deeds import SENTENCES
from cases.web.case.page import note_reading
from cases.web.drafts import Fields, fields_of, keeping, throwing, when_saved
from cases.web.gate import Request, case_or_404, needs
from cases.web.phone.views import frame, method_of
from cases.web.phone.words import hour_words, plan_words

QUIET = {Response.NO_SIGN, Response.NOT_HOME}
THEN = {"day", "letter"}


class QuickForm(forms.Form):
    """A chip is enough; everything else may be added. `started_at` came with the page: a second tap tells the same."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(choices=choices(Method), widget=forms.HiddenInput)
    started_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    happened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)  # of a record half-written then
    aside = forms.BooleanField(required=False, widget=forms.HiddenInput)  # another one waits and is not this
    response = forms.ChoiceField(
        choices=choices(Response), error_messages={"required": _("Tap what happened, then save.")}
    )
    note = forms.CharField(required=False)
    second = forms.UUIDField(required=False)
    relayed = forms.BooleanField(required=False)
    concern = forms.ChoiceField(choices=choices(Concern), required=False)

    def clean(self) -> dict[str, Any]:
        """A moment outside of the years one can write is none."""
        told = super().clean() or {}
        moments = {name: told.get(name) for name in ("started_at", "happened_at")}
        return told | {name: one and moment_in(one.isoformat()) for name, one in moments.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A record half-written before: of this very visit it stands in the form at once; one of another time is offered,
    goes on only when asked for, and is kept under its own time."""

    fields: Fields
    saved: str = ""  # when, in words; empty where nothing waits
    happened_at: str = ""
    is_aside: bool = False

    @classmethod
    def of(cls, request: Request, case: Case, arrived_at: datetime | None, at: datetime) -> "Half":
        draft = draft_of(request.user, place_of(RECORD, case.pk))
        if draft is None:
            return cls(fields=fields_of(None))
        fields = fields_of(draft)
        began = moment_in(fields.get("happened_at", "") or fields.get("started_at", "")) or draft.saved_at
        saved = when_saved(request, draft.saved_at)
        if lasts(began, at) and (arrived_at is None or began >= arrived_at):
            return cls(fields=fields, saved=saved)
        if "again" not in request.GET:
            return cls(fields=fields_of(None), saved=saved, is_aside=True)
        return cls(fields=fields, saved=saved, happened_at=began.isoformat())


@needs(May.CONTACT_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: Request, pk: UUID) -> HttpResponse:
    case, at = case_or_404(request, pk, what=May.CONTACT_RECORD), now()
    form = QuickForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write(request, case, form.cleaned_data, at)
        except Conflict as conflict:
            form.add_error(None, SENTENCES[conflict.code])
        else:
            if not form.cleaned_data["aside"]:
                drop_draft(place_of(RECORD, case.pk), by=request.user)
            return then(request, pk)
    note_reading(request, case, "record")
    return render(request, "phone/record.html", sheet(request, case, form, at), status=422 if form.is_bound else 200)


def write(request: Request, case: Case, data: dict[str, Any], at: datetime) -> None:
    try:
        record_contact(case, told(request, case, data, at), by=request.user, at=at)
    except Conflict as conflict:
        if conflict.code != "id_taken":
            raise
        # The first of two taps at once was not there yet when the second was told; now its hour is known.
        record_contact(case, told(request, case, data, at), by=request.user, at=at)


def then(request: Request, pk: UUID) -> HttpResponse:
    """To what comes next; the two small buttons of the preview open it with another day or a letter in hand."""
    answer = redirect("phone_done", pk)
    if request.POST.get("then") in THEN:
        answer["Location"] += f"?change={request.POST['then']}"
    return answer


def told(request: Request, case: Case, data: dict[str, Any], at: datetime) -> Try:
    """A form sent twice tells the same try both times, though the clock has moved on."""
    known = Contact.objects.filter(pk=data["id"], case=case, author=request.user).first()
    began = data["started_at"]
    lasted = began is not None and not data["happened_at"] and timedelta(0) <= at - began <= LONGEST_VISIT
    started_at = known.started_at if known else data["happened_at"] or (began if lasted else at)
    return Try(
        id=data["id"],
        method=Method(data["method"]),
        response=Response(data["response"]),
        with_whom=met_by(Method(data["method"]), WithWhom.PERSON, Response(data["response"])),
        started_at=started_at.astimezone(UTC),  # as the database tells it back
        minutes=known.minutes if known else int((at - began).total_seconds() // 60) if lasted else None,
        second=data["second"] if data["second"] in dict(others_on(case, request.user)) else None,
        relayed=data["relayed"],
        note=data["note"],
        concern=Concern(data["concern"] or Concern.NONE),
    )


def sheet(request: Request, case: Case, form: QuickForm, at: datetime) -> dict[str, Any]:
    """Everything the page needs until it is saved; between the chip and the button nothing is asked of the server."""
    zone, visit = case.organisation.zone, visit_ahead(case)
    arrived_at = visit.arrived_at if visit and lasts(visit.arrived_at, at) else None
    half = Half.of(request, case, arrived_at, at)
    typed = form.data if form.is_bound else half.fields
    asked = form.data.get("method") or request.GET.get("method") or typed.get("method", "")
    method = Method(asked) if asked in set(Method) else method_of(case)
    happened_at = form.data.get("happened_at") or half.happened_at
    began = moment_in(happened_at) or arrived_at
    minutes = int((at - arrived_at).total_seconds() // 60) if arrived_at and not happened_at else 0
    return frame(case) | {
        "form": form,
        "id": form.data.get("id") or uuid4(),
        "started_at": form.data.get("started_at") or (arrived_at.isoformat() if arrived_at else ""),
        "happened_at": happened_at,
        # What the tab kept of one visit never stands in the form of another.
        "keep_as": f"record:{case.pk}:{happened_at or (arrived_at.isoformat() if arrived_at else '')}",
        "half": half,
        "arrived": hour_words(arrived_at, zone) if arrived_at and not happened_at else "",
        "minutes": minutes,
        "long_silence": method is Method.VISIT and minutes >= SILENT_MINUTES,
        "most_minutes": SILENT_MINUTES,
        "chosen": method,
        "sheets": sheets(case, method, began or at, at),
        "concerns": choices(Concern),
        "others": others_on(case, request.user),
        "second": typed.get("second", ""),
        "relayed": typed.get("relayed", ""),
        "response": typed.get("response", ""),
        "concern": typed.get("concern") or Concern.NONE,
        "note": typed.get("note", ""),
    }


def sheets(case: Case, chosen: Method, began: datetime, at: datetime) -> list[dict[str, Any]]:
    """The chips of each method the person has not closed, the planned one first."""
    open_ways = [method for method in Method if method not in case.closed_methods and method is not chosen]
    after, zone = foresee(case, at), case.organisation.zone

    def past(method: Method, response: Response, *, concern: bool = False) -> Past:
        whom = met_by(method, WithWhom.PERSON, response)
        return Past(method=method, response=response, started_at=began, with_whom=whom, concern=concern)

    def chip(method: Method, response: Response) -> dict[str, Any]:
        what, why = plan_words(after(past(method, response)), zone)
        return {
            "code": response, "label": response_label(response, method), "next": what, "why": why,
            "phrases": "\n".join(map(str, phrases_for(method, response))),
            "quiet": response in QUIET, "apart": response is Response.REFUSED,
            "care": response is Response.CANCELLED and plan_words(after(past(method, response, concern=True)), zone),
        }  # fmt: skip

    return [
        {
            "code": method,
            "label": label(method),
            "asked": ASKED.get(method, HOW_IT_WAS),
            "chips": [chip(method, response) for response in refusal_last(chips_for(method))],
            "care": plan_words(after(past(method, chips_for(method)[0], concern=True)), zone),
        }
        for method in (chosen, *open_ways)
    ]


keep = keeping(RECORD, QuickForm.base_fields)
throw = throwing(RECORD)


def refusal_last(chips: tuple[Response, ...]) -> list[Response]:
    return sorted(chips, key=lambda response: response is Response.REFUSED)
