"""Leaving the next contact out this time, at the desk and on the phone."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.skipping import skip
from cases.models import Case
from cases.models.events import long_day
from cases.models.labels import label
from cases.rules.access import May
from cases.rules.facts import SkipReason
from cases.rules.methods import TO_THE_PERSON, Method
from cases.web.case.deeds import Deed, next_words
from cases.web.case.forms import SkipForm
from cases.web.gate import Request

WITH_PERSON = gettext_lazy(
    "%(method)s, %(day)s. It counts as no contact and as no refusal; the next is planned from that day on,"
    " or from today if it is over."
)
WITH_FAMILY = gettext_lazy(
    "%(method)s, %(day)s. It counts as no contact; the next is planned from that day on, and the pace with the person stays."
)


def skip_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    return SkipForm(data, initial={"due": _which(case)})


def _which(case: Case) -> str:
    return case.next_due.isoformat() if case.next_due else ""


def look_again(typed: QueryDict, case: Case) -> None:
    typed["due"] = _which(case)


def about(case: Case, request: Request) -> dict[str, Any]:
    """Which contact, by its way and day; an appointment is called off, a proposal only left out."""
    if case.next_due is None:
        return {"hint": _("Nothing is planned.")}
    told = {
        "method": label(Method(case.next_method)),
        "day": long_day(localtime(case.next_due, case.organisation.zone).date()),
    }
    hint = (WITH_PERSON if case.next_method in TO_THE_PERSON else WITH_FAMILY) % told
    return {"title": _("Call it off") if case.next_accepted else _("Skip this time"), "hint": hint}


def do_skip(request: Request, case: Case, data: dict[str, Any]) -> str:
    reason = SkipReason(data["reason"])
    left = skip(case, due=data["due"], reason=reason, note=data["note"], by=request.user, at=now())
    return next_words(left, case.organisation.zone)


def to_brief(pk: UUID) -> str:
    return reverse("brief", args=[pk])


def to_today(pk: UUID) -> str:
    return reverse("today")


SKIP = Deed(
    need=May.CONTACT_RECORD,
    title=gettext_lazy("Skip this time"),
    form=skip_form,
    do=do_skip,
    about=about,
    undo="case.skipped",
    renew=look_again,
)
ON_THE_PHONE = replace(SKIP, template="phone/skip.html", back=to_brief, then=to_today)
