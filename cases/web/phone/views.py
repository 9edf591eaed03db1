"""The worker's phone: today's list, and the brief that is read before the door."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cases.actions.arriving import arrive, take_back_arrival
from cases.actions.doing import Conflict
from cases.models import Case, Visit
from cases.models.labels import in_a_row, label, response_label, side_by_side
from cases.models.labels_in_two import warning_words
from cases.models.labels_phone import BEGIN
from cases.models.labels_reasons import clash_words, moved_words, reason_briefly, reason_sentence
from cases.models.labels_rhythm import budget_words
from cases.queries.in_two import warning
from cases.queries.rhythm import budget_of, visit_ahead
from cases.queries.today import Hour, When, key_phone, newest_contacts
from cases.queries.today import today as due_today
from cases.rules.access import May
from cases.rules.due import Due
from cases.rules.facts import Relationship
from cases.rules.in_two import FACE_TO_FACE
from cases.rules.ladder import Stage, Standing
from cases.rules.methods import AT_A_DISTANCE, MEETINGS, OF_ANY_HOUR, Method
from cases.rules.responses import Response
from cases.rules.rhythm.appointment import lasts
from cases.rules.rhythm.table import METHOD_OF
from cases.web.case.deeds import SENTENCES
from cases.web.case.page import note_reading
from cases.web.drafts import waiting_lines
from cases.web.gate import Request, case_or_404, needs
from cases.web.phone.words import about_hour, day_words, hour_words

CALLS = MEETINGS | {Method.PHONE}


@needs(May.TODAY)
@require_GET
def today(request: Request) -> HttpResponse:
    at, zone = now(), request.user.organisation.zone
    rows = [shown(row, at, zone) for row in due_today(request.user, at)]
    parts = [
        (title, [row for row in rows if row["when"] == when])
        for when, title in (
            (When.NOW, ""),
            (When.ANY_TIME, _("No fixed day (this week)")),
            (When.AHEAD, _("The week ahead")),
        )
    ]
    told = {"parts": [part for part in parts if part[1]], "day": day_words(at, zone), "waiting": waiting_lines(request)}
    return render(request, "phone/today.html", told)


def shown(row: dict[str, Any], at: datetime, zone: Any) -> dict[str, Any]:
    """One row as finished words, so that the template only places them."""
    method, due = Method(row["next_method"]), Due(row["due"])
    answers = row["key_is"] if row["key_phone"] else "" if row["family_phone"] else Relationship.SELF
    phone = (row["key_phone"] or row["family_phone"] or row["own_phone"]) if method in CALLS else ""
    arrived = row["arrived_at"] and hour_words(row["arrived_at"], zone)
    return {
        "when": row["when"],
        "href": reverse("brief", args=[row["pk"]]),
        "nickname": row["nickname"],
        "hour": _("since %(hour)s") % {"hour": arrived} if arrived else known_hour(row, zone),
        "hour_open": about_hour(row["next_due"], zone) if row["hour"] == Hour.OPEN and not arrived else "",
        "day": "" if row["when"] == When.ANY_TIME else day_ahead(row["next_due"], at, zone),
        "till": due in (Due.DUE, Due.OVERDUE) and day_words(row["next_latest"], zone),
        "moved": clash_words(row["facts"].get("clash"))
        or moved_words(row["facts"].get("moved_from"), row["facts"].get("moved_by")),
        "why": reason_briefly(row["next_reason"], row["facts"]) if row["next_reason"] else "",
        "method": label(method),
        "try": (row["tries"] or 0) + 1,
        "since": since_words(row["last_at"], at, zone),
        "people": people_words(row["others"], own=row["own"]),
        "due": due,
        "due_label": label(due),
        "concern": row["concern"],
        "care": bool(row["approach"]),
        "tel": phone,
        "tel_label": call_words(answers),
    }


def people_words(others: list[str], *, own: bool) -> str:
    """With whom one goes, or who goes instead; nothing where one goes alone."""
    if not others:
        return ""
    return (_("with %(name)s") if own else _("planned for %(name)s")) % {"name": in_a_row(others)}


def since_words(last_at: datetime | None, at: datetime, zone: ZoneInfo) -> str:
    """How long ago the last contact with the person was; empty where there was none."""
    if last_at is None:
        return ""
    days = (localtime(at, zone).date() - localtime(last_at, zone).date()).days
    words = ngettext("%(days)s day since the last", "%(days)s days since the last", days) % {"days": days}
    return words if days else _("Last contact today")


def known_hour(row: dict[str, Any], zone: ZoneInfo) -> str:
    """An agreed hour as it stands, and one that nobody agreed on as about that hour."""
    if row["hour"] == Hour.AGREED:
        return hour_words(row["starts_at"], zone)
    return about_hour(row["next_due"], zone) if row["hour"] == Hour.ABOUT else ""


def day_ahead(due: datetime, at: datetime, zone: ZoneInfo) -> str:
    """Of a day to come; of today, and of one that is late, the row says enough."""
    return day_words(due, zone) if localtime(due, zone).date() > localtime(at, zone).date() else ""


def call_words(relationship: str) -> str:
    if not relationship or relationship == Relationship.UNKNOWN:
        return _("Call the family")
    return _("Call: %(who)s") % {"who": label(Relationship(relationship))}


def going_words(visit: Visit, zone: ZoneInfo) -> tuple[str, str] | None:
    """The hour, agreed or about, and with whom; None where one goes alone and any hour does."""
    who = in_a_row(one.name for one in (visit.worker, visit.second) if one)
    if visit.method in OF_ANY_HOUR:
        return (_("Agreed"), who) if visit.second else None
    if visit.starts_at is None:
        return _("About when, and who goes"), side_by_side(about_hour(visit.due, zone), who)
    return _("Agreed"), side_by_side(hour_words(visit.starts_at, zone), who)


@needs(May.CONTACT_RECORD)
@require_GET
def brief(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CONTACT_RECORD)
    note_reading(request, case, "brief")
    at, zone, visit, (phone, answers) = now(), case.organisation.zone, visit_ahead(case), key_phone(case)
    method = method_of(case)
    arrived_at = visit.arrived_at if visit and lasts(visit.arrived_at, at) else None
    told = frame(case) | {
        "begin": BEGIN[method],
        "goes_there": method not in AT_A_DISTANCE,
        "in_two": warning_words(warning(case, at)) if method in FACE_TO_FACE else "",
        "arrived": arrived_at and hour_words(arrived_at, zone),
        "aim": visit.aim if visit else "",
        "going": going_words(visit, zone) if visit and visit.state == "planned" else None,
        "budget": budget_words(budget_of(case, at), at, zone) if case.standing == Standing.OPEN else "",
        "newest": [
            {"day": day_words(one.started_at, zone), "method": label(Method(one.method)),
             "response": response_label(Response(one.response), Method(one.method)), "note": one.note}
            for one in newest_contacts(case)
        ],
        "phone": phone,
        "call": call_words(answers),
    }  # fmt: skip
    return render(request, "phone/brief.html", told)


@needs(May.CONTACT_RECORD)
@require_POST
def arrived(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CONTACT_RECORD)
    try:
        arrive(case, by=request.user, at=now())
    except Conflict as conflict:
        messages.error(request, SENTENCES[conflict.code])
        return redirect("brief", pk)
    return redirect("phone_record", pk)


@needs(May.CONTACT_RECORD)
@require_POST
def not_arrived(request: Request, pk: UUID) -> HttpResponse:
    take_back_arrival(case_or_404(request, pk, what=May.CONTACT_RECORD), by=request.user, at=now())
    return redirect("brief", pk)


def method_of(case: Case) -> Method:
    """What is planned, or the stage's own way where nothing is."""
    return Method(case.next_method) if case.next_method else METHOD_OF[Stage(case.stage)]


def frame(case: Case) -> dict[str, object]:
    zone = case.organisation.zone
    return {
        "case": case,
        "person": case.person,
        "family": case.person.family,
        "method": label(Method(case.next_method)) if case.next_method else "",
        "next_day": day_words(case.next_due, zone) if case.next_due else "",
        "why": reason_sentence(case.next_reason, case.next_facts) if case.next_reason else "",
        "closed_methods": [label(Method(method)) for method in case.closed_methods],
    }
