"""The list of cases."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, SavedFilter
from cases.models.events import long_day
from cases.models.labels import choices, said
from cases.queries.desk import Filters, filters_of, page
from cases.rules.access import May, may
from cases.rules.due import looking_ahead
from cases.rules.kana import OTHER_ROW, ROWS
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
    ("concerns", _("Concerns")),
    ("open", _("Open")),
    ("resting", _("Resting")),
    ("closed", _("Closed")),
)
ORDERS = (("new", _("Newest first")), ("kana", _("By reading")), ("due", _("By the next contact")))


@needs(May.DESK)
@require_GET
def desk(request: Request) -> HttpResponse:
    return show(request, filters_of(request.GET.dict(), request.user))


def show(request: Request, filters: Filters, *, naming: Any = None, status: int = 200) -> HttpResponse:
    zone = request.user.organisation.zone
    at = now()
    then = looking_ahead(filters.on, at, zone)
    cases, after = page(request.user, filters, then)
    role = Role(request.user.role)
    carers = User.objects.filter(organisation=request.user.organisation_id).carers()
    team = list(carers.only("name", "role").order_by("name", "pk"))
    told = {
        "rows": rows(cases, zone, then), "ahead": then if then > at else None, "zone": zone,
        "filters": filters, "query": filters.query(),
        "older": f"?{filters.query(after=after)}" if after else "",
        "tabs": [(f"?{filters.query(view=code, row='')}", name, code == filters.view) for code, name in TABS],
        "jumps": jumps(filters), "orders": ORDERS, "stages": choices(Stage), "team": team,
        "coordinators": [one for one in team if one.role == Role.COORDINATOR],
        "saved": list(SavedFilter.objects.filter(owner=request.user).order_by("name", "pk")), "naming": naming,
        "may_take_calls": may(role, May.CASE_INTAKE), "may_import": may(role, May.LEDGER_IMPORT),
    }  # fmt: skip
    return render(request, "desk/list.html", told, status=status)


def jumps(filters: Filters) -> list[tuple[str, str, bool]]:
    """あ か さ …: where the list by reading begins."""
    return [(f"?{filters.query(row=row, order='kana')}", row, row == filters.row) for row in (*ROWS, OTHER_ROW)]


def rows(cases: list[Case], zone: ZoneInfo, at: datetime) -> list[dict[str, object]]:
    """Plain values, so that the template only places them."""
    return [row(case, zone, at) for case in cases]


def day_words(moment: datetime | None, zone: ZoneInfo) -> str:
    return long_day(moment.astimezone(zone).date()) if moment else ""


def row(case: Case, zone: ZoneInfo, at: datetime) -> dict[str, object]:
    return {
        "href": reverse("case", args=[case.pk]),
        "nickname": case.person.family.nickname,
        "code": case.code,
        "stage": said(Stage(case.stage)),
        "standing": said(Standing(case.standing)),
        "lead": case.lead.name if case.lead else "",
        "method": said(Method(case.next_method)) if case.next_method else "",
        "next": day_words(case.next_due, zone),
        "due": case.due(at),
        "due_label": said(case.due(at)),
        "last": day_words(case.last_at, zone),
    }
