"""The list of cases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from cases.models.events import day_speaker
from cases.models.labels import spoken
from cases.models.labels_reasons import clash_words, moved_words
from cases.queries.desk import Filters, Listed, carrying, clashing, filters_of, kept_by, page
from cases.rules.access import May, may
from cases.rules.due import Due, due_of, looking_ahead
from cases.rules.kana import OTHER_ROW, ROWS
from cases.rules.ladder import Stage, Standing
from cases.rules.methods import Method
from cases.web.drafts import waiting_lines
from cases.web.gate import Request, case_address, needs

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
    mine = Role(request.user.role)
    team = carrying(house=request.user.organisation_id)
    told = {
        "rows": rows(cases, zone, then), "ahead": then if then > at else None, "zone": zone,
        "filters": filters, "query": filters.query(),
        "older": f"?{filters.query(after=after)}" if after else "",
        "tabs": [(f"?{filters.query(view=code, row='')}", name, code == filters.view) for code, name in TABS],
        "jumps": jumps(filters), "orders": ORDERS, "stages": list(spoken(Stage).items()),
        "team": [(pk, name) for pk, name, _role in team],
        "coordinators": [(pk, name) for pk, name, role in team if role == Role.COORDINATOR],
        "saved": kept_by(reader=request.user.pk), "naming": naming,
        "waiting": waiting_lines(request), "clashing": amiss(request, filters),
        "may_take_calls": may(mine, May.CASE_INTAKE), "may_import": may(mine, May.LEDGER_IMPORT),
    }  # fmt: skip
    return render(request, "desk/list.html", told, status=status)


def amiss(request: Request, filters: Filters) -> int:
    """The appointments to decide about are said above the whole list; whoever narrows it looks for something else."""
    return 0 if filters.narrowed or not may(Role(request.user.role), May.WEEK) else clashing(request.user)


def jumps(filters: Filters) -> list[tuple[str, str, bool]]:
    """あ か さ …: where the list by reading begins."""
    return [(f"?{filters.query(row=row, order='kana')}", row, row == filters.row) for row in (*ROWS, OTHER_ROW)]


class Row(NamedTuple):
    """One case as finished words, those of codes escaped; `why`, `held` and `hush` only where it was looked for."""

    href: str
    nickname: str
    code: str
    stage: str
    standing: str
    lead: str
    method: str
    next: str
    due: Due
    due_label: str
    last: str
    why: str = ""
    held: str = ""
    hush: bool = False
    moved: str = ""


def rows(cases: Iterable[Listed], zone: ZoneInfo, at: datetime) -> list[Row]:
    """Plain values, so that the template only places them."""
    stages, standings, methods, dues = (
        {code: escape(word) for code, word in spoken(codes).items()} for codes in (Stage, Standing, Method, Due)
    )
    say, address = day_speaker(), case_address()

    def day(moment: datetime | None) -> str:
        return say(moment.astimezone(zone).date()) if moment else ""

    def row(case: Listed) -> Row:
        due = due_of(case.next_earliest, case.next_ends, at)
        return Row(
            f"{address}{case.pk}/", case.nickname, case.code, stages[case.stage], standings[case.standing],
            case.lead or "", methods.get(case.next_method, ""), day(case.next_due), due, dues[due], day(case.last_at),
            moved=clash_words(case.clash) or moved_words(case.moved_from, case.moved_by),
        )  # fmt: skip

    return [row(case) for case in cases]
