"""The week board: everybody's days, and the lane of what waits for an hour."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from cases.queries.desk import day_of
from cases.queries.week import BEGINNING, VIEWS, Behind, key_in
from cases.queries.week import week as read
from cases.rules.access import May, may
from cases.rules.due import local_day
from cases.rules.week import DAYS, week_of
from cases.web.gate import Request, around_key, case_address, needs
from cases.web.week.laid import FIELDS, LAID, laid
from cases.web.week.showing import shown

FARTHEST = timedelta(days=366)


@needs(May.WEEK)
@require_GET
def week(request: Request) -> HttpResponse:
    at, zone = now(), request.user.organisation.zone
    today = local_day(at, zone)
    days = week_of(within_reach(day_of(request.GET.get("on", "")), today))
    view, asked = view_of(request), request.GET
    after, behind = key_in(asked.get("after", "")), Behind.told(asked.get("waiting", ""))
    told = read(request.user, days, view=view, after=after, behind=behind)
    further, further_waiting = told.further, told.further_waiting
    page_shows = shown(told, zone, today, at) | {
        "tabs": [(f"?{address(days[0], one)}", words, one == view) for one, words in tabs()],
        "before": address(days[0] - timedelta(days=DAYS), view),
        "after": address(days[0] + timedelta(days=DAYS), view),
        "this_week": "" if today in days else f"?view={view}",
        "further": address(days[0], view, after=further) if further else "",
        "further_waiting": address(days[0], view, after=after, waiting=further_waiting) if further_waiting else "",
        "first_waiting": address(days[0], view, after=after) if behind != BEGINNING else "",
        "at_week": reverse("week"),
        "at_case": case_address(),
        "at_away": around_key("away"),
        "view": view,
        "fields": FIELDS,
        "laid": laid(request, at) if LAID in request.GET else {},
        "may_plan": may(Role(request.user.role), May.CASE_ASSIGN),
    }
    return render(request, "week/week.html", page_shows)


def tabs() -> list[tuple[str, str]]:
    return [("mine", _("My cases' workers")), ("all", _("Everybody"))]


def address(monday: date, view: str, **begins: object) -> str:
    """`begins`: behind whom the people, and behind what the lane of this page start."""
    return urlencode({"on": monday.isoformat(), "view": view} | {name: one for name, one in begins.items() if one})


def view_of(request: Request) -> str:
    """A coordinator begins with those who work on her own cases; a manager coordinates none."""
    usual = "mine" if may(Role(request.user.role), May.CASE_ASSIGN) else "all"
    asked = request.GET.get("view", usual)
    return asked if asked in VIEWS else usual


def within_reach(day: date | None, today: date) -> date:
    """A year either way; farther nothing is planned, and nothing was."""
    return min(max(day or today, today - FARTHEST), today + FARTHEST)
