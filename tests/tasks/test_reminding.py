"""Reminders: who is owed which, when, and only once."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.models.user import WORKING_WEEK
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.actions.planning import keep_signals
from cases.actions.sweeping import sweep
from cases.models import Case, Contact, Leave, Notice, Recess, Visit, Wish
from cases.rules.facts import Concern
from cases.rules.methods import Method, WithWhom
from cases.rules.reminders import Remind
from cases.rules.responses import Response
from tests.world import user


def local(world, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=world.engawa.zone)


def owed(world, kind: Remind, at: datetime) -> dict[str, dict]:
    """Who has been owed this kind by then."""
    sweep("remind", at=at)
    with as_job(world.engawa.pk):
        return {one.to.name: one.facts for one in Notice.objects.filter(template=kind).select_related("to")}


def count(world, kind: Remind) -> int:
    with as_job(world.engawa.pk):
        return Notice.objects.filter(template=kind).count()


def set_case(world, **facts) -> None:
    with as_job(world.engawa.pk):
        Case.objects.filter(pk=world.ken.pk).update(**facts)


def wishes(world, who: User, kind: Remind, **told) -> None:
    with within(who):
        Wish.objects.create(organisation=world.engawa, user=who, kind=kind, **told)


@pytest.fixture
def overdue_since(world) -> date:
    """The first day on which Ken's contact is overdue."""
    world.record(Response.PRESENCE)
    return world.ken.next_ends.astimezone(world.engawa.zone).date()


def test_a_passed_window_is_told_to_the_worker_on_the_next_morning_once(world, overdue_since):
    assert owed(world, Remind.OVERDUE, local(world, overdue_since, 7, 59)) == {}
    assert owed(world, Remind.OVERDUE, local(world, overdue_since, 8))["Yuki"]["count"] == 1
    for days in (0, 1, 5):
        owed(world, Remind.OVERDUE, local(world, overdue_since + timedelta(days=days), 12))
    assert count(world, Remind.OVERDUE) == 1


def test_another_window_that_passes_is_another_letter(world, overdue_since):
    owed(world, Remind.OVERDUE, local(world, overdue_since, 8))
    later = local(world, overdue_since + timedelta(days=3), 0)
    set_case(world, next_ends=later, next_latest=later - timedelta(hours=3))
    owed(world, Remind.OVERDUE, later + timedelta(hours=8))
    assert count(world, Remind.OVERDUE) == 2


def test_a_clock_that_stood_still_for_three_days_owes_one_letter_and_says_so(world, overdue_since):
    sweep("remind", at=local(world, overdue_since - timedelta(days=1), 12))
    facts = owed(world, Remind.OVERDUE, local(world, overdue_since + timedelta(days=3), 10))["Yuki"]
    assert datetime.fromisoformat(facts["since"]).date() == overdue_since - timedelta(days=1)


def test_a_clock_that_jumps_back_owes_nothing_twice(world, overdue_since):
    owed(world, Remind.OVERDUE, local(world, overdue_since + timedelta(days=1), 8, 30))
    with as_job(world.engawa.pk):
        Notice.objects.update(state="sent")
    for back in (timedelta(hours=1), timedelta(days=1)):
        owed(world, Remind.OVERDUE, local(world, overdue_since + timedelta(days=1), 8, 30) - back)
    assert count(world, Remind.OVERDUE) == 1


def test_after_a_week_the_coordinator_is_told_and_again_a_week_later(world, overdue_since):
    found = []
    for days in (6, 7, 8, 13, 14, 15):
        owed(world, Remind.LATE, local(world, overdue_since + timedelta(days=days), 9))
        found.append(count(world, Remind.LATE))
    assert found == [0, 1, 1, 1, 2, 2]


def test_the_organisation_says_after_how_many_days(world, overdue_since):
    with as_job(world.engawa.pk):
        type(world.engawa).objects.filter(pk=world.engawa.pk).update(late_days=2)
    assert owed(world, Remind.LATE, local(world, overdue_since + timedelta(days=1), 9)) == {}
    assert owed(world, Remind.LATE, local(world, overdue_since + timedelta(days=2), 9))["Hana"]["count"] == 1


def test_a_coordinator_who_is_gone_is_stood_in_for(world, overdue_since):
    mari = user(world.engawa, "Mari", Role.COORDINATOR)
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.hana.pk).update(is_active=False)
    assert set(owed(world, Remind.LATE, local(world, overdue_since + timedelta(days=7), 9))) == {mari.name}


