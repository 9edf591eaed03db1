"""Accepting what is proposed, or choosing another day or way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.walls import within
from cases.actions.arriving import arrive
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.planning import plan
from cases.models import Event, Visit
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
