"""Half-written forms: kept while one types, given back, and hinted at where their writer begins the day."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Role
from cases.actions.drafting import CONTACT, INTAKE, RECORD, drop_draft, keep_draft, place_of
from cases.models import Contact, Draft
from cases.models.events import long_day
from cases.queries.drafts import Waiting, waiting
from cases.rules.access import May, may
from cases.rules.facts import Concern
from cases.web.gate import Request, case_or_404, needs

Fields = MultiValueDict[str, str]
View = Callable[..., HttpResponse]
OPENS = {INTAKE: "intake", CONTACT: "case_contact", RECORD: "phone_record"}
ASKS = {INTAKE: May.CASE_INTAKE, CONTACT: May.CONTACT_RECORD, RECORD: May.CONTACT_RECORD}


def typed_of(request: Request, names: Iterable[str]) -> dict[str, list[str]]:
    """What was sent under these names. A form refuses NUL when it is recorded; half a form keeps everything else."""
    known = [name for name in names if name in request.POST]
    return {name: [value.replace("\x00", "") for value in request.POST.getlist(name)] for name in known}


def fields_of(draft: Draft | None) -> Fields:
    kept = draft.fields if draft else {}
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in kept.items()})


def when_saved(request: Request, moment: datetime) -> str:
    """The hour; of another day's half a form the day too, so that nobody takes it for this one."""
    zone = request.user.organisation.zone
    saved = localtime(moment, zone)
    day = "" if saved.date() == localdate(now(), zone) else long_day(saved.date()) + " "
    return f"{day}{saved:%H:%M}"


def clock(request: Request, moment: datetime) -> str:
    return f"{localtime(moment, request.user.organisation.zone):%H:%M}"


# --- half a contact ---


def keeping(form: str, names: Iterable[str]) -> View:
    """The view that keeps half a contact, told by a script while one types and when the page is left."""

    @needs(May.CONTACT_RECORD)
    @require_POST
    def keep(request: Request, pk: UUID) -> HttpResponse:
        case, at = case_or_404(request, pk, what=May.CONTACT_RECORD), now()
        typed, place = typed_of(request, names), place_of(form, case.pk)
        if is_recorded(request.POST.get("id", "")):
            return JsonResponse({"saved": ""})
        if not tells_something(typed):
            drop_draft(place, by=request.user)
            return JsonResponse({"saved": ""})
        return JsonResponse({"saved": clock(request, keep_draft(place, typed, by=request.user, at=at).saved_at)})

    return keep


def throwing(form: str) -> View:
    @needs(May.CONTACT_RECORD)
    @require_POST
    def throw(request: Request, pk: UUID) -> HttpResponse:
        case = case_or_404(request, pk, what=May.CONTACT_RECORD)
        drop_draft(place_of(form, case.pk), by=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect(OPENS[form], pk)

    return throw


def tells_something(typed: dict[str, list[str]]) -> bool:
    """Another method looked at is no half-written contact yet."""
    told = {name: "".join(values).strip() for name, values in typed.items()}
    worried = told.get("concern", "") not in ("", Concern.NONE)
    return worried or any(told.get(name) for name in ("response", "note", "minutes"))


def is_recorded(told: str) -> bool:
    """A page that is left while its form is on the way may tell its draft after the contact itself."""
    try:
        return Contact.objects.filter(pk=UUID(told)).exists()
    except ValueError:
        return False


# --- the quiet line on the desk and on today ---


def waiting_lines(request: Request) -> list[dict[str, Any]]:
    """A link and its words for each half-written form this reader may still send."""
    role = Role(request.user.role)
    return [
        line(request, one) for one in waiting(request.user) if one.form in ASKS and may(role, ASKS[one.form], own=True)
    ]


def line(request: Request, one: Waiting) -> dict[str, Any]:
    href = reverse(OPENS[one.form], args=[one.case] if one.case else [])
    told = {"family": one.nickname, "time": when_saved(request, one.saved_at)}
    if one.form != INTAKE:
        return {"href": href + "?again=1" * (one.form == RECORD), "words": _("Contact, %(family)s (%(time)s)") % told}
    return {"href": href, "words": (_("Call, %(family)s (%(time)s)") if one.nickname else _("Call (%(time)s)")) % told}
