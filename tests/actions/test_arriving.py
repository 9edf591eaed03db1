"""At the door: what one may arrive at, and that no arrival stands for ever."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from accounts.walls import within
from cases.actions.arriving import arrive, take_back_arrival
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.moving import pause
from cases.actions.opening import change_second, hand_over, open_case, record_inquiry
from cases.actions.planning import Going, plan
from cases.actions.sweeping import sweep
from cases.actions.week import give_hour
from cases.actions.willing import hear
from cases.models import Event, Visit
from cases.queries.rhythm import foresee
from cases.queries.today import today
from cases.rules.facts import Answer, PauseScope, Scope
from cases.rules.ladder import Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.signals import Past
from tests.world import told


@pytest.fixture
def at(world):
    return world.ken.next_due


def arrive_at(world, at):
    with within(world.yuki):
        return arrive(world.see_ken(), by=world.yuki, at=at)


def tell(world, method, response, started_at, at):
    heard = Try(id=uuid4(), method=method, response=response, with_whom=WithWhom.RELATIVE, started_at=started_at)
    with within(world.yuki):
        contact = record_contact(world.see_ken(), heard, by=world.yuki, at=at)
    world.see_ken()
    return contact


def states(world):
    with within(world.hana):
        return list(Visit.objects.order_by("pk").values_list("state", flat=True))


def test_nobody_arrives_by_a_way_the_person_closed_while_the_case_rests(world, at):
    with within(world.hana):
        hear(world.ken, Scope.VISIT, Answer.REFUSED, how="", by=world.hana, at=at)
        pause(world.see_ken(), PauseScope.CASE, reason="旅行", until=None, by=world.hana, at=at)
    with pytest.raises(Conflict, match="method_closed"):
        arrive_at(world, at)
    assert states(world) == []


def test_a_letter_has_no_door_to_arrive_at(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.LETTER, on=at.date(), by=world.yuki, at=at - timedelta(days=1))
    with pytest.raises(Conflict, match="nowhere_to_arrive"):
        arrive_at(world, at)
    assert states(world) == ["planned"]


def test_whoever_meets_the_family_at_the_door_has_kept_the_visit_and_the_next_is_planned(world, at):
    arrive_at(world, at)
    contact = tell(world, Method.FAMILY_MEETING, Response.FAMILY_ONLY, at, at + timedelta(minutes=20))
    assert states(world) == ["done"]
    with within(world.hana):
        assert Visit.objects.get().contact_id == contact.pk
    assert world.ken.next_due > at + timedelta(minutes=20)


def test_a_call_from_the_door_leaves_the_visit_under_way(world, at):
    arrive_at(world, at)
    tell(world, Method.PHONE, Response.FAMILY_ONLY, at + timedelta(minutes=5), at + timedelta(minutes=6))
    assert states(world) == ["under_way"]


@pytest.mark.parametrize(("accepted", "stands"), [(False, "cancelled"), (True, "planned")])
def test_an_arrival_forgotten_yesterday_ends_with_the_next_record_of_another_kind(world, at, accepted, stands):
    if accepted:
        with within(world.yuki):
            plan(world.ken, method=Method.VISIT, on=at.date(), by=world.yuki, at=at)
    arrive_at(world, at)
    later = at + timedelta(days=1)
    with within(world.yuki):
        call = Past(method=Method.PHONE, response=Response.FAMILY_ONLY, started_at=later, with_whom=WithWhom.RELATIVE)
        foreseen = foresee(world.see_ken(), later)(call)
    tell(world, Method.PHONE, Response.FAMILY_ONLY, later, later)
    assert states(world) == [stands]
    assert foreseen is not None
    assert (world.ken.next_due, world.ken.next_reason) == (foreseen.due, foreseen.reason)


def test_the_clock_ends_a_forgotten_arrival_and_today_shows_it_no_more(world, at):
    arrive_at(world, at)
    for hours, there in ((3, True), (5, False)):
        with within(world.yuki):
            assert [row["arrived_at"] is not None for row in today(world.yuki, at + timedelta(hours=hours))] == [there]
    sweep("tidy", at=at + timedelta(hours=3))
    assert states(world) == ["under_way"]
    for _ in range(2):
        sweep("tidy", at=at + timedelta(hours=5))
    assert states(world) == ["cancelled"]
    with within(world.hana):
        assert Event.objects.filter(what="visit.not_arrived", by=None).count() == 1


@pytest.fixture
def agreed(world, at):
    """Yuki goes at ten; Sora, the second worker, stays at home."""
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
        going = Going(worker=world.yuki, hour=time(10))
        give_hour(world.ken, method=Method.VISIT, on=at.date(), going=going, by=world.hana, at=world.morning)
    return goes(world)


def goes(world):
    with within(world.hana):
        (visit,) = Visit.objects.filter(state="planned").values_list("worker", "second", "starts_at", "ends_at")
    return visit


@pytest.mark.parametrize("who", ["sora", "hana"])
def test_an_arrival_tapped_by_mistake_leaves_the_plan_as_it_was(world, at, agreed, who):
    by = getattr(world, who)
    with within(by):
        arrive(world.ken, by=by, at=at)
        take_back_arrival(world.see_ken(), by=by, at=at)
    assert goes(world) == agreed


@pytest.mark.parametrize("who", ["yuki", "sora", "hana"])
def test_two_who_were_to_go_together_still_do_after_one_tapped_by_mistake(world, at, agreed, who):
    with within(world.hana):
        going = Going(worker=world.yuki, second=world.sora, hour=time(11))
        give_hour(world.ken, method=Method.VISIT, on=at.date(), going=going, by=world.hana, at=world.morning)
    together, by = goes(world), getattr(world, who)
    with within(by):
        arrive(world.ken, by=by, at=at)
        take_back_arrival(world.see_ken(), by=by, at=at)
    assert goes(world) == together


def test_a_forgotten_arrival_of_somebody_else_leaves_the_plan_as_it_was(world, at, agreed):
    with within(world.sora):
        arrive(world.ken, by=world.sora, at=at)
    sweep("tidy", at=at + timedelta(hours=5))
    assert goes(world) == agreed


def test_who_has_left_the_case_since_the_arrival_goes_no_more(world, at, agreed):
    arrive_at(world, at)
    with within(world.hana):
        hand_over(world.see_ken(), world.hana, note="", why="", by=world.hana, at=at)
        take_back_arrival(world.see_ken(), by=world.hana, at=at)
    assert goes(world)[:2] == (world.hana.pk, None)


def test_who_was_to_go_and_is_elsewhere_by_now_goes_on_that_day_without_an_hour(world, at, agreed):
    """Sora came instead, so Yuki was given another door for ten o'clock; then nobody wrote about Sora's."""
    with within(world.sora):
        arrive(world.ken, by=world.sora, at=at)
    with within(world.hana):
        aoi = record_inquiry(told(), by=world.hana, at=world.morning)
        aoi = open_case(aoi, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.DOOR, pace=None,
                        by=world.hana, at=world.morning)  # fmt: skip
        going = Going(worker=world.yuki, hour=time(10))
        give_hour(aoi, method=Method.VISIT, on=at.date(), going=going, by=world.hana, at=world.morning)
        take_back_arrival(world.see_ken(), by=world.hana, at=at + timedelta(minutes=5))
        visit = Visit.objects.get(case=world.ken)
        assert (visit.state, visit.worker, visit.starts_at, visit.ends_at) == ("planned", world.yuki, None, None)
