"""One definition of due: list, badge, board, morning letter, Today, week and calendar agree at every local midnight."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import BooleanField, ExpressionWrapper

from accounts.models import Organisation
from accounts.walls import as_job, within
from cases.actions.feeding import make_feed
from cases.actions.opening import open_case, record_inquiry
from cases.models import Case, Feed
from cases.models.case import DUE_WHEN
from cases.queries.board import board
from cases.queries.clock import outlook
from cases.queries.desk import Filters, page
from cases.queries.feed import ahead
from cases.queries.reminders import pressing as on_the_list
from cases.queries.today import AHEAD, today
from cases.queries.week import lane
from cases.rules.due import Due, due_of, end_of_day, local_day, moment, start_of_day
from cases.rules.ladder import Stage
from cases.web.week.slips import Speaker, waiting
from tests.world import World, told

SECOND = timedelta(seconds=1)
YEAR = [date(2028, 1, 1) + timedelta(days=ahead) for ahead in range(366)]  # with a 29 February


def edges(zone: ZoneInfo) -> list[date]:
    """The leap day, the end of a month and the days on which the clocks of this zone change."""
    changing = [
        day for day in YEAR if end_of_day(start_of_day(day, zone), zone) - start_of_day(day, zone) != timedelta(1)
    ]
    return [date(2028, 2, 29), date(2028, 4, 30), *changing]


def stretch(zone: ZoneInfo) -> list[date]:
    around = {edge + timedelta(days=step) for edge in edges(zone) for step in range(-1, 3)}
    return sorted(around)


# Half an hour off and with changing clocks, a day ahead of everybody, and one whose clocks skip midnight.
ZONES = ["Asia/Tokyo", "Europe/Berlin", "Australia/Adelaide", "America/Santiago", "Pacific/Kiritimati"]


@pytest.fixture(params=ZONES)
def moved(request, world) -> World:
    """The house in another zone, with a case whose window begins, and one whose window ends, at each of the edges."""
    with as_job():
        Organisation.objects.filter(pk=world.engawa.pk).update(time_zone=request.param)
    world.engawa.time_zone = request.param
    for one in (world.hana, world.yuki):
        one.organisation.time_zone = request.param
    for edge in edges(world.engawa.zone):
        for starts_on, ends_on in ((edge, edge), (edge - timedelta(days=3), edge - timedelta(days=1))):
            plan(world, starts_on, ends_on)
    return world


def plan(world: World, starts_on: date, ends_on: date) -> None:
    zone, staff = world.engawa.zone, {"coordinator": world.hana, "lead": world.yuki, "second": None}
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        case = open_case(case, **staff, stage=Stage.DOOR, pace=None, by=world.hana, at=world.morning)
        latest = moment(ends_on, time(14), zone)
        Case.objects.filter(pk=case.pk).update(
            next_earliest=start_of_day(starts_on, zone), next_due=moment(starts_on, time(14), zone),
            next_latest=latest, next_ends=end_of_day(latest, zone),
        )  # fmt: skip


def by_the_calendar(case: Case, at: datetime, zone: ZoneInfo) -> Due:
    """The same question asked of a wall calendar: days only, no moments."""
    today, last = local_day(at, zone), local_day(case.next_latest, zone)
    if today > last:
        return Due.OVERDUE
    return Due.PLANNED if today < local_day(case.next_earliest, zone) else Due.DUE


def seen_by_the_coordinator(world: World, at: datetime) -> dict[str, dict]:
    hana = world.hana
    with within(hana):
        views = {due: [row.pk for row in page(hana, Filters(view=due), at)[0]] for due in (Due.DUE, Due.OVERDUE)}
        badges = {
            row.pk: due_of(row.next_earliest, row.next_ends, at) for row in page(hana, Filters(view="all"), at)[0]
        }
        counted = board(hana, at)
        say = Speaker.here(world.engawa.zone)
        laid = [waiting(row, say, at) for row in lane(hana, at + timedelta(days=400), view="all")]
    return {
        "list": {pk: due for due, pks in views.items() for pk in pks},
        "badge": badges,
        "board": {Due.DUE: counted.due, Due.OVERDUE: counted.overdue},
        "week": {slip.case: slip.due for slip in laid},
    }


def test_everything_that_shows_what_is_due_agrees_around_every_edge_of_the_calendar(moved):
    world, zone = moved, moved.engawa.zone
    with within(world.yuki):
        make_feed("code", by=world.yuki, at=world.morning)
        feed = Feed.objects.select_related("user__organisation").get()
        feed.user.organisation.time_zone = world.engawa.time_zone
    with within(world.hana):
        cases = list(Case.objects.open())
    for at in (start_of_day(day, zone) + step for day in stretch(zone) for step in (-SECOND, 0 * SECOND)):
        true = {case.pk: by_the_calendar(case, at, zone) for case in cases}
        pressing = {pk: due for pk, due in true.items() if due in (Due.DUE, Due.OVERDUE)}
        desk = seen_by_the_coordinator(world, at)
        assert (desk["list"], desk["badge"], desk["week"]) == (pressing, true, true), at
        assert desk["board"] == {due: Counter(true.values())[due] for due in (Due.DUE, Due.OVERDUE)}, at
        with within(world.yuki):
            phone = {row["pk"]: row["due"] for row in today(world.yuki, at)}
            feed_says = Counter(one.standing for one in ahead(feed, at))
        soon = {case.pk for case in cases if case.next_earliest <= at + AHEAD}
        assert phone == {pk: due for pk, due in true.items() if pk in soon}, at
        assert feed_says == Counter(true.values()), at
        with as_job(world.engawa.pk):
            assert outlook(world.engawa, at) == {due: Counter(true.values())[due] for due in Due}, at
            letter = {who: count for who, count, _ in on_the_list(house=world.engawa.pk, at=at)}
        assert letter == ({world.yuki.pk: len(pressing)} if pressing else {}), at


def in_the_database(at: datetime) -> dict[UUID, list[Due]]:
    """What the one expression says of every open case, in one question."""
    asked = {f"is_{due}": ExpressionWrapper(DUE_WHEN[due](at), output_field=BooleanField()) for due in Due}
    rows = Case.objects.open().annotate(**asked).values_list("pk", *asked)
    return {pk: [due for due, is_so in zip(Due, told, strict=True) if is_so] for pk, *told in rows}


def test_database_python_and_phone_agree_at_every_local_midnight_of_a_year(moved):
    world, zone = moved, moved.engawa.zone
    for first in YEAR[5::60]:
        plan(world, first, first + timedelta(days=20))
    with within(world.hana):
        cases = list(Case.objects.open())
        midnights = [start_of_day(day, zone) + step for day in YEAR for step in (-SECOND, 0 * SECOND)]
        true = {at: {case.pk: by_the_calendar(case, at, zone) for case in cases} for at in midnights}
        for at in midnights:
            assert {case.pk: case.due(at) for case in cases} == true[at], at
            assert in_the_database(at) == {pk: [due] for pk, due in true[at].items()}, at
    with within(world.yuki):
        for at in midnights:
            soon = {case.pk for case in cases if case.next_earliest <= at + AHEAD}
            phone = {row["pk"]: row["due"] for row in today(world.yuki, at)}
            assert phone == {pk: due for pk, due in true[at].items() if pk in soon}, at
    seen = Counter(due for told in true.values() for due in told.values())
    assert all(seen[due] > 100 for due in (Due.PLANNED, Due.DUE, Due.OVERDUE)), seen
