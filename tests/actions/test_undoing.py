"""Taking back one's own deed, right after it and while nothing else has happened."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from accounts.walls import within
from cases.actions.doing import Changed, Conflict
from cases.actions.moving import close, move, pause, write_note
from cases.actions.planning import PLAN, plan
from cases.actions.skipping import skip
from cases.actions.staffing import let_go
from cases.actions.sweeping import sweep
from cases.actions.undoing import take_back
from cases.actions.week import back_to_lane
from cases.actions.willing import hear
from cases.models import Event, Pause, Visit
from cases.rules.facts import Answer, PauseScope, Scope, SkipReason
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import user


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


def test_what_takes_a_deed_back_is_no_deed_to_take_back(world, at):
    with within(world.hana):
        skip(world.ken, due=world.ken.next_due, reason=SkipReason.WEATHER, by=world.hana, at=at)
    undo(world, "case.skipped", at)
    with pytest.raises(Conflict, match="too_late"):
        undo(world, "case.skipped", at)


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


def appoint(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=3)).date(), aim="5分", by=world.yuki, at=at)
    return appointed(world)


def appointed(world):
    """The plan of the case and the visit, as they stand."""
    world.see_ken()
    with within(world.hana):
        visit = Visit.objects.values("state", "why_cancelled", "due", "aim").get(case=world.ken)
    return [getattr(world.ken, name) for name in (*PLAN, "next_accepted")], visit


DEEDS = {
    "case.closed": lambda world, at: close(world.ken, CloseReason.OTHER, note="", by=world.hana, at=at),
    "case.paused": lambda world, at: pause(world.ken, PauseScope.FAMILY, reason="x", until=None, by=world.hana, at=at),
    "case.moved": lambda world, at: move(world.ken, Stage.LETTER, why="x", was=Stage.DOOR, by=world.hana, at=at),
}


@pytest.mark.parametrize("what", DEEDS)
def test_the_visit_a_deed_cancelled_stands_again_when_it_is_taken_back(world, at, what):
    before = appoint(world, at)
    with within(world.hana):
        DEEDS[what](world, at + timedelta(hours=1))
        write_note(world.ken, "電話があった", by=world.hana, at=at + timedelta(hours=1, seconds=30))
    assert appointed(world)[1]["state"] == "cancelled"
    undo(world, what, at + timedelta(hours=1))
    assert appointed(world) == before


@pytest.mark.parametrize("what", DEEDS)
def test_the_visit_stands_again_though_the_clock_was_run_ahead_by_hand(world, at, what):
    before = appoint(world, at)
    assert sweep("overdue", at=at + timedelta(days=30)) == 1
    with within(world.hana):
        DEEDS[what](world, at + timedelta(hours=1))
    undo(world, what, at + timedelta(hours=1))
    assert appointed(world) == before


@pytest.mark.parametrize("what", ["case.closed", "case.moved"])
def test_the_visit_stands_again_though_another_deed_was_done_and_taken_back_meanwhile(world, at, what):
    before, later = appoint(world, at), at + timedelta(minutes=1)
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="x", until=None, by=world.hana, at=later)
        DEEDS[what](world, later + timedelta(minutes=1))
    undo(world, what, later + timedelta(minutes=1))
    undo(world, "case.paused", later + timedelta(minutes=2))
    assert appointed(world) == before


def test_a_visit_comes_not_back_over_what_was_heard_meanwhile(world, at):
    appoint(world, at)
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="x", until=None, by=world.hana, at=at)
        hear(world.ken, Scope.VISIT, Answer.REFUSED, how="", by=world.hana, at=at + timedelta(seconds=30))
    undo(world, "case.paused", at)
    plan_now, visit = appointed(world)
    assert (visit["state"], plan_now[0], plan_now[-1]) == ("cancelled", "letter", False)


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


def test_a_refusal_heard_at_the_same_moment_keeps_the_visit_from_coming_back(world, at):
    with within(world.hana):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=3)).date(), by=world.hana, at=at)
        back_to_lane(world.see_ken(), by=world.hana, at=at)
        hear(world.see_ken(), Scope.VISIT, Answer.REFUSED, how="", by=world.hana, at=at)
        with pytest.raises(Changed):
            take_back(world.ken, newest(world, "case.plan_taken_back"), by=world.hana, at=at)
    assert appointed(world)[1]["state"] == "cancelled"


@pytest.mark.parametrize("gone", ["yuki", "hana"])
def test_a_closing_stands_once_its_worker_or_coordinator_has_left(world, at, gone):
    """Nothing hung on them any more, so nobody was asked to whom the case should go."""
    nao = user(world.engawa, "Nao", Role.COORDINATOR)
    with within(nao):
        close(world.ken, CloseReason.OTHER, note="", by=nao, at=at)
    with within(world.ada):
        let_go(getattr(world, gone), by=world.ada, at=at + timedelta(seconds=30))
    with within(nao), pytest.raises(Changed):
        take_back(world.ken, newest(world, "case.closed"), by=nao, at=at + timedelta(minutes=1))


def test_of_two_contacts_left_out_the_first_comes_not_back_before_the_second(world, at):
    """A talk with the family and a visit: either deed keeps how both sides stood before it."""
    with within(world.hana):
        plan(world.ken, method=Method.FAMILY_MEETING, on=(at + timedelta(days=2)).date(), by=world.hana, at=at)
    for minutes in (0, 1):
        with within(world.hana):
            due, when = world.see_ken().next_due, at + timedelta(minutes=minutes)
            skip(world.ken, due=due, reason=SkipReason.WEATHER, by=world.hana, at=when)
    with within(world.hana):
        talk, visit = Event.objects.filter(what="case.skipped").order_by("at")
        with pytest.raises(Changed):
            take_back(world.ken, talk, by=world.hana, at=at + timedelta(minutes=2))
        take_back(world.ken, visit, by=world.hana, at=at + timedelta(minutes=3))
        take_back(world.ken, talk, by=world.hana, at=at + timedelta(minutes=4))
    assert (world.see_ken().skipped_at, world.ken.family_skipped_at) == (None, None)
