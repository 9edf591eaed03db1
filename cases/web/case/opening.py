"""Opening a case: its people with their load, its rung and its pace."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions.opening import open_case, open_for_day
from cases.models import Case
from cases.models.events import long_day
from cases.queries.ledger.promised import next_in_ledger
from cases.queries.load import carers
from cases.rules.access import May
from cases.rules.due import local_day
from cases.rules.ladder import Stage
from cases.rules.rhythm.table import Reason
from cases.web.case import forms as f
from cases.web.case.deeds import Deed, next_sentence
from cases.web.gate import Request


def promised(case: Case) -> date | None:
    """The day the old ledger names, as long as it is still to come."""
    told = next_in_ledger(case)
    return told.still_to_come(local_day(now(), case.organisation.zone)) if told else None


def open_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    here = User.objects.filter(organisation=case.organisation)
    on = promised(case)
    start = {"coordinator": case.coordinator_id, "stage": case.stage, "pace": case.pace_days, "on": on}
    coordinators = here.coordinators().order_by("name")
    return f.OpenForm(
        data, initial=start, coordinators=coordinators, carers=carers(case.organisation), promised=on is not None
    )


def about_ledger(case: Case, request: Request) -> dict[str, Any]:
    """What the old ledger says of the next contact, and whether that can still be kept."""
    told, on = next_in_ledger(case), promised(case)
    return {"told_next": told, "promised": long_day(on) if on else ""}


def do_open(request: Request, case: Case, data: dict[str, Any]) -> str:
    people = {"coordinator": data["coordinator"], "lead": data["lead"], "second": data["second"]}
    people |= {"stage": Stage(data["stage"]), "pace": data["pace"]}
    on = data.get("on")
    if on is None:
        open_case(case, **people, by=request.user, at=now())
    else:
        reason = Reason.PROMISED if on == promised(case) else Reason.CHOSEN
        open_for_day(case, on, reason=reason, anyway=data["anyway"], **people, by=request.user, at=now())
    full = [one.name for one in (data["lead"], data["second"]) if one is not None and one.load >= one.capacity]
    said = next_sentence(case)
    if full:
        return _("%(said)s Note: %(names)s now carries more than planned.") % {
            "said": said,
            "names": _(", ").join(full),
        }
    return said


OPEN = Deed(
    need=May.CASE_OPEN,
    title=gettext_lazy("Open the case"),
    form=open_form,
    do=do_open,
    template="case/open.html",
    about=about_ledger,
    hint=gettext_lazy(
        "Give the case its people, its stage and its pace; the first contact is planned at once. Ways the person has refused stay closed."
    ),
    button=gettext_lazy("Open the case"),
)
