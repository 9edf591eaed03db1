"""Moving, resting, ending and coming back; and each time, who may not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from accounts.walls import within
from cases.actions import moving
from cases.actions.doing import Changed, Conflict, latest
from cases.actions.moving import close, end_rest, move, pause, reopen, write_note
from cases.actions.opening import change_second, record_inquiry
from cases.actions.planning import plan
from cases.actions.staffing import change, let_go, terms_of
from cases.models import Case, Event, Pause, Visit
from cases.rules.facts import PauseScope
from cases.rules.ladder import CloseReason, NeedsEvidence, NoSuchMove, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import sibling, told, user


@pytest.fixture
def at(world):
    return world.morning + timedelta(days=1)


def step(world, to, *, by, at, why="", was=Stage.DOOR):
    with within(by):
        move(world.ken, to, why=why, was=was, by=by, at=at)
    return world.see_ken()


def rest(world, at, scope=PauseScope.CASE, until=None):
    with within(world.hana):
        return pause(world.ken, scope, reason="本人の希望", until=until, by=world.hana, at=at)


def test_a_step_back_is_free_for_the_worker_and_asks_for_nothing(world, at):
    assert step(world, Stage.LETTER, by=world.yuki, at=at).next_method == "letter"


def test_a_step_up_needs_a_contact_that_shows_it_since_the_case_stands_here(world, at):
    with pytest.raises(NeedsEvidence):
        step(world, Stage.FACE, by=world.hana, at=at)
    world.record(Response.DOOR_OPENED, days=1)
    assert step(world, Stage.FACE, by=world.yuki, at=at + timedelta(hours=5)).stage == "face"


def test_a_worker_alone_never_skips_a_rung(world, at):
    with pytest.raises(PermissionDenied):
        step(world, Stage.OUTSIDE, by=world.yuki, at=at, why="元気そう")
    assert step(world, Stage.OUTSIDE, by=world.hana, at=at, why="本人の希望").stage == "outside"


def test_the_second_who_moves_is_told_and_nothing_moves_twice(world, at):
    step(world, Stage.LETTER, by=world.hana, at=at)
    with pytest.raises(Changed):
        step(world, Stage.FACE, by=world.hana, at=at, why="開いた")
    assert world.see_ken().stage == "letter"


def test_to_stay_is_no_move(world, at):
    with pytest.raises(NoSuchMove):
        step(world, Stage.DOOR, by=world.hana, at=at)


def test_a_move_cancels_the_visit_that_was_accepted_before_it(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=4)).date(), by=world.yuki, at=at)
    step(world, Stage.LETTER, by=world.yuki, at=at)
    with within(world.hana):
        assert Visit.objects.get().why_cancelled == "moved"


def test_a_rest_takes_the_plan_away_and_its_end_replays_nothing(world, at):
    rest(world, at)
    assert (world.see_ken().standing, world.ken.next_due) == ("paused", None)
    later = at + timedelta(days=90)
    with within(world.hana):
        end_rest(world.ken, by=world.hana, at=later)
    assert world.see_ken().next_due >= later


def test_a_rest_is_a_coordinators_deed_and_ends_after_today(world, at):
    with within(world.yuki), pytest.raises(PermissionDenied):
        pause(world.ken, PauseScope.CASE, reason="x", until=None, by=world.yuki, at=at)
    with pytest.raises(Conflict, match="rest_ends_too_soon"):
        rest(world, at, until=at.date())


def test_a_familys_rest_rests_every_open_case_and_ends_for_all(world, at):
    light = sibling(world, world.sora)
    rest(world, at, PauseScope.FAMILY)
    with within(world.hana):
        assert set(Case.objects.values_list("standing", flat=True)) == {"paused"}
        end_rest(world.ken, by=world.hana, at=at + timedelta(days=3))
        assert Case.objects.get(pk=light.pk).standing == "open"
        assert not Pause.objects.filter(ended_at=None).exists()


def test_a_familys_rest_takes_its_cases_in_the_same_order_whichever_it_began_with(world, at, monkeypatch):
    begun, order = sibling(world, world.sora), []
    monkeypatch.setattr(moving, "latest", lambda case: order.append(case.pk) or latest(case))
    with within(world.hana):
        assert pause(begun, PauseScope.FAMILY, reason="法事", until=None, by=world.hana, at=at).case_id == begun.pk
    assert order == sorted([world.ken.pk, begun.pk])


def test_one_persons_rest_leaves_the_sister_alone(world, at):
    light = sibling(world, world.sora)
    rest(world, at, PauseScope.PERSON)
    with within(world.hana):
        assert Case.objects.get(pk=light.pk).standing == "open"


def test_a_resting_case_cannot_rest_twice_whatever_the_scope(world, at):
    rest(world, at)
    for scope in PauseScope:
        with pytest.raises(Conflict, match="not_open"):
            rest(world, at, scope)


def test_closing_ends_the_rest_and_the_plan_and_keeps_the_reason(world, at):
    rest(world, at)
    with within(world.hana):
        close(world.ken, CloseReason.IBASHO, note="", by=world.hana, at=at)
        assert not Pause.objects.filter(ended_at=None).exists()
        with pytest.raises(Changed):
            close(world.ken, CloseReason.DIED, note="", by=world.hana, at=at)
    assert (world.see_ken().standing, world.ken.close_reason) == ("closed", "ibasho")


def test_a_worker_neither_closes_nor_reopens(world, at):
    with within(world.yuki):
        for deed in (
            lambda: close(world.ken, CloseReason.OTHER, note="", by=world.yuki, at=at),
            lambda: reopen(world.ken, why="x", by=world.yuki, at=at),
        ):
            with pytest.raises(PermissionDenied):
                deed()


def test_reopened_it_comes_back_to_its_rung_with_its_worker(world, at):
    with within(world.hana):
        close(world.ken, CloseReason.MOVED_AWAY, note="", by=world.hana, at=at)
        reopen(world.ken, why="戻ってきた", by=world.hana, at=at + timedelta(days=40))
    assert (world.see_ken().standing, world.ken.stage, world.ken.lead_id) == ("open", "door", world.yuki.pk)


def test_reopened_it_hangs_on_nobody_who_left_meanwhile(world, at):
    with within(world.hana):
        close(world.ken, CloseReason.MOVED_AWAY, note="", by=world.hana, at=at)
    successor = user(world.engawa, "Kei", Role.COORDINATOR)
    for leaver in (world.hana, world.yuki):
        with within(world.ada):
            let_go(leaver, by=world.ada, at=at + timedelta(days=1))
    with within(successor):
        back = reopen(world.ken, why="戻ってきた", by=successor, at=at + timedelta(days=40))
    assert (back.standing, back.coordinator_id) == ("inquiry", successor.pk)


def test_a_second_worker_who_left_meanwhile_is_not_on_the_case_that_comes_back(world, at):
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=at)
        close(world.ken, CloseReason.MOVED_AWAY, note="", by=world.hana, at=at)
    with within(world.ada):
        let_go(world.sora, by=world.ada, at=at + timedelta(days=1))
    with within(world.hana):
        reopen(world.ken, why="戻ってきた", by=world.hana, at=at + timedelta(days=40))
        on = world.ken.assignments.filter(ended_at=None).values_list("worker__name", flat=True)
        assert list(on) == [world.yuki.name]
        assert Event.objects.get(what="case.second_left").facts["second"] == world.sora.name


def test_a_lead_who_carries_no_cases_any_more_is_not_led_back(world, at):
    with within(world.hana):
        close(world.ken, CloseReason.MOVED_AWAY, note="", by=world.hana, at=at)
    with within(world.ada):
        change(world.yuki, replace(terms_of(world.yuki), role=Role.MANAGER), by=world.ada, at=at)
    with within(world.hana):
        assert reopen(world.ken, why="戻ってきた", by=world.hana, at=at).standing == "inquiry"


def test_an_inquiry_closed_without_a_worker_comes_back_as_an_inquiry(world, at):
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=at)
        close(case, CloseReason.FAMILY_DECLINED, note="", by=world.hana, at=at)
        assert reopen(case, why="また電話があった", by=world.hana, at=at).standing == "inquiry"


def test_a_note_stands_in_the_history(world, at):
    with within(world.yuki):
        write_note(world.ken, "猫が増えた", by=world.yuki, at=at)
        assert Event.objects.get(what="case.noted").note == "猫が増えた"
