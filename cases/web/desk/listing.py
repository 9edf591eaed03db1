"""The list of cases and the search box."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from cases.models import Case
from cases.models.labels import choices, label
from cases.queries.desk import filters_of, page
from cases.queries.find import find as look_up
from cases.rules.access import May, may
from cases.rules.ladder import Stage, Standing
from cases.rules.methods import Method
from cases.web.gate import Request, needs

TABS = (
    ("mine", _("Mine")),
    ("all", _("All")),
    ("inquiries", _("Inquiries")),
    ("due", _("Due")),
    ("overdue", _("Overdue")),
    ("silent", _("Silent")),
    ("resting", _("Resting")),
    ("closed", _("Closed")),
)


@needs(May.DESK)
@require_GET
def desk(request: Request) -> HttpResponse:
    filters = filters_of(request.GET.dict(), request.user)
    cases, after = page(request.user, filters, now())
    told = {
        "rows": rows(cases),
        "after": after,
        "filters": filters,
        "tabs": TABS,
        "stages": choices(Stage),
        "zone": request.user.organisation.zone,
        "may_take_calls": may(Role(request.user.role), May.CASE_INTAKE),
    }
    return render(request, "desk/list.html", told)


def rows(cases: list[Case]) -> list[dict[str, object]]:
    """Plain values, so that the template only places them."""
    at = now()
    return [
        {
            "pk": case.pk,
            "nickname": case.person.family.nickname,
            "code": case.code,
            "stage": label(Stage(case.stage)),
            "standing": label(Standing(case.standing)),
            "lead": case.lead.name if case.lead else "",
            "method": label(Method(case.next_method)) if case.next_method else "",
            "next": case.next_due,
            "due": case.due(at),
            "due_label": label(case.due(at)),
            "last": case.last_at,
        }
        for case in cases
    ]


@needs(May.DESK)
@require_GET
def find(request: Request) -> HttpResponse:
    text = request.GET.get("q", "")[:100]
    found = look_up(request.user, text)
    return render(request, "desk/find.html", {"q": text, "rows": rows(found), "zone": request.user.organisation.zone})
