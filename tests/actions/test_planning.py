"""Accepting what is proposed, or choosing another day or way."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts.walls import within
from cases.actions.arriving import arrive
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.planning import plan
from cases.models import Event, Leave, Person, Recess, Visit
from cases.models.events import event_words
from cases.queries.rhythm import budget_of
from cases.rules.facts import Concern
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response


@pytest.fixture
def at(world):
    return world.morning + timedelta(days=1)


def accept(world, at, method=Method.VISIT, on=None, by=None):
    who = by or world.yuki
    with within(who):
        day = on or world.ken.next_due.astimezone(world.engawa.zone).date()
        plan(world.ken, method=method, on=day, by=who, at=at)
    return world.see_ken()


def call_mother(world, at, **more):
    told = Try(
        id=world.ken.pk, method=Method.PHONE, response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE,
        started_at=at, **more,
    )  # fmt: skip
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=at)
    return world.see_ken()


def test_accepted_it_keeps_its_window_and_its_reason(world, at):
    before = (world.ken.next_earliest, world.ken.next_latest, world.ken.next_reason)
    accept(world, at)
    assert (world.ken.next_earliest, world.ken.next_latest, world.ken.next_reason) == before
    assert world.ken.next_accepted


def test_accepted_twice_it_stands_once(world, at):
    for _ in range(2):
        accept(world, at)
    with within(world.hana):
        assert (Visit.objects.count(), Event.objects.filter(what="case.planned").count()) == (1, 1)


def test_another_day_is_the_teams_choice_and_says_so(world, at):
    accept(world, at, on=date(2026, 4, 17))
    assert (world.ken.next_reason, world.ken.next_due.date()) == ("chosen", date(2026, 4, 17))


def test_a_proposal_of_today_accepted_in_the_evening_has_an_hour_that_is_left(world, at):
    late = world.ken.next_due + timedelta(hours=3, minutes=5)
    reason = world.ken.next_reason
    accept(world, late)
    assert (world.ken.next_due, world.ken.next_reason) == (late + timedelta(minutes=10), reason)
    with within(world.hana):
        assert Visit.objects.get().due == world.ken.next_due


@pytest.mark.parametrize("on", [date(2026, 4, 1), date(2027, 6, 1)])
def test_no_day_behind_us_or_beyond_a_year(world, at, on):
    with pytest.raises(Conflict, match="day_out_of_reach"):
        accept(world, at, on=on)


def test_a_worker_without_the_case_plans_nothing(world, at):
    with pytest.raises(PermissionDenied):
        accept(world, at, by=world.sora)


def test_while_somebody_is_at_the_door_nothing_else_is_planned(world, at):
    with within(world.yuki):
        arrive(world.ken, by=world.yuki, at=at)
    with pytest.raises(Conflict, match="under_way"):
        accept(world, at + timedelta(hours=1), on=date(2026, 4, 9), by=world.hana)
    accept(world, at + timedelta(days=1), on=date(2026, 4, 9), by=world.hana)  # nobody stands there for a day
    with within(world.hana):
        assert set(Visit.objects.values_list("state", flat=True)) == {"cancelled", "planned"}


def test_a_call_to_the_mother_leaves_the_accepted_visit_standing(world, at):
    accept(world, at, on=date(2026, 4, 10))
    call_mother(world, at + timedelta(days=2))
    assert (world.ken.next_accepted, world.ken.next_due.date()) == (True, date(2026, 4, 10))


def test_a_concern_asks_for_a_new_plan_all_the_same(world, at):
    accept(world, at, on=date(2026, 4, 10))
    call_mother(world, at + timedelta(days=2), concern=Concern.SELF_HARM)
    assert (world.ken.next_accepted, world.ken.next_reason) == (False, "concern_first")
    with within(world.hana):
        assert not Visit.objects.filter(state="planned").exists()


def test_the_visit_itself_is_done_by_its_record(world, at):
    accept(world, at, on=date(2026, 4, 10))
    contact = world.record(Response.VOICE, days=9)
    with within(world.hana):
        assert Visit.objects.get().contact_id == contact.pk
    assert not world.ken.next_accepted


def test_a_late_entry_falls_into_its_place_and_ends_no_visit(world, at):
    world.record(Response.VOICE, days=2)
    accept(world, at + timedelta(days=2), on=date(2026, 4, 10))
    told = Try(id=world.ken.pk, method=Method.VISIT, response=Response.VOICE, started_at=at)
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=at + timedelta(days=3))
    assert (world.see_ken().next_accepted, world.ken.voice_streak) == (True, 2)


# --- the pressure budget and the quiet hours ---


def full_week(world):
    for days in (0, 1, 2):
        world.record(Response.VOICE, days=days)


def test_one_contact_too_many_is_planned_by_nobody_without_a_reason(world, at):
    full_week(world)
    for who in (world.yuki, world.hana):
        with pytest.raises(Conflict, match="over_budget"):
            accept(world, at + timedelta(days=2), on=date(2026, 4, 5), by=who)
    with within(world.hana):
        assert not Visit.objects.exists()


def test_a_worker_passes_no_cap_even_with_a_reason(world, at):
    full_week(world)
    later = at + timedelta(days=2)
    with within(world.yuki), pytest.raises(Conflict, match="over_budget"):
        plan(world.ken, method=Method.VISIT, on=date(2026, 4, 5), why="頼まれた", by=world.yuki, at=later)


def test_a_coordinator_passes_a_cap_with_a_reason_that_stands_in_the_history(world, at):
    full_week(world)
    with within(world.hana):
        plan(
            world.ken, method=Method.VISIT, on=date(2026, 4, 5), why="本人から頼まれた", by=world.hana,
            at=at + timedelta(days=2),
        )  # fmt: skip
        told = Event.objects.filter(what="case.planned").latest("at")
    assert (told.note, told.facts["passed"]) == ("本人から頼まれた", ["over_budget"])
    assert event_words(told) == "理由を添えて上限を超えて予定：訪問（2026年4月5日（日））"


def test_the_first_free_day_and_a_talk_with_the_family_pass_no_cap(world, at):
    full_week(world)
    accept(world, at + timedelta(days=2), method=Method.FAMILY_MEETING, on=date(2026, 4, 5))
    accept(world, at + timedelta(days=2), on=date(2026, 4, 8))
    with within(world.hana):
        assert all("passed" not in told.facts for told in Event.objects.filter(what="case.planned"))


def test_a_word_the_mother_passes_on_takes_one_of_the_budget(world, at):
    told = Try(
        id=uuid4(), method=Method.PHONE, response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE, started_at=at,
        relayed=True,
    )  # fmt: skip
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=at)
        assert budget_of(world.see_ken(), at).left_7 == 2


def test_nobody_is_planned_into_the_quiet_hours_of_the_evening(world, at):
    evening = datetime(2026, 4, 9, 22, 10, tzinfo=world.engawa.zone)
    with pytest.raises(Conflict, match="quiet_hours"):
        accept(world, evening, on=date(2026, 4, 9))
    accept(world, evening, method=Method.LETTER, on=date(2026, 4, 9))  # a letter wakes nobody


def test_a_day_chosen_for_whoever_sleeps_by_day_begins_when_the_quiet_hours_end(world, at):
    with within(world.hana):
        Person.objects.update(quiet_from=time(6), quiet_until=time(16))
    world.see_ken()
    accept(world, at, on=date(2026, 4, 10))
    assert world.ken.next_due == datetime(2026, 4, 10, 16, tzinfo=world.engawa.zone)


@pytest.mark.parametrize("why", ["on_leave", "on_rest"])
def test_nobody_is_planned_into_leave_or_a_rest_by_hand_either(world, at, why):
    day = date(2026, 4, 10)
    with within(world.hana):
        if why == "on_leave":
            Leave.objects.create(organisation=world.engawa, user=world.yuki, starts_on=day, ends_on=day)
        else:
            Recess.objects.create(organisation=world.engawa, name="花見", starts_on=day, ends_on=day)
    with pytest.raises(Conflict, match=why):
        accept(world, at, on=day)
    assert accept(world, at, on=day + timedelta(days=1)).next_accepted
