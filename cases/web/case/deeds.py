"""The deeds on one case: each has a form, an action, and a sentence for every way it can be refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from cases.actions import contacting, moving, opening, planning, willing
from cases.actions.doing import Changed, Conflict
from cases.models import Case, Contact
from cases.models.labels import label
from cases.models.labels_reasons import reason_sentence
from cases.rules.access import May
from cases.rules.facts import Answer, Concern, PauseScope, Scope
from cases.rules.ladder import CloseReason, NeedsEvidence, NeedsReason, NoSuchMove, Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.table import METHOD_OF
from cases.web.case import forms as f
from cases.web.case.page import note_reading
from cases.web.gate import Request, case_or_404, needs

SENTENCES = {
    "changed": gettext_lazy("Somebody else changed this case first. What you typed is still here; look at the case and try again."),
    "id_taken": gettext_lazy("This entry was already saved with other words. Open the case and write a correction."),
    "in_future": gettext_lazy("The contact lies in the future. Check the day and the time."),
    "not_open": gettext_lazy("This case is not open now. Reopen it or end its rest first."),
    "method_closed": gettext_lazy("The person refused this method. Only a coordinator can open it again, with a reason."),
    "method_is_open": gettext_lazy("The person has not refused this, so there is nothing to open."),
    "under_way": gettext_lazy("Somebody is at the door now. Record that visit first, then plan the next."),
    "response_of_another_method": gettext_lazy("This method has no such answer. Choose one of the answers shown for it."),
    "not_a_carer": gettext_lazy("This person cannot lead a case now. Choose an active worker or coordinator."),
    "too_late": gettext_lazy("It can no longer be taken back here. Do the opposite on the case itself."),
    "day_out_of_reach": gettext_lazy("Choose a day from today on, within a year."),
    "corrected_already": gettext_lazy("This entry has been corrected already. Correct the newer one."),
    "needs_reason": gettext_lazy("Write the reason in a few words."),
    "needs_worker": gettext_lazy("Hand the case to a worker first."),
    "nothing_to_hand_over": gettext_lazy("This worker already leads the case, or the case is closed."),
    "no_such_move": gettext_lazy("The case already stands on this stage."),
    "needs_evidence": gettext_lazy("No contact shows this step yet. Write why the case should move all the same."),
    "not_allowed": gettext_lazy("A coordinator decides this step. Ask yours."),
}  # fmt: skip
REFUSALS = {
    Changed: "changed",
    NeedsReason: "needs_reason",
    NeedsEvidence: "needs_evidence",
    NoSuchMove: "no_such_move",
    PermissionDenied: "not_allowed",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A form page about one case: its need, its words, its form and what it does."""

    need: May
    title: Any
    form: Callable[[Request, Case, Any], forms.BaseForm]
    do: Callable[[Request, Case, dict[str, Any]], str]
    template: str = "case/deed.html"


