"""Which contacts the calendar moved, from when to when, so that a coordinator can look at each."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models.events import long_day, moment_words
from cases.models.labels import said
from cases.models.labels_reasons import why_moved
from cases.queries.casepage import cursor
from cases.queries.moved import LATELY, Moved
from cases.queries.moved import moved as read
from cases.rules.access import May
from cases.rules.methods import Method
from cases.web.gate import Request, needs
from cases.web.week.views import view_of


@needs(May.WEEK)
@require_GET
def moved(request: Request) -> HttpResponse:
    view = view_of(request)
    rows, more = read(request.user, now(), view=view, before=cursor(request.GET.get("before", "")))
    last = rows[-1] if more else None
    told = {
        "groups": grouped(rows, request.user.organisation.zone), "days": LATELY.days, "view": view,
        "tabs": [(f"?view={one}", words, one == view) for one, words in (("mine", _("Mine")), ("all", _("All")))],
        "further": urlencode({"view": view, "before": f"{last.at.isoformat()}~{last.pk}"}) if last else "",
    }  # fmt: skip
    return render(request, "week/moved.html", told)


def grouped(rows: Iterable[Moved], zone: ZoneInfo) -> list[tuple[str, list[dict[str, Any]]]]:
    """What one deed moved stands together, under its day, its hour and whose it was."""
    deeds = groupby(rows, key=lambda row: (row.at, row.by))
    return [(heading(row_at, by, zone), [line(row) for row in of_deed]) for (row_at, by), of_deed in deeds]


def heading(at: Any, by: str | None, zone: ZoneInfo) -> str:
    local = localtime(at, zone)
    return _("%(day)s %(time)s, %(who)s") % {
        "day": long_day(local.date()), "time": f"{local:%H:%M}", "who": by or _("The clock"),
    }  # fmt: skip


def line(row: Moved) -> dict[str, Any]:
    was, by = str(row.facts["from_at"]), str(row.facts.get("moved_by", ""))
    return {
        "case": row.case, "code": row.code, "nickname": row.nickname, "lead": row.lead or "",
        "method": said(Method(row.facts["method"])), "was": moment_words(was),
        "now": moment_words(str(row.facts["to_at"])), "why": why_moved(was[:10], by) if by else "",
    }  # fmt: skip
