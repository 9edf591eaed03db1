"""When one is away: each for herself, and the office for everybody."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Role
from cases.actions.absence import change_leave, drop_leave, take_leave
from cases.actions.doing import Changed, Conflict
from cases.models import Case, Leave, Visit
from cases.models.events import long_day
from cases.models.labels import label, side_by_side
from cases.queries.leave import whose_was
from cases.rules.access import May, may
from cases.rules.due import start_of_day
from cases.rules.facts import LeaveKind
from cases.rules.methods import Method
from cases.web.gate import Request, needs
from cases.web.own.days import days_words
from cases.web.own.forms import LeaveChangeForm, LeaveForm
from cases.web.week.slips import short

# The field that mends it, and the sentence.
REFUSED = {
    "not_in_order": ("ends_on", gettext_lazy("The last day lies before the first. Change one of them.")),
    "over": ("ends_on", gettext_lazy("This leave is over already. Enter a last day from today on.")),
    "too_long": ("ends_on", gettext_lazy("A leave lasts two years at most. Choose an earlier last day.")),
    "too_far": ("starts_on", gettext_lazy("That is more than two years ahead. Look at the year once more.")),
    "overlaps": (
        "starts_on",
        gettext_lazy("Some of these days are leave already. Choose others, or cancel that one."),
    ),
}


KEPT = gettext_lazy("Saved. What nobody had accepted yet is planned around it.")
CHANGED = gettext_lazy("Somebody else changed or cancelled this leave first. Look at the list once more.")


@needs(May.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def own_leave(request: Request) -> HttpResponse:
    return _leave(request, request.user, reverse("own_leave"))


@needs(May.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def one_leave(request: Request, pk: UUID) -> HttpResponse:
    """Corrected: one's own, or a colleague's by the office."""
    leaves = Leave.objects.filter(organisation=request.user.organisation).select_related("user__organisation")
    office = may(Role(request.user.role), May.LEAVE)
    leave = (leaves if office else leaves.filter(user=request.user)).filter(pk=pk).first()
    if leave is None:
        return cancelled(request, pk, office=office)
    own = leave.user_id == request.user.pk
    back = list_of(request, leave.user_id)
    days = f"{long_day(leave.starts_on)} – {long_day(leave.ends_on)}"
    form = LeaveChangeForm(request.POST if request.method == "POST" else None, leave=leave)
    if form.is_bound and form.is_valid():
        first, last, told = told_in(form)
        try:
            change_leave(leave, first, last, **told, by=request.user, at=now())
        except Conflict as conflict:
            form.add_error(*REFUSED[conflict.code])
        except Changed:
            form.add_error(None, str(CHANGED))
        else:
            messages.success(request, str(KEPT))
            return redirect(back)
    shown = {"form": form, "days": days, "user": leave.user, "is_own": own, "back": back}
    return render(request, "own/one_leave.html", shown, status=422 if form.is_bound else 200)


def cancelled(request: Request, pk: UUID, *, office: bool) -> HttpResponse:
    """By a colleague, while it stood open here: what was typed stands in the form for a new one."""
    user = whose_was(pk, request.user.organisation)
    if user is None or not (office or user.pk == request.user.pk):
        raise Http404
    back = list_of(request, user.pk)
    if request.method != "POST":
        messages.warning(request, str(CHANGED))
        return redirect(back)
    form = LeaveForm(request.POST)
    form.add_error(None, str(CHANGED))
    return _shown(request, user, back, form)


def list_of(request: Request, user: UUID) -> str:
    return reverse("own_leave") if user == request.user.pk else reverse("leave_of", args=[user])


def told_in(form: LeaveForm) -> tuple[date, date, dict[str, Any]]:
    told = form.cleaned_data
    return told["starts_on"], told["ends_on"], {"kind": LeaveKind(told["kind"]), "note": told["note"]}


@needs(May.LEAVE)
@require_http_methods(["GET", "POST"])
def leave_of(request: Request, pk: UUID) -> HttpResponse:
    colleagues = User.objects.filter(organisation=request.user.organisation).select_related("organisation")
    return _leave(request, get_object_or_404(colleagues, pk=pk), reverse("leave_of", args=[pk]))


def _leave(request: Request, user: User, here: str) -> HttpResponse:
    at = now()
    if request.method == "POST" and "drop" in request.POST:
        for leave in still_ahead(user).filter(pk__in=[request.POST["drop"]] if _is_uuid(request.POST["drop"]) else []):
            drop_leave(leave, by=request.user, at=at)
            messages.success(request, _("The leave is cancelled."))
        return redirect(here)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        first, last, told = told_in(form)
        try:
            take_leave(user, first, last, **told, by=request.user, at=at)
        except Conflict as conflict:
            form.add_error(*REFUSED[conflict.code])
        else:
            messages.success(request, str(KEPT))
            return redirect(here)
    return _shown(request, user, here, form)


def _shown(request: Request, user: User, here: str, form: LeaveForm) -> HttpResponse:
    role = Role(request.user.role)
    sees = may(role, May.CASE_SEE, own=True)
    shown = {
        "user": user, "form": form, "is_own": user == request.user, "here": here,
        "may_hand_over": may(role, May.HAND_OVER),
        "works": days_words(user),
        "leaves": [_row(one, request.user if sees else None) for one in still_ahead(user).order_by("starts_on", "pk")],
    }  # fmt: skip
    return render(request, "own/leave.html", shown, status=422 if form.is_bound else 200)


def still_ahead(user: User) -> QuerySet[Leave]:
    today = localtime(now(), user.organisation.zone).date()
    return Leave.objects.filter(user=user, ends_on__gte=today).select_related("user__organisation")


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _row(leave: Leave, reader: User | None) -> dict[str, object]:
    """With the accepted visits that fall into it: a person decides about those. An administrator, no `reader` of cases,
    sees none."""
    return {
        "pk": leave.pk,
        "week": f"{reverse('week')}?on={leave.starts_on}",
        "days": f"{long_day(leave.starts_on)} – {long_day(leave.ends_on)}",
        "kind": label(LeaveKind(leave.kind)),
        "note": leave.note,
        "accepted": list(_accepted(leave, reader)) if reader else [],
    }


def _accepted(leave: Leave, reader: User) -> Iterator[tuple[UUID, str, str]]:
    """The case, the nickname, and when by which way."""
    zone = leave.user.organisation.zone
    goes = Visit.objects.filter(Q(worker=leave.user) | Q(second=leave.user), state="planned")
    begins, ends = start_of_day(leave.starts_on, zone), start_of_day(leave.ends_on + timedelta(days=1), zone)
    mine = goes.filter(due__gte=begins, due__lt=ends, case__in=Case.objects.visible_to(reader)).order_by("due", "pk")
    for case, nickname, due, method in mine.values_list("case_id", "case__person__family__nickname", "due", "method"):
        yield case, nickname, side_by_side(short(localtime(due, zone).date()), label(Method(method)))
