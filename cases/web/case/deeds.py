"""A deed on one case: a form page, an action, and a sentence for every way it can be refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.actions.doing import Changed, Conflict
from cases.models import Case, Event
from cases.models.events import event_words, long_day
from cases.models.labels import Words, label
from cases.models.labels_reasons import reason_sentence
from cases.rules.access import May
from cases.rules.ladder import NeedsEvidence, NeedsReason, NoSuchMove, Stage
from cases.rules.methods import Method
from cases.web.case.forms import ask_anyway
from cases.web.case.page import note_reading
from cases.web.case.undo import undo_tag
from cases.web.gate import Request, case_or_404, needs

SENTENCES = {
    "changed": gettext_lazy("Somebody else changed this case first. What you typed is still here; look at it once more and save again."),
    "id_taken": gettext_lazy("This entry was already saved with other words. Open the case and write a correction."),
    "in_future": gettext_lazy("The contact lies in the future. Check the day and the time."),
    "long_before": gettext_lazy("This is more than ten years before the day of the call. Check the year."),
    "not_open": gettext_lazy("This case is not open now. Reopen it or end its rest first."),
    "method_closed": gettext_lazy("The person refused this method. Only a coordinator can open it again, with a reason."),
    "method_is_open": gettext_lazy("The person has not refused this, so there is nothing to open."),
    "nowhere_to_arrive": gettext_lazy("This way has no door to arrive at. Write it down once it is done."),
    "under_way": gettext_lazy("Somebody is at the door now. Record that visit first, then plan the next."),
    "response_of_another_method": gettext_lazy("This method has no such answer. Choose one of the answers shown for it."),
    "not_a_coordinator": gettext_lazy("This person coordinates no cases any more. Choose another."),
    "not_a_carer": gettext_lazy("This person cannot lead a case now. Choose an active worker or coordinator."),
    "too_late": gettext_lazy("It can no longer be taken back here. Do the opposite on the case itself."),
    "day_out_of_reach": gettext_lazy("Choose a day from today on, within a year."),
    "over_budget": gettext_lazy("This would be one contact too many for the person. Choose a later day; a coordinator can pass the limit with a reason."),
    "quiet_hours": gettext_lazy("This hour lies in the quiet hours. Choose another day; a coordinator can pass the limit with a reason."),
    "alone": gettext_lazy("There is a warning of violence, so two go together. Choose who goes along; only a coordinator may let one go alone, with a reason."),
    "on_leave": gettext_lazy("The worker is away that day. Choose another day."),
    "on_rest": gettext_lazy("The organisation is closed that day. Choose a day after that."),
    "on_holiday": gettext_lazy("That day is a public holiday. Choose another day, or tick below to keep this one."),
    "on_day_off": gettext_lazy("The worker does not work that day. Choose another day, or tick below to keep this one."),
    "no_such_entry": gettext_lazy("The entry to correct does not stand in this case. Open the case and choose it there."),
    "second_taken": gettext_lazy("The case has another second worker already. Change the second worker on the case first."),
    "rest_ends_too_soon": gettext_lazy("Choose a day after today, or leave the day empty."),
    "corrected_already": gettext_lazy("This entry has been corrected already. Correct the newer one."),
    "needs_reason": gettext_lazy("Write the reason in a few words."),
    "needs_word_on_concern": gettext_lazy("A serious concern was recorded lately. Write in a few words how the person is looked after from now on."),
    "needs_worker": gettext_lazy("Hand the case to a worker first."),
    "nothing_to_hand_over": gettext_lazy("This worker already leads the case, or the case is closed."),
    "no_such_move": gettext_lazy("The case already stands on this stage."),
    "needs_evidence": gettext_lazy("No contact shows this step yet. Write why the case should move all the same."),
    "not_allowed": gettext_lazy("A coordinator decides this step. Ask yours."),
}  # fmt: skip
# Beside which field a refusal stands, where the form has one of these; the others stand above the form.
BESIDE = {
    "day_out_of_reach": ("on",), "on_leave": ("on",), "on_rest": ("on",), "on_holiday": ("on",), "on_day_off": ("on",), "rest_ends_too_soon": ("until",), "not_a_carer": ("to", "lead"),
    "nothing_to_hand_over": ("to",), "needs_reason": ("why",), "needs_evidence": ("why",), "no_such_move": ("to",),
    "alone": ("second",), "second_taken": ("second",), "method_is_open": ("scope",), "method_closed": ("method",), "response_of_another_method": ("response",),
    "needs_word_on_concern": ("note",), "in_future": ("on",), "long_before": ("on",), "not_a_coordinator": ("coordinator",),
}  # fmt: skip
NOBODY_WORKS = frozenset({"on_holiday", "on_day_off"})  # a person may all the same
REFUSALS = {
    Changed: "changed",
    NeedsReason: "needs_reason",
    NeedsEvidence: "needs_evidence",
    NoSuchMove: "no_such_move",
    PermissionDenied: "not_allowed",
}


def _nothing(case: Case, request: Request) -> dict[str, Any]:
    return {}


def to_case(pk: UUID) -> str:
    return reverse("case", args=[pk])


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A form page about one case: its need, its words, its form and what it does."""

    need: May
    title: Words
    form: Callable[[Request, Case, Any], forms.BaseForm]
    do: Callable[[Request, Case, dict[str, Any]], str]
    hint: Words = ""
    button: Words = field(default=gettext_lazy("Save"))
    template: str = "case/deed.html"
    about: Callable[[Case, Request], dict[str, Any]] = _nothing  # what else the page shows
    back: Callable[[UUID], str] = to_case  # where it leads to once it is left
    then: Callable[[UUID], str] = to_case  # and once it is done
    undo: str = ""  # the event one tap takes back
    renew: Callable[[QueryDict, Case], None] | None = None  # after somebody else was first: see the case as it is now


