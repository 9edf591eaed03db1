"""Giving one contact its hour and its people: a plain form, which a slip laid on a day fills and sends by itself."""

from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from cases.actions.doing import Changed, Conflict
from cases.actions.planning import Going
from cases.actions.week import back_to_lane, give_hour
from cases.models import Case, Visit
from cases.models.events import long_day
from cases.models.labels import label, side_by_side
from cases.models.labels_in_two import warning_words
from cases.models.labels_reasons import reason_sentence
from cases.models.labels_rhythm import budget_words
from cases.queries.in_two import warning
from cases.queries.load import carers
from cases.queries.rhythm import budget_of, visit_ahead
from cases.queries.week import engaged, on_case, proposed
from cases.rules.access import May
from cases.rules.due import local_day, start_of_day
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.week import DAYS, usual_minutes, week_of
from cases.web.case.deeds import NOBODY_WORKS, SENTENCES, who_was_first
from cases.web.case.forms import ask_anyway
from cases.web.case.page import note_reading
from cases.web.case.undo import undo_tag
from cases.web.gate import Request, case_or_404, needs
from cases.web.week.forms import HourForm
from cases.web.week.laid import is_taken, to_board
from cases.web.week.refusals import AT_FIELD, WHY_NOT, refusal
from cases.web.week.slips import Speaker, firm, maybe, short
from cases.web.week.views import address, view_of


@needs(May.CASE_ASSIGN)
@require_http_methods(["GET", "POST"])
def plan(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_ASSIGN)
    ahead, form = visit_ahead(case), None
    people = carers(case.organisation)
    if request.method == "POST":
        form = HourForm(request.POST, closed=case.closed_methods, carers=people)
        try:
            if form.is_valid() and _give_hour(request, case, form):
                return redirect(f"{reverse('week')}?{address(form.cleaned_data['on'], view_of(request))}")
            if is_taken(request, form):
                return redirect(f"{reverse('week')}?{to_board(request, case, view_of(request))}")
        except Changed:
            case = case_or_404(request, pk, what=May.CASE_ASSIGN)
            ahead = visit_ahead(case)
            form = _once_more(request, case, ahead, people)
    form = form or HourForm(initial=suggested(request, case, ahead), closed=case.closed_methods, carers=people)
    note_reading(request, case, "week")
    told = about(request, case, ahead) | {"form": form}
    return render(request, "week/plan.html", told, status=422 if form.is_bound else 200)


def _once_more(request: Request, case: Case, ahead: Visit | None, people: QuerySet[User]) -> HourForm:
    """Everything that was typed, beside the appointment that stands there now."""
    typed = request.POST.copy()
    typed["seen"] = str(ahead.pk) if ahead else ""
    form = HourForm(typed, closed=case.closed_methods, carers=people)
    form.add_error(None, f"{SENTENCES['changed']} {who_was_first(request, case)}".strip())
    return form


def _give_hour(request: Request, case: Case, form: HourForm) -> bool:
    told = form.cleaned_data
    going = Going(worker=told["worker"], second=told["second"], hour=told["hour"], minutes=told["minutes"])
    try:
        give_hour(
            case, method=Method(told["method"]), on=told["on"], going=going, aim=told["aim"], why=told["why"],
            anyway=told["anyway"], seen=told["seen"], by=request.user, at=now(),
        )  # fmt: skip
    except Conflict as conflict:
        sentence = ValidationError(refusal(case, conflict.code, told), code=conflict.code)
        form.add_error(AT_FIELD.get(conflict.code), sentence)
        if conflict.code in NOBODY_WORKS:
            ask_anyway(form)
        return False
    day = long_day(told["on"]) + (f" {told['hour']:%H:%M}" if told["hour"] else "")
    messages.success(request, _said(case, day, *going.names), extra_tags=undo_tag(case, "case.planned", request.user))
    return True


def _said(case: Case, day: str, who: str, second: str = "") -> str:
    told = {"family": case.person.family.nickname, "day": day, "who": who, "second": second}
    if second:
        return _("%(family)s: planned for %(day)s, %(who)s together with %(second)s.") % told
    return _("%(family)s: planned for %(day)s, %(who)s.") % told


