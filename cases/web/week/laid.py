"""A card that was laid on an hour which is taken: what stands in the way, and the next hour that is free."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Form
from django.utils.translation import gettext as _

from accounts.roles import Role
from cases.models import Case
from cases.queries.load import carers
from cases.queries.week import code_of, in_the_way, key_in, taken_hours
from cases.rules.access import May, may
from cases.rules.due import LONGEST_LOOK, local_day, moment
from cases.rules.week import next_free
from cases.web.gate import Request
from cases.web.week.forms import HourForm
from cases.web.week.slips import clock, short

FIELDS = ("on", "worker", "second", "method", "hour", "minutes", "seen")  # what a card laid down sends
LAID = "laid"  # that it was a card, and which


def to_board(request: Request, case: Case, view: str) -> str:
    """The board with everything the card brought along, so that it can be looked at and sent again."""
    told = {name: request.POST.get(name, "") for name in FIELDS}
    return urlencode(told | {"view": view, LAID: str(case.pk)})


def is_taken(request: Request, form: Form) -> bool:
    return LAID in request.POST and form.has_error("hour", "busy")


def laid(request: Request, at: datetime) -> dict[str, Any]:
    """Empty where no card was laid, or where nothing stands in its way any more."""
    key = key_in(request.GET.get(LAID, ""))
    case = _case(request, key) if key else None
    if case is None:
        return {}
    form = HourForm(request.GET, closed=case.closed_methods, carers=carers(case.organisation))
    if not form.is_valid() or form.cleaned_data["hour"] is None:
        return {}
    ahead = form.cleaned_data["on"] - local_day(at, case.organisation.zone)
    return _told(case, form) if timedelta() <= ahead <= LONGEST_LOOK else {}


def _case(request: Request, key: UUID) -> Case | None:
    if not may(Role(request.user.role), May.CASE_ASSIGN):
        return None
    seen = Case.objects.visible_to(request.user).select_related("organisation", "person__family")
    return seen.filter(pk=key).first()


def _told(case: Case, form: HourForm) -> dict[str, Any]:
    told, zone = form.cleaned_data, case.organisation.zone
    people = [one for one in (told["worker"], told["second"]) if one]
    keys = [one.pk for one in people]
    begins = moment(told["on"], told["hour"], zone)
    other = in_the_way(keys, begins, begins + timedelta(minutes=told["minutes"]), without=case)
    if other is None or other.starts_at is None or other.ends_at is None:
        return {}
    free = _free(case, people, form)
    who = other.worker_name if other.worker in keys else other.second_name
    words = _(
        "%(family)s cannot stand on %(day)s %(hour)s: %(who)s is with %(other)s (%(code)s) from %(begins)s to %(ends)s."
    )
    return {
        "words": words % {
            "family": case.person.family.nickname, "day": short(told["on"]), "hour": f"{told['hour']:%H:%M}",
            "who": who, "other": other.nickname, "code": code_of(other.case),
            "begins": clock(other.starts_at, zone), "ends": clock(other.ends_at, zone),
        },
        "case": case.pk, "free": f"{free:%H:%M}" if free else "", "field": LAID,
        "fields": [(name, form.data.get(name, "")) for name in FIELDS if name != "hour"],
        "asked": urlencode({name: form.data.get(name, "") for name in FIELDS if name != "seen"}),
    }  # fmt: skip


def _free(case: Case, people: list[Any], form: HourForm) -> time | None:
    """Later on that day, out of all quiet hours and within the hours of who goes."""
    told, house = form.cleaned_data, case.organisation
    closed = [house.quiet, case.person.quiet, *((one.hours[1], one.hours[0]) for one in people if one.hours)]
    taken = taken_hours([one.pk for one in people], told["on"], house.zone, without=case)
    return next_free(told["hour"], told["minutes"], taken, closed)
