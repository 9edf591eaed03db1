"""The week board: everybody's days, and the lane of what waits for an hour."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from cases.queries.desk import day_of
from cases.queries.week import VIEWS
from cases.queries.week import week as read
from cases.rules.access import May, may
from cases.rules.due import local_day
from cases.rules.week import DAYS, week_of
from cases.web.gate import Request, needs
from cases.web.week.showing import shown

FARTHEST = timedelta(days=366)
DROPPED = ("on", "worker", "second", "method", "hour", "minutes", "anyway", "seen")  # what a slip laid down sends


@needs(May.WEEK)
@require_GET
def week(request: Request) -> HttpResponse:
    at, zone = now(), request.user.organisation.zone
    today = local_day(at, zone)
    days = week_of(within_reach(day_of(request.GET.get("on", "")), today))
    view, page = view_of(request), page_of(request)
    told = read(request.user, days, view=view, page=page)
    page_shows = shown(told, zone, today, at) | {
        "tabs": [(f"?{address(days[0], one)}", words, one == view) for one, words in tabs()],
        "before": address(days[0] - timedelta(days=DAYS), view),
        "after": address(days[0] + timedelta(days=DAYS), view),
        "this_week": "" if today in days else f"?view={view}",
        "further": f"{address(days[0], view)}&page={page + 1}" if told.more_people else "",
        "on": days[0].isoformat(),
        "view": view,
        "fields": DROPPED,
        "may_plan": may(Role(request.user.role), May.CASE_ASSIGN),
    }
    return render(request, "week/week.html", page_shows)


def tabs() -> list[tuple[str, str]]:
    return [("mine", _("My cases' workers")), ("all", _("Everybody"))]


def address(monday: date, view: str) -> str:
    return urlencode({"on": monday.isoformat(), "view": view})


def view_of(request: Request) -> str:
    """A coordinator begins with those who work on her own cases; a manager coordinates none."""
    usual = "mine" if may(Role(request.user.role), May.CASE_ASSIGN) else "all"
    asked = request.GET.get("view", usual)
    return asked if asked in VIEWS else usual


def page_of(request: Request) -> int:
    asked: Any = request.GET.get("page", "1")
    return min(int(asked), 999) if asked.isascii() and asked.isdigit() and int(asked) else 1


def within_reach(day: date | None, today: date) -> date:
    """A year either way; farther nothing is planned, and nothing was."""
    return min(max(day or today, today - FARTHEST), today + FARTHEST)