def suggested(request: Request, case: Case, ahead: Visit | None) -> dict[str, Any]:
    """What stands, or what the rhythm proposes; an address may say another day, hour or worker."""
    zone, asked = case.organisation.zone, request.GET
    method = ahead.method if ahead else case.next_method or Method.VISIT
    due = localtime(case.next_due, zone) if case.next_due else None
    second = ahead.second_id if ahead else next((pk for pk, part in on_case(case).items() if part == "second"), None)
    minutes = usual_minutes(Method(method))
    if ahead and ahead.starts_at and ahead.ends_at:
        minutes = (ahead.ends_at - ahead.starts_at).seconds // 60
    return {
        "method": method,
        "on": asked.get("on") or (max(due.date(), local_day(now(), zone)) if due else None),
        "hour": asked.get("hour") or _hour(case, ahead, due),
        "minutes": asked.get("minutes") or minutes,
        "worker": asked.get("worker") or (ahead.worker_id if ahead else case.lead_id),
        "second": asked.get("second") or second,
        "aim": ahead.aim if ahead else "",
        "seen": str(ahead.pk) if ahead else "",
    }


def _hour(case: Case, ahead: Visit | None, due: datetime | None) -> str:
    """What was agreed, or for a proposal its own. A day taken without an hour has none: to change who goes promises
    nothing."""
    method = ahead.method if ahead else case.next_method
    if due is None or method in OF_ANY_HOUR or (ahead and ahead.starts_at is None):
        return ""
    return f"{due:%H:%M}"


def about(request: Request, case: Case, ahead: Visit | None) -> dict[str, Any]:
    zone, family = case.organisation.zone, case.person.family
    monday = week_of(local_day(case.next_due or now(), zone))[0]
    team = on_case(case)
    begins = start_of_day(min(monday, local_day(now(), zone)), zone)
    ends = begins + timedelta(days=2 * DAYS)
    say = Speaker.here(zone)
    slips = [(row.due, firm(row, say)) for row in engaged(list(team), begins, ends, without=case)]
    today = start_of_day(local_day(now(), zone), zone)
    thought_of = proposed(request.user, list(team), today, ends, without=case)
    slips += [(row.next_due, maybe(row, say)) for row in thought_of]
    return {
        "case": case, "family": family, "view": view_of(request), "monday": monday.isoformat(),
        "next": next_words(case, zone) if case.next_due else "",
        "why": reason_sentence(case.next_reason, case.next_facts) if case.next_reason else "",
        "budget": budget_words(budget_of(case, now()), now(), zone),
        "in_two": warning_words(warning(case, now())),
        "taken": str(ahead.pk) if ahead and ahead.state == "planned" else "",
        "engaged": [slip for _, slip in sorted(slips, key=itemgetter(0))],
    }  # fmt: skip


def next_words(case: Case, zone: ZoneInfo) -> str:
    """How and within which days."""
    assert case.next_earliest is not None
    assert case.next_latest is not None
    first, last = (short(localtime(at, zone).date()) for at in (case.next_earliest, case.next_latest))
    return side_by_side(label(Method(case.next_method)), f"{first} – {last}")


@needs(May.CASE_ASSIGN)
@require_POST
def lane(request: Request, pk: UUID) -> HttpResponse:
    """Back into the lane: what was agreed gives way to what the rhythm proposes."""
    case = case_or_404(request, pk, what=May.CASE_ASSIGN)
    on = local_day(case.next_due or now(), case.organisation.zone)
    try:
        back_to_lane(case, seen=request.POST.get("seen") or None, by=request.user, at=now())
    except Changed:
        first = _("Somebody else changed this appointment first. Look at it as it stands now.")
        messages.warning(request, f"{first} {who_was_first(request, case)}".strip())
    except Conflict as conflict:
        messages.warning(request, str(WHY_NOT[conflict.code]))
    else:
        said = _("%(family)s is back among the contacts without an hour.") % {"family": case.person.family.nickname}
        messages.success(request, said, extra_tags=undo_tag(case, "case.plan_taken_back", request.user))
    return redirect(f"{reverse('week')}?{address(on, view_of(request))}")
