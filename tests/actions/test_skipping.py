"""「今回は見送る」: no contact, no refusal; the next counts from that day, and one tap takes it back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.walls import within
from cases.actions.arriving import arrive
from cases.actions.doing import Changed, Conflict
from cases.actions.moving import pause
from cases.actions.planning import PLAN, plan
from cases.actions.skipping import skip
from cases.actions.undoing import take_back
from cases.models import Consent, Contact, Event, Visit
from cases.rules.facts import PauseScope, SkipReason
from cases.rules.methods import Method
from cases.rules.responses import Response


@pytest.fixture
def at(world):
    return world.morning + timedelta(days=1)


def leave_out(world, at, reason=SkipReason.FAMILY, by=None, due=None):
    who = by or world.yuki
    with within(who):
        skip(world.ken, due=due or world.ken.next_due, reason=reason, note="法事", by=who, at=at)
    return world.see_ken()


def accept(world, at, on):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=on, by=world.yuki, at=at)
    return world.see_ken()


def undo(world, at, by=None):
    who = by or world.yuki
    with within(who):
        event = Event.objects.filter(case=world.ken, what="case.skipped").order_by("-at", "-id").first()
        take_back(world.ken, event, by=who, at=at)
    return world.see_ken()


def stands(world):
    return {name: getattr(world.ken, name) for name in (*PLAN, "next_accepted")}


def test_the_next_counts_from_the_day_that_was_left_out(world, at):
    world.record(Response.PRESENCE, days=1)
    due = world.ken.next_due
    leave_out(world, at + timedelta(days=1))
    assert (world.ken.next_due - due, world.ken.next_reason) == (timedelta(days=7), "pace")
    assert world.ken.next_earliest > due


@pytest.mark.parametrize("reason", SkipReason)
def test_it_is_no_contact_and_no_refusal_whoever_asked_for_it(world, at, reason):
    before = (world.ken.refusals, world.ken.recent, world.ken.last_at, world.ken.closed_methods)
    leave_out(world, at, reason)
    assert (world.ken.refusals, world.ken.recent, world.ken.last_at, world.ken.closed_methods) == before
    with within(world.hana):
        assert not Contact.objects.exists()
        assert not Consent.objects.exists()
        told = Event.objects.get(what="case.skipped")
    assert (told.facts["reason"], told.note, told.by_id) == (reason, "法事", world.yuki.pk)


def test_an_accepted_visit_is_called_off_with_its_reason(world, at):
    accept(world, at, date(2026, 4, 10))
    leave_out(world, at, SkipReason.WEATHER)
    assert (world.ken.next_accepted, world.ken.next_due.date() > date(2026, 4, 10)) == (False, True)
    with within(world.hana):
        assert Visit.objects.values_list("state", "why_cancelled").get() == ("cancelled", "weather")
        assert Event.objects.get(what="case.skipped").facts["called_off"] is True


def test_two_taps_leave_out_one_contact(world, at):
    due = world.ken.next_due
    leave_out(world, at)
    with pytest.raises(Changed):
        leave_out(world, at, due=due)
    with within(world.hana):
        assert Event.objects.filter(what="case.skipped").count() == 1


def test_taken_back_everything_stands_as_before(world, at):
    accept(world, world.morning, date(2026, 4, 10))
    before = stands(world)
    leave_out(world, at)
    undo(world, at + timedelta(minutes=1))
    assert stands(world) == before
    assert world.ken.skip is None
    with within(world.hana):
        assert Visit.objects.get().state == "planned"


def test_left_out_twice_the_second_is_taken_back_alone(world, at):
    leave_out(world, at)
    first, before = world.ken.skip, stands(world)
    leave_out(world, at + timedelta(hours=1))
    undo(world, at + timedelta(hours=1, minutes=1))
    assert (world.ken.skip, stands(world)) == (first, before)


def test_what_somebody_planned_since_is_not_swept_away_by_taking_it_back(world, at):
    leave_out(world, at)
    accept(world, at + timedelta(seconds=10), date(2026, 4, 20))
    with pytest.raises(Changed):
        undo(world, at + timedelta(minutes=1))
    assert world.ken.next_accepted


def test_nothing_is_left_out_while_somebody_is_at_the_door_or_the_case_rests(world, at):
    due = world.ken.next_due
    with within(world.yuki):
        arrive(world.ken, by=world.yuki, at=at)
    with pytest.raises(Conflict, match="under_way"):
        leave_out(world, at + timedelta(minutes=5))
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="入院", until=None, by=world.hana, at=at + timedelta(days=1))
    with pytest.raises(Conflict, match="not_open"):
        leave_out(world, at + timedelta(days=1), due=due)


def test_a_colleague_without_the_case_and_a_manager_leave_nothing_out(world, at):
    for who in (world.sora, world.mio):
        with pytest.raises(PermissionDenied):
            leave_out(world, at, by=who)


def test_a_talk_and_a_visit_left_out_are_kept_apart_and_taken_back_apart(world, at):
    leave_out(world, at)
    visit = world.ken.skip
    with within(world.yuki):
        plan(world.ken, method=Method.FAMILY_MEETING, on=date(2026, 4, 8), by=world.yuki, at=at)
    talk_due = world.see_ken().next_due
    leave_out(world, at + timedelta(hours=1))
    assert (world.ken.skip, world.ken.family_skip.due) == (visit, talk_due)
    undo(world, at + timedelta(hours=1, minutes=1))
    assert (world.ken.skip, world.ken.family_skip) == (visit, None)


def test_a_talk_with_the_family_that_was_late_keeps_its_own_day(world):
    with within(world.yuki):
        plan(world.ken, method=Method.FAMILY_MEETING, on=date(2026, 4, 8), by=world.yuki, at=world.morning)
    due = world.see_ken().next_due
    leave_out(world, world.morning + timedelta(days=20))
    assert world.ken.family_skip.due == due
