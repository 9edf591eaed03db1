"""One's own days and hours of work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.models.user import EVERY_WEEKDAY
from cases.actions.staffing import choose_days
from cases.models.labels import in_a_row, side_by_side
from cases.rules.access import May
from cases.web.gate import Request, needs
from cases.web.office.forms import DaysForm


@needs(May.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def own_days(request: Request) -> HttpResponse:
    form = DaysForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        choose_days(*form.days(), by=request.user, at=now())
        messages.success(request, _("Saved. What nobody had accepted yet follows it."))
        return redirect("account")
    return render(request, "own/days.html", {"form": form}, status=422 if form.is_bound else 200)


def days_words(user: User) -> str:
    """Mon, Tue, Fri · 09:00–17:00"""
    days = in_a_row(word for day, word in WEEKDAYS_ABBR.items() if user.weekdays & 1 << day)
    hours = f"{user.hours[0]:%H:%M}–{user.hours[1]:%H:%M}" if user.hours else ""
    return side_by_side(_("every day") if user.weekdays == EVERY_WEEKDAY else days, hours)
