"""The demo's week: half of what is due has its hour, one visit goes in a pair, and somebody is about to be away."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.absence import take_leave
from cases.actions.doing import Conflict
from cases.actions.planning import Going
from cases.actions.week import give_hour
from cases.models import Case
from cases.queries.calendars import days_ahead
from cases.queries.week import on_case
from cases.rules.due import local_day, moment
from cases.rules.facts import LeaveKind
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.week import usual_minutes

HOURS = (time(10), time(13, 30), time(15, 30))
DAYS = 8  # from today on, in which appointments are agreed
PAIRED = "朝顔さん宅"
LIKES = {
    "yuki": ("female", "猫、ゲーム、編み物 / cats, games, knitting"),
    "sora": ("male", "電車、将棋、写真 / trains, shogi, photography"),
    "hana": ("female", "料理、絵本 / cooking, picture books"),
}


def plan_the_week(users: dict[str, User], at: datetime) -> None:
    """Every second case that is due within a week, in the order in which they are due."""
    hana = users["hana"]
    for login, (sex, interests) in LIKES.items():
        with as_job(hana.organisation_id):
            User.objects.filter(pk=users[login].pk).update(sex=sex, interests=interests)
    _leave(users["sora"], at)
    with within(hana, seconds=600):
        waiting = Case.objects.open().filter(next_earliest__lte=at + timedelta(days=DAYS), lead__isnull=False)
        due = list(waiting.select_related("person__family", "organisation", "lead").order_by("next_ends", "pk"))
        for place, case in enumerate(due):
            if place % 2 == 0 or case.person.family.nickname == PAIRED:
                _agree(case, users, at)


def _leave(user: User, at: datetime) -> None:
    """From Wednesday to Friday of next week; what was proposed on these days moves, as for everybody."""
    today = local_day(at, user.organisation.zone)
    wednesday = today + timedelta(days=9 - today.weekday())
    with within(user, seconds=600):
        take_leave(user, wednesday, wednesday + timedelta(days=2), kind=LeaveKind.HOLIDAY, by=user, at=at)


def _agree(case: Case, users: dict[str, User], at: datetime) -> None:
    """The first hour that is free, as a coordinator would look for one; without one the case stays in the lane."""
    lead, method = case.lead, Method(case.next_method)
    assert lead is not None
    second = users["yuki"] if case.person.family.nickname == PAIRED and users["yuki"].pk not in on_case(case) else None
    for day, hour in _hours(case, lead, at):
        going = Going(
            worker=lead, second=second, hour=None if method in OF_ANY_HOUR else hour, minutes=usual_minutes(method)
        )
        with suppress(Conflict):
            give_hour(case, method=method, on=day, going=going, by=users["hana"], at=at)
            return


def _hours(case: Case, lead: User, at: datetime) -> Iterator[tuple[date, time]]:
    """From the day the rhythm proposes on, the working days of whoever leads."""
    assert case.next_due is not None
    zone = case.organisation.zone
    calendar = days_ahead(case.organisation, at, people=[lead.pk]).of(lead)
    first = max(local_day(case.next_due, zone), local_day(at, zone))
    for day in (first + timedelta(days=ahead) for ahead in range(DAYS)):
        if calendar.is_open(day):
            yield from ((day, hour) for hour in HOURS if moment(day, hour, zone) > at)
