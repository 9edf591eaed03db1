"""Recording a contact at the desk, correcting one, and setting the next."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from cases.actions import contacting, planning
from cases.actions.drafting import CONTACT, drop_draft, place_of
from cases.actions.week import give_hour
from cases.models import Case, Contact, Draft
from cases.models.labels import label
from cases.models.labels_rhythm import budget_words
from cases.queries.drafts import draft_of
from cases.queries.rhythm import budget_of, visit_ahead
from cases.rules.access import May, may
from cases.rules.consent import SCOPE_OF
from cases.rules.facts import OURSELVES, Concern
from cases.rules.ladder import Stage
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.table import METHOD_OF
from cases.web.case import forms as f
from cases.web.case.contact_form import Colleagues, ContactForm
from cases.web.case.deeds import Deed, next_sentence, next_words
from cases.web.case.in_two import InTwo, pair
from cases.web.case.lines import who_came
from cases.web.drafts import fields_of, keeping, throwing, when_saved
from cases.web.fields import boxes_of, day_typed
from cases.web.gate import Request

AS_TOLD = ("method", "with_whom", "response", "note", "concern", "observed_by", "relayed")


def contact_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    local = localtime(now(), case.organisation.zone)
    start: dict[str, Any] = {"id": uuid4(), "on": local.date(), "time": f"{local:%H:%M}"}
    start["method"] = case.next_method or METHOD_OF[Stage(case.stage)]
    old = corrected(request, case)
    if old is not None:
        start |= as_it_stands(old, case)
    elif data is None:
        start |= half_told(draft_of(request.user, place_of(CONTACT, case.pk)))
    return ContactForm(data, initial=start, case=case, at=now(), colleagues=partial(colleagues_of, request.user, old))


def colleagues_of(user: User, old: Contact | None) -> Colleagues:
    """Who may have come along: everybody but the one who came, also who did then and carries no cases any more."""
    here = User.objects.filter(organisation=user.organisation_id)
    others = here.carers() | here.filter(pk=old.second_id) if old else here.carers()
    came = old.worker_id if old else user.pk
    return list(others.exclude(pk=came).order_by("name").values_list("pk", "name"))


def half_told(draft: Draft | None) -> dict[str, Any]:
    """Never under the id it was begun with: its contact may have been saved since."""
    fields = fields_of(draft)
    kept: dict[str, Any] = {name: fields[name] for name in fields if name in ContactForm.base_fields and name != "id"}
    on = day_typed(fields, "on")
    return kept | {"on": on} if on else kept


def corrected(request: Request, case: Case) -> Contact | None:
    """The entry the address or the form wants to correct."""
    try:
        asked = UUID(request.GET.get("corrects", "") or request.POST.get("corrects", ""))
    except ValueError:
        return None
    return Contact.objects.filter(case=case, pk=asked).select_related("worker").first()


def as_it_stands(old: Contact, case: Case) -> dict[str, Any]:
    at = localtime(old.started_at, case.organisation.zone)
    return {name: getattr(old, name) for name in AS_TOLD} | {
        "corrects": old.pk, "on": at.date(), "time": f"{at:%H:%M}" if old.time_told else "", "second": old.second_id,
        "minutes": "" if old.minutes is None else old.minutes, "incoming": old.direction == Direction.INCOMING,
    }  # fmt: skip


def about_contact(case: Case, request: Request) -> dict[str, Any]:
    old = corrected(request, case)
    draft = None if old else draft_of(request.user, place_of(CONTACT, case.pk))
    return {
        "old": old,
        "keep_as": place_of(CONTACT, case.pk),
        "draft_at": when_saved(request, draft.saved_at) if draft else "",
        "old_by": who_came(old.worker.name if old.worker else None, old.recorder_told) if old else "",
        "closed": [label(Method(method)) for method in case.closed_methods],
        "title": _("Correct an entry") if old else _("Record a contact"),
    }


def told(data: dict[str, Any]) -> contacting.Try:
    return contacting.Try(
        id=data["id"],
        method=Method(data["method"]),
        response=Response(data["response"]),
        started_at=data["started_at"],
        time_told=data["time"] is not None,
        with_whom=WithWhom(data["with_whom"]),
        direction=Direction.INCOMING if data["incoming"] else Direction.OUTGOING,
        relayed=data["relayed"],
        minutes=data["minutes"],
        second=UUID(data["second"]) if data["second"] else None,
        observed_by=data["observed_by"] or OURSELVES,
        note=data["note"],
        concern=Concern(data["concern"]),
        corrects=data["corrects"],
    )


def do_contact(request: Request, case: Case, data: dict[str, Any]) -> str:
    contact = contacting.record_contact(case, told(data), by=request.user, at=now())
    if contact.corrects_id is None:
        drop_draft(place_of(CONTACT, case.pk), by=request.user)
    scope = SCOPE_OF.get(Method(contact.method))
    if contact.response == Response.REFUSED and scope is not None:
        return _("Saved. “%(scope)s” is closed for everyone from now on; only a coordinator can open it again.") % {
            "scope": label(scope)
        }
    return next_words(contact.case, case.organisation.zone)  # the case as the action left it


def plan_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    today = localtime(now(), case.organisation.zone).date()
    due = localtime(case.next_due, case.organisation.zone).date() if case.next_due else today
    in_two = InTwo.of(case, request.user, now())
    start = {"method": case.next_method, "on": max(due, today), "seen": seen_in(case), "second": in_two.second}
    may_pass = may(Role(request.user.role), May.LIMIT_PASS)
    seconds = in_two.choices(case, request.user)
    return f.PlanForm(data, initial=start, closed=case.closed_methods, may_pass=may_pass, seconds=seconds)


def seen_in(case: Case) -> str:
    ahead = visit_ahead(case) if case.next_accepted else None
    return str(ahead.pk) if ahead else ""


def see_the_new_one(typed: QueryDict, case: Case) -> None:
    typed["seen"] = seen_in(case)


def about_plan(case: Case, request: Request) -> dict[str, Any]:
    at = now()
    in_two = InTwo.of(case, request.user, at)
    nobody = in_two.words and in_two.choices(case, request.user) is None
    return {
        "budget": budget_words(budget_of(case, at), at, case.organisation.zone),
        "in_two": in_two.words, "nobody_along": nobody,
    }  # fmt: skip


def do_plan(request: Request, case: Case, data: dict[str, Any]) -> str:
    told = {name: data[name] for name in ("on", "aim", "anyway", "seen")} | {"why": data.get("why", "")}
    method, told = Method(data["method"]), told | {"by": request.user, "at": now()}
    going = pair(case, method, data.get("second"))
    if going is not None and may(Role(request.user.role), May.CASE_ASSIGN):
        give_hour(case, method=method, going=going, **told)  # who comes along joins the case
    else:
        planning.plan(case, method=method, going=going, **told)
    return next_sentence(case)


keep = keeping(CONTACT, (*ContactForm.base_fields, *boxes_of("on")))
throw = throwing(CONTACT)
TRY = Deed(
    need=May.CONTACT_RECORD,
    title=gettext_lazy("Record a contact"),
    form=contact_form,
    do=do_contact,
    template="case/contact.html",
    about=about_contact,
)
PLAN = Deed(
    need=May.CONTACT_RECORD,
    title=gettext_lazy("Next contact"),
    form=plan_form,
    do=do_plan,
    hint=gettext_lazy("Choose the way and the day. Ways the person has refused cannot be chosen."),
    undo="case.planned",
    about=about_plan,
    template="case/plan.html",
    renew=see_the_new_one,
)