def on_leave(world, who: User, first: date, days: int) -> None:
    with as_job(world.engawa.pk):
        Leave.objects.create(organisation=world.engawa, user=who, starts_on=first, ends_on=first + timedelta(days=days))


def test_on_leave_nothing_is_told_and_a_colleague_stands_in_for_the_coordinator(world, overdue_since):
    mari = user(world.engawa, "Mari", Role.COORDINATOR)
    for who in (world.yuki, world.hana):
        on_leave(world, who, overdue_since, 10)
    at = local(world, overdue_since + timedelta(days=7), 12)
    assert owed(world, Remind.OVERDUE, at) == {}
    assert set(owed(world, Remind.LATE, at)) == {mari.name}


def test_without_any_coordinator_an_administrator_is_told_and_learns_no_fact(world, overdue_since):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.hana.pk).update(is_active=False)
    at = local(world, overdue_since + timedelta(days=7), 9)
    facts = owed(world, Remind.UNATTENDED, at)["Ada"]
    assert set(facts) <= {"day", "since"}
    owed(world, Remind.UNATTENDED, at + timedelta(days=1))
    assert (count(world, Remind.UNATTENDED), count(world, Remind.LATE)) == (1, 0)


def concern(world, at: datetime) -> None:
    told = Try(
        id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=at, note="…", concern=Concern.SELF_HARM
    )
    with within(world.yuki):
        record_contact(world.see_ken(), told, by=world.yuki, at=at)


def told_of_concerns(world) -> list[tuple[str, str, dict]]:
    with as_job(world.engawa.pk):
        letters = Notice.objects.exclude(template__in=["morning", "digest"]).order_by("to__name")
        return list(letters.values_list("to__name", "template", "facts"))


def test_a_concern_while_the_coordinator_is_away_is_told_to_who_stands_in_once(world):
    user(world.engawa, "Mari", Role.COORDINATOR)
    on_leave(world, world.hana, world.morning.date(), 3)
    concern(world, world.morning)
    did = [sweep("remind", at=world.morning + timedelta(minutes=minutes)) for minutes in (5, 10, 60)]
    assert did[1:] == [0, 0]
    assert told_of_concerns(world) == [("Hana", "concern", {}), ("Mari", "concern", {})]


def test_a_concern_where_no_coordinator_is_left_comes_to_the_administrator(world):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.hana.pk).update(is_active=False)
    concern(world, world.morning)
    sweep("remind", at=world.morning + timedelta(minutes=5))
    assert told_of_concerns(world) == [("Ada", "unattended", {}), ("Hana", "concern", {})]


def test_a_concern_is_passed_to_nobody_when_its_coordinator_is_there(world):
    user(world.engawa, "Mari", Role.COORDINATOR)
    concern(world, world.morning)
    sweep("remind", at=world.morning + timedelta(minutes=5))
    assert told_of_concerns(world) == [("Hana", "concern", {})]


def test_a_concern_of_the_week_before_last_is_passed_on_to_nobody_any_more(world):
    user(world.engawa, "Mari", Role.COORDINATOR)
    concern(world, world.morning)
    for days, who in ((7, ["Hana"]), (6, ["Hana", "Mari"])):  # on leave a week after it, or within the week
        since = world.morning + timedelta(days=days, minutes=1)
        on_leave(world, world.hana, since.date(), 0)
        sweep("remind", at=since)
        assert [name for name, _, _ in told_of_concerns(world)] == who


def begin(world, at: datetime, **facts) -> None:
    with as_job(world.engawa.pk):
        Visit.objects.create(
            organisation=world.engawa, case=world.ken, worker=world.yuki, method="visit", earliest=at, due=at,
            latest=at, **facts,
        )  # fmt: skip


def test_in_the_evening_what_is_not_written_is_told(world):
    day = world.morning.date()
    begin(world, local(world, day, 14))
    assert owed(world, Remind.EVENING, local(world, day, 17, 59)) == {}
    assert owed(world, Remind.EVENING, local(world, day, 18))["Yuki"]["count"] == 1
    owed(world, Remind.EVENING, local(world, day, 22))
    assert count(world, Remind.EVENING) == 1


def test_both_who_went_are_told_once_each(world):
    day = world.morning.date()
    begin(world, local(world, day, 14), second=world.sora)
    for hour in (18, 19):
        found = owed(world, Remind.EVENING, local(world, day, hour))
    assert {name: facts["count"] for name, facts in found.items()} == {"Yuki": 1, "Sora": 1}
    assert count(world, Remind.EVENING) == 2