def view_of(deed: Deed) -> Callable[..., HttpResponse]:
    @needs(deed.need)
    @require_http_methods(["GET", "POST"])
    def view(request: Request, pk: UUID) -> HttpResponse:
        case = case_or_404(request, pk, what=deed.need)
        form = deed.form(request, case, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            refusal = _try(deed, request, case, form)
            if refusal is None:
                return redirect("case", pk)
            form.add_error(None, refusal)
        note_reading(request, case, "deed")
        status = 422 if form.is_bound else 200
        here = case_or_404(request, pk) if form.is_bound else case
        told = {"case": here, "form": form, "title": deed.title, "stage": label(Stage(here.stage))}
        return render(request, deed.template, told, status=status)

    return view


def _try(deed: Deed, request: Request, case: Case, form: Any) -> Any:
    try:
        messages.success(request, deed.do(request, case, form.cleaned_data))
    except Conflict as conflict:
        return SENTENCES[conflict.code]
    except tuple(REFUSALS) as refusal:
        return SENTENCES[REFUSALS[type(refusal)]]
    return None


def simple(form: Callable[..., forms.BaseForm]) -> Callable[[Request, Case, Any], forms.BaseForm]:
    return lambda request, case, data: form(data)


def next_sentence(case: Case) -> str:
    """What comes next and why, for the message after a deed."""
    case = Case.objects.select_related("organisation").get(pk=case.pk)
    if case.next_due is None:
        return _("Saved.")
    day = localtime(case.next_due, case.organisation.zone)
    return _("Saved. Next: %(method)s on %(day)s. %(why)s") % {
        "method": label(Method(case.next_method)),
        "day": f"{day:%Y-%m-%d}",
        "why": reason_sentence(case.next_reason, case.next_facts),
    }


# --- contact ---


def contact_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    start = {"id": uuid4(), "started_at": localtime(now(), case.organisation.zone).replace(tzinfo=None)}
    start["method"] = case.next_method or METHOD_OF[Stage(case.stage)]
    asked = _uuid(request.GET.get("corrects", ""))
    old = Contact.objects.filter(case=case, pk=asked).first() if asked else None
    if old is not None:
        start |= {
            name: getattr(old, name) for name in ("method", "with_whom", "response", "minutes", "note", "concern")
        }
        start |= {
            "corrects": old.pk,
            "started_at": localtime(old.started_at, case.organisation.zone).replace(tzinfo=None),
        }
    return f.ContactForm(data, initial=start)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def told(data: dict[str, Any]) -> contacting.Try:
    return contacting.Try(
        id=data["id"],
        method=Method(data["method"]),
        response=Response(data["response"]),
        started_at=data["started_at"],
        with_whom=WithWhom(data["with_whom"]),
        minutes=data["minutes"],
        note=data["note"],
        concern=Concern(data["concern"]),
        corrects=data["corrects"],
    )


def do_contact(request: Request, case: Case, data: dict[str, Any]) -> str:
    contacting.record_contact(case, told(data), by=request.user, at=now())
    return next_sentence(case)


# --- the next contact ---


def plan_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    due = localtime(case.next_due, case.organisation.zone).date() if case.next_due else None
    return f.PlanForm(data, initial={"method": case.next_method, "on": due})


def do_plan(request: Request, case: Case, data: dict[str, Any]) -> str:
    planning.plan(case, method=Method(data["method"]), on=data["on"], aim=data["aim"], by=request.user, at=now())
    return next_sentence(case)


# --- ladder, rest, end ---


def move_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    return f.MoveForm(data, initial={"was": case.stage, "to": case.stage})


def do_move(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.move(case, Stage(data["to"]), why=data["why"], was=Stage(data["was"]), by=request.user, at=now())
    return next_sentence(case)


def do_pause(request: Request, case: Case, data: dict[str, Any]) -> str:
    scope = PauseScope(data["scope"])
    moving.pause(case, scope, reason=data["reason"], until=data["until"], by=request.user, at=now())
    return _("The rest has begun. Nothing is planned until it ends.")


def do_close(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.close(case, CloseReason(data["reason"]), note=data["note"], by=request.user, at=now())
    return _("The case is closed. Nothing is lost; it can be reopened.")


def do_reopen(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.reopen(case, why=data["why"], by=request.user, at=now())
    return next_sentence(case)


def do_note(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.write_note(case, data["text"], by=request.user, at=now())
    return _("Saved.")


@needs(May.CASE_PAUSE)
@require_POST
def resume(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_PAUSE)
    try:
        moving.end_pause(case, by=request.user, at=now())
        messages.success(request, next_sentence(case))
    except Changed:
        messages.error(request, SENTENCES["changed"])
    return redirect("case", pk)


# --- what the person said ---


def do_consent(request: Request, case: Case, data: dict[str, Any]) -> str:
    scope, answer = Scope(data["scope"]), Answer(data["answer"])
    willing.hear(case, scope, answer, how=data["how"], by=request.user, at=now())
    return next_sentence(case)


def do_open_method(request: Request, case: Case, data: dict[str, Any]) -> str:
    scope, answer = Scope(data["scope"]), Answer(data["answer"])
    willing.open_method(case, scope, answer, reason=data["reason"], by=request.user, at=now())
    return next_sentence(case)


# --- people ---


def hand_over_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    carers = User.objects.filter(organisation=case.organisation).carers().exclude(pk=case.lead_id).order_by("name")
    return f.HandOverForm(data, carers=carers)


def do_hand_over(request: Request, case: Case, data: dict[str, Any]) -> str:
    opening.hand_over(case, data["to"], note=data["note"], why=data["why"], by=request.user, at=now())
    return _("Handed over to %(name)s.") % {"name": data["to"].name}


DEEDS = {
    "contact": Deed(May.CONTACT_RECORD, gettext_lazy("Record a contact"), contact_form, do_contact),
    "plan": Deed(May.CONTACT_RECORD, gettext_lazy("Next contact"), plan_form, do_plan),
    "move": Deed(May.CASE_MOVE, gettext_lazy("Move on the ladder"), move_form, do_move),
    "pause": Deed(May.CASE_PAUSE, gettext_lazy("Begin a rest"), simple(f.PauseForm), do_pause),
    "close": Deed(May.CASE_CLOSE, gettext_lazy("Close the case"), simple(f.CloseForm), do_close),
    "reopen": Deed(May.CASE_REOPEN, gettext_lazy("Reopen the case"), simple(f.WhyForm), do_reopen),
    "note": Deed(May.CASE_NOTE, gettext_lazy("Write a note"), simple(f.NoteForm), do_note),
    "consent": Deed(May.CONSENT_RECORD, gettext_lazy("What the person said"), simple(f.ConsentForm), do_consent),
    "open-method": Deed(
        May.METHOD_REOPEN, gettext_lazy("Open a method again"), simple(f.OpenMethodForm), do_open_method
    ),
    "hand-over": Deed(May.CASE_ASSIGN, gettext_lazy("Hand over"), hand_over_form, do_hand_over),
}
