"""What ends, rests or is refused leaves nothing planned behind; and who comes back is not met by what was missed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.walls import as_job, within
from cases.actions.moving import close, end_rest, pause, reopen
from cases.actions.planning import PLAN, plan
from cases.actions.willing import hear, open_method
from cases.models import Case, Event, Notice, Visit
from cases.models.visit import STILL_AHEAD
from cases.rules.facts import Answer, PauseScope, Scope
from cases.rules.ladder import CloseReason
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import sweep_all

ON = date(2026, 4, 10)
EVERYTHING = [*PLAN, "next_accepted"]


def closing(world, at):
    close(world.ken, CloseReason.IBASHO, note="", by=world.hana, at=at)


def resting(world, at):
    pause(world.ken, PauseScope.CASE, reason="入院", until=None, by=world.hana, at=at)


def resting_together(world, at):
    pause(world.ken, PauseScope.FAMILY, reason="法事", until=None, by=world.hana, at=at)


def refusing(world, at):
    hear(world.ken, Scope.VISIT, Answer.REFUSED, how="", by=world.hana, at=at)


ENDS = [closing, resting, resting_together]
DEEDS = [*ENDS, refusing]
REASON = {closing: "closed", resting: "paused", resting_together: "paused", refusing: "refused"}


@pytest.fixture
def accepted(world):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=ON, by=world.yuki, at=world.morning)
    world.see_ken()
    return world


def do(world, deed, at):
    with within(world.hana):
        deed(world, at)
    return world.see_ken()


def visits(world):
    with within(world.hana):
        return list(Visit.objects.values_list("state", "why_cancelled"))


def stands(world):
    world.see_ken()
    return {name: getattr(world.ken, name) for name in EVERYTHING}


@pytest.mark.parametrize("deed", ENDS)
def test_an_end_and_a_rest_leave_nothing_planned_accepted_or_not(accepted, deed):
    ken = do(accepted, deed, accepted.morning + timedelta(days=1))
    assert (ken.next_due, ken.next_ends, ken.next_method, ken.next_accepted) == (None, None, "", False)
    assert visits(accepted) == [("cancelled", REASON[deed])]


def test_a_refusal_takes_away_the_visit_and_leaves_another_way(accepted):
    ken = do(accepted, refusing, accepted.morning + timedelta(days=1))
    assert (ken.next_method != "visit", ken.next_accepted) == (True, False)
    assert visits(accepted) == [("cancelled", "refused")]


def test_a_refusal_met_at_the_door_leaves_no_visit_ahead_and_the_visit_took_place(accepted):
    accepted.record(Response.REFUSED, days=2)
    with within(accepted.hana):
        assert not Visit.objects.filter(state__in=STILL_AHEAD).exists()
        assert Visit.objects.get(state="done").contact.response == Response.REFUSED
    assert "visit" not in (accepted.ken.next_method, *({accepted.ken.next_method} & {*accepted.ken.closed_methods}))


@pytest.mark.parametrize("deed", DEEDS)
def test_the_deed_and_what_it_takes_away_are_one_and_undone_as_one(accepted, deed):
    before = stands(accepted)
    with transaction.atomic():
        do(accepted, deed, accepted.morning + timedelta(days=1))
        transaction.set_rollback(True)
    assert stands(accepted) == before
    assert visits(accepted) == [("planned", "")]


@pytest.mark.parametrize("standing", ["paused", "closed"])
def test_the_database_lets_no_case_rest_or_end_with_a_plan(world, standing):
    facts = {"close_reason": "ibasho"} if standing == "closed" else {}
    with within(world.hana), pytest.raises(DatabaseError, match="window_in_order"), transaction.atomic():
        Case.objects.filter(pk=world.ken.pk).update(standing=standing, **facts)


@pytest.mark.parametrize("deed", ENDS)
def test_while_it_rests_the_clock_plans_nothing_and_reminds_nobody(accepted, deed):
    since = accepted.morning + timedelta(days=1)
    do(accepted, deed, since)
    for days in range(1, 40, 3):
        sweep_all(since + timedelta(days=days))
    with as_job(accepted.engawa.pk):
        assert not Notice.objects.filter(to=accepted.yuki).exists()
        assert not Event.objects.filter(what="case.overdue").exists()
    assert stands(accepted)["next_due"] is None


def back_from_rest(world, at):
    end_rest(world.ken, by=world.hana, at=at)


def back_from_the_end(world, at):
    reopen(world.ken, why="電話があった", by=world.hana, at=at)


def open_again(world, at):
    open_method(world.ken, Scope.VISIT, Answer.AGREED, reason="手紙で", by=world.hana, at=at)


WAYS_BACK = [
    (closing, back_from_the_end), (resting, back_from_rest), (resting_together, back_from_rest), (refusing, open_again),
]  # fmt: skip


@pytest.mark.parametrize(("deed", "back"), WAYS_BACK)
def test_coming_back_replays_nothing_that_was_missed(accepted, deed, back):
    gone, came = accepted.morning + timedelta(days=1), accepted.morning + timedelta(days=71)
    do(accepted, deed, gone)
    for days in range(1, 70, 7):
        sweep_all(gone + timedelta(days=days))
    with as_job(accepted.engawa.pk):
        told = Event.objects.filter(what="case.overdue").count()
    ken = do(accepted, back, came)
    assert (ken.next_due >= came, ken.next_ends > came, ken.next_accepted) == (True, True, False)
    assert visits(accepted) == [("cancelled", REASON[deed])]  # the old appointment stays away
    sweep_all(came + timedelta(minutes=5))
    with as_job(accepted.engawa.pk):
        assert Event.objects.filter(what="case.overdue").count() == told
        assert not Event.objects.filter(what="case.planned", at__gt=accepted.morning).exists()


def test_a_rest_that_is_over_by_its_date_comes_back_the_same_way_and_once(accepted):
    until = accepted.morning + timedelta(days=30)
    with within(accepted.hana):
        pause(accepted.ken, PauseScope.CASE, reason="旅行", until=until.date(), by=accepted.hana, at=accepted.morning)
    for days in range(25, 36):
        sweep_all(accepted.morning + timedelta(days=days))
    ken = accepted.see_ken()
    assert (ken.standing, ken.next_due >= until, visits(accepted)) == ("open", True, [("cancelled", "paused")])
    with as_job(accepted.engawa.pk):
        assert Event.objects.filter(what="case.resumed").count() == 1
