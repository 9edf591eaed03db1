"""Opening a case: its people with their load, its rung and its pace."""

from typing import Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions.opening import open_case
from cases.models import Case
from cases.queries.load import carers
from cases.rules.access import May
from cases.rules.ladder import Stage
from cases.web.case import forms as f
from cases.web.case.deeds import Deed, next_sentence
from cases.web.gate import Request


def open_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    here = User.objects.filter(organisation=case.organisation)
    start = {"coordinator": case.coordinator_id, "stage": case.stage, "pace": case.pace_days}
    coordinators = here.coordinators().order_by("name")
    return f.OpenForm(data, initial=start, coordinators=coordinators, carers=carers(case.organisation))


def do_open(request: Request, case: Case, data: dict[str, Any]) -> str:
    open_case(
        case, coordinator=data["coordinator"], lead=data["lead"], second=data["second"], stage=Stage(data["stage"]),
        pace=data["pace"], by=request.user, at=now(),
    )  # fmt: skip
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
    hint=gettext_lazy(
        "Give the case its people, its stage and its pace; the first contact is planned at once. Ways the person has refused stay closed."
    ),
    button=gettext_lazy("Open the case"),
)
