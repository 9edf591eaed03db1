"""Taking back one's own deed, right after it and while nothing else has happened."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.walls import within
from cases.actions.doing import Changed, Conflict
from cases.actions.moving import close, move, pause
from cases.actions.planning import plan
from cases.actions.undoing import take_back
from cases.models import Event, Pause, Visit
from cases.rules.facts import PauseScope
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response


@pytest.fixture
def at(world):
    return world.morning + timedelta(days=1)


def newest(world, what):
    return Event.objects.filter(case=world.ken, what=what).order_by("-at", "-id").first()


def undo(world, what, at, by=None):
    who = by or world.hana
    with within(who):
        take_back(world.ken, newest(world, what), by=who, at=at + timedelta(minutes=1))
    return world.see_ken()


def go(world, at, to=Stage.LETTER, by=None):
    who = by or world.hana
    with within(who):
        move(world.ken, to, why="試しに", was=Stage(world.ken.stage), by=who, at=at)
    world.see_ken()


def test_a_move_goes_back_with_the_day_it_stood_here_since(world, at):
    since = world.ken.staged_at
    go(world, at)
    undo(world, "case.moved", at)
    assert (world.ken.stage, world.ken.staged_at, world.ken.next_method) == ("door", since, "visit")
    with within(world.hana):
        assert newest(world, "case.moved").facts["taken_back"] is True


def test_a_worker_takes_back_a_move_of_his_own_and_no_others(world, at):
    go(world, at, by=world.yuki)
    assert undo(world, "case.moved", at, by=world.yuki).stage == "door"
    go(world, at + timedelta(minutes=2))
    with pytest.raises(PermissionDenied):
        undo(world, "case.moved", at + timedelta(minutes=2), by=world.yuki)


def test_after_ten_minutes_or_another_move_it_stands(world, at):
    go(world, at)
    with within(world.hana):
        first = newest(world, "case.moved")
    with pytest.raises(Conflict, match="too_late"):
        undo(world, "case.moved", at + timedelta(minutes=11))
    go(world, at + timedelta(minutes=1), to=Stage.PREPARATION)
    with within(world.hana), pytest.raises(Changed):
        take_back(world.ken, first, by=world.hana, at=at + timedelta(minutes=2))


def test_a_rest_taken_back_plans_again(world, at):
    with within(world.hana):
        pause(world.ken, PauseScope.FAMILY, reason="x", until=None, by=world.hana, at=at)
    undo(world, "case.paused", at)
    assert (world.ken.standing, world.ken.next_due is None) == ("open", False)


def test_a_closing_taken_back_gives_back_the_rest_it_ended(world, at):
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="x", until=None, by=world.hana, at=at)
        close(world.ken, CloseReason.OTHER, note="", by=world.hana, at=at + timedelta(hours=1))
    undo(world, "case.closed", at + timedelta(hours=1))
    with within(world.hana):
        assert Pause.objects.filter(case=world.ken, ended_at=None).count() == 1
    assert (world.ken.standing, world.ken.close_reason) == ("paused", "")


def test_an_accepted_visit_taken_back_is_a_proposal_again(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.PHONE, on=(at + timedelta(days=2)).date(), by=world.yuki, at=at)
    undo(world, "case.planned", at, by=world.yuki)
    assert (world.ken.next_accepted, world.ken.next_method) == (False, "visit")
    with within(world.hana):
        assert Visit.objects.get().why_cancelled == "taken_back"


def test_what_has_been_done_meanwhile_stays_done(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=2)).date(), by=world.yuki, at=at)
    world.record(Response.VOICE, days=3)
    with pytest.raises((Changed, Conflict)):
        undo(world, "case.planned", at, by=world.yuki)


def test_a_contact_is_corrected_and_never_taken_back(world, at):
    world.record(Response.VOICE, days=1)
    with pytest.raises(Conflict):
        undo(world, "contact.recorded", at, by=world.yuki)