def view_of(deed: Deed) -> Callable[..., HttpResponse]:
    @needs(deed.need)
    @require_http_methods(["GET", "POST"])
    def view(request: Request, pk: UUID) -> HttpResponse:
        case = case_or_404(request, pk, what=deed.need)
        form = deed.form(request, case, request.POST if request.method == "POST" else None)
        if "again" in request.POST:  # only another look at the form, with what is typed so far
            form = typed_so_far(deed, request, case)
        elif request.method == "POST" and form.is_valid():
            refused = _try(deed, request, case, form)
            if refused is None:
                return redirect(deed.then(pk))
            case, form = _once_more(deed, request, pk, form)
            form.add_error(beside(refused.code, form), refused.sentence)
            if refused.code in NOBODY_WORKS:
                ask_anyway(form)
        note_reading(request, case, "deed")
        told = {
            "case": case, "form": form, "title": deed.title, "hint": deed.hint, "button": deed.button,
            "stage": label(Stage(case.stage)), "back": deed.back(pk), **deed.about(case, request),
        }  # fmt: skip
        return render(request, deed.template, told, status=422 if form.is_bound else 200)

    return view


def typed_so_far(deed: Deed, request: Request, case: Case) -> forms.BaseForm:
    """Unbound, so that nothing is blamed yet."""
    form = deed.form(request, case, None)
    for name, asked in form.fields.items():
        form.initial[name] = asked.widget.value_from_datadict(request.POST, request.FILES, name)
    return form


@dataclass(frozen=True, slots=True)
class Refused:
    code: str
    sentence: str


def _try(deed: Deed, request: Request, case: Case, form: Any) -> Refused | None:
    """Does it, or says why not."""
    try:
        said = deed.do(request, case, form.cleaned_data)
    except Changed:
        return Refused("changed", f"{SENTENCES['changed']} {who_was_first(request, case)}".strip())
    except Conflict as conflict:
        return Refused(conflict.code, str(SENTENCES[conflict.code]))
    except tuple(REFUSALS) as refusal:
        code = REFUSALS[type(refusal)]
        return Refused(code, str(SENTENCES[code]))
    messages.success(request, said, extra_tags=undo_tag(case, deed.undo, request.user) if deed.undo else "")
    return None


def beside(code: str, form: forms.BaseForm) -> str | None:
    """The field that mends it."""
    return next((name for name in BESIDE.get(code, ()) if name in form.fields), None)


def _once_more(deed: Deed, request: Request, pk: UUID, form: Any) -> tuple[Case, Any]:
    """The case as it stands now, and the form with everything that was typed."""
    case = case_or_404(request, pk, what=deed.need)
    if deed.renew is None:
        return case, form
    typed = request.POST.copy()
    deed.renew(typed, case)
    again = deed.form(request, case, typed)
    again.full_clean()
    return case, again


def who_was_first(request: Request, case: Case) -> str:
    """What somebody else did last, by name and time."""
    last = Event.objects.filter(case=case).exclude(by=request.user).select_related("by").order_by("-at", "-id").first()
    if last is None:
        return ""
    at = localtime(last.at, case.organisation.zone)
    who = last.by.name if last.by else _("The clock")
    return _("%(who)s, %(day)s %(time)s: %(what)s.") % {
        "who": who, "day": long_day(at.date()), "time": f"{at:%H:%M}", "what": event_words(last),
    }  # fmt: skip


def simple(form: Callable[..., forms.BaseForm]) -> Callable[[Request, Case, Any], forms.BaseForm]:
    return lambda request, case, data: form(data)


def next_sentence(case: Case) -> str:
    """What comes next and why, for the message after a deed."""
    zone = case.organisation.zone
    return next_words(Case.objects.only("next_due", "next_method", "next_reason", "next_facts").get(pk=case.pk), zone)


def next_words(case: Case, zone: ZoneInfo) -> str:
    """The same of a case that is fresh already."""
    if case.next_due is None:
        return _("Saved.")
    return _("Saved. Next: %(method)s on %(day)s. %(why)s") % {
        "method": label(Method(case.next_method)),
        "day": long_day(localtime(case.next_due, zone).date()),
        "why": reason_sentence(case.next_reason, case.next_facts),
    }