@pytest.mark.parametrize(("hour", "state"), [(14, "done"), (20, "planned")])
def test_what_is_written_or_still_ahead_is_not(world, hour, state):
    day = world.morning.date()
    begin(world, local(world, day, hour), state=state)
    assert owed(world, Remind.EVENING, local(world, day, 18)) == {}


def test_a_visit_that_was_begun_today_counts_whenever_it_was_planned(world):
    day = world.morning.date()
    begin(world, local(world, day - timedelta(days=3), 14), state="under_way", arrived_at=local(world, day, 15))
    assert set(owed(world, Remind.EVENING, local(world, day, 18))) == {"Yuki"}


def heard(world, response: Response, at: datetime, *, with_whom: WithWhom = WithWhom.PERSON) -> None:
    with as_job(world.engawa.pk):
        Contact.objects.create(
            id=uuid4(), digest="x", organisation=world.engawa, case=world.ken, method=Method.VISIT, response=response,
            with_whom=with_whom, started_at=at, worker=world.yuki, author=world.yuki, written_at=at, received_at=at,
        )  # fmt: skip
        keep_signals(Case.objects.get(pk=world.ken.pk))


def test_a_case_without_a_sign_is_told_once_a_week(world):
    day = date(2026, 6, 8)  # a Monday, 68 days after the first morning
    for days in (17, 10, 3):
        heard(world, Response.NO_SIGN, local(world, day - timedelta(days=days), 12))
    found = []
    for days in (0, 1, 6, 7):
        owed(world, Remind.SILENT, local(world, day + timedelta(days=days), 9))
        found.append(count(world, Remind.SILENT))
    assert found == [1, 1, 1, 2]


@pytest.mark.parametrize("response", [Response.PRESENCE, Response.REFUSED])
def test_a_sign_or_an_answer_ends_the_silence(world, response):
    heard(world, response, local(world, date(2026, 6, 5), 12))
    assert owed(world, Remind.SILENT, local(world, date(2026, 6, 8), 9)) == {}


def test_only_the_family_for_three_months_is_told_apart(world):
    day = date(2026, 7, 6)
    heard(world, Response.VOICE, local(world, day - timedelta(days=20), 12))
    set_case(world, last_at=local(world, day - timedelta(days=95), 12), family_last_at=local(world, day, 8))
    assert owed(world, Remind.SILENT, local(world, day, 9))["Hana"] == {"count": 1, "family": 1, "day": "2026-07-06"}


def test_on_monday_the_manager_gets_the_week_in_numbers(world, overdue_since):
    day = overdue_since + timedelta(days=(7 - overdue_since.weekday()) % 7 or 7)
    facts = owed(world, Remind.DIGEST, local(world, day, 8))
    assert facts["Mio"] | {"day": ""} == {
        "count": 0, "planned": 0, "overdue": 1, "concerns": 0, "silent": 0, "day": "",
    }  # fmt: skip
    owed(world, Remind.DIGEST, local(world, day + timedelta(days=6), 8))
    assert count(world, Remind.DIGEST) == 1


def test_on_a_day_off_and_in_a_rest_only_what_is_late_is_told(world, overdue_since):
    with as_job(world.engawa.pk):
        User.objects.update(weekdays=WORKING_WEEK)
        Recess.objects.create(
            organisation=world.engawa, name="休み", starts_on=overdue_since, ends_on=overdue_since + timedelta(days=7)
        )
    at = local(world, overdue_since + timedelta(days=7), 9)
    assert owed(world, Remind.OVERDUE, at) == {}
    assert set(owed(world, Remind.LATE, at)) == {"Hana"}


def test_each_chooses_hour_and_way(world, overdue_since):
    wishes(world, world.yuki, Remind.OVERDUE, channel="push", hour=time(12))
    assert owed(world, Remind.OVERDUE, local(world, overdue_since, 11)) == {}
    owed(world, Remind.OVERDUE, local(world, overdue_since, 12))
    with as_job(world.engawa.pk):
        assert Notice.objects.get(template=Remind.OVERDUE).channel == "push"


def test_nothing_is_owed_to_who_wants_none_but_what_must_be_told_is(world, overdue_since):
    wishes(world, world.yuki, Remind.OVERDUE, channel="none")
    wishes(world, world.hana, Remind.LATE, channel="none")
    at = local(world, overdue_since + timedelta(days=7), 12)
    assert owed(world, Remind.OVERDUE, at) == {}
    assert set(owed(world, Remind.LATE, at)) == {"Hana"}


def test_next_door_is_told_nothing_of_it(world, overdue_since):
    sweep("remind", at=local(world, overdue_since + timedelta(days=8), 12))
    with as_job(world.madobe.pk):
        assert not Notice.objects.exists()
