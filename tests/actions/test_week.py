"""Who goes when: the database keeps everybody in one place at a time, whoever asks."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.arriving import arrive, take_back_arrival
from cases.actions.doing import Conflict
from cases.actions.opening import change_second, hand_over, open_case, record_inquiry
from cases.actions.planning import Going
from cases.actions.undoing import take_back
from cases.actions.week import back_to_lane, give_hour
from cases.models import Assignment, Case, Event, Leave, Recess, Visit
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from tests.world import told, user

FRIDAY = date(2026, 4, 10)
TWO = time(14)


@pytest.fixture
def aoi(world) -> Case:
    """Another case of Yuki's."""
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        return open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.DOOR, pace=None,
                         by=world.hana, at=world.morning)  # fmt: skip


def give(world, case, *, worker=None, second=None, on=FRIDAY, hour=TWO, method=Method.VISIT, by=None, at=None, **more):
    """Yuki goes on Friday at two, unless it is said otherwise."""
    going = Going(worker=worker or world.yuki, second=second, hour=hour, **more)
    who = by or world.hana
    with within(who):
        return give_hour(case, method=method, on=on, going=going, by=who, at=at or world.morning)


def ahead(world, case) -> Visit:
    with within(world.hana):
        return Visit.objects.select_related("worker", "second").get(case=case, state__in=["planned", "under_way"])


def hours(world, case):
    visit, zone = ahead(world, case), world.engawa.zone
    return visit.starts_at and visit.starts_at.astimezone(zone).time(), visit.ends_at and visit.ends_at.astimezone(
        zone
    ).time()


def refused(code):
    return pytest.raises(Conflict, match=f"^{code}$")


def test_an_hour_is_agreed_and_the_case_is_due_then(world):
    give(world, world.ken, minutes=90)
    ken = world.see_ken()
    assert hours(world, ken) == (TWO, time(15, 30))
    assert ken.next_accepted
    assert ken.next_due == ahead(world, ken).starts_at
    assert ken.next_earliest <= ken.next_due <= ken.next_latest


def test_the_same_worker_is_not_in_two_places_at_once(world, aoi):
    give(world, world.ken)
    with refused("busy"):
        give(world, aoi, hour=time(14, 59))
    give(world, aoi, hour=time(15))
    assert hours(world, aoi) == (time(15), time(16))


def test_of_a_pair_both_must_be_free(world, aoi):
    with within(world.hana):
        change_second(aoi, world.sora, why="", by=world.hana, at=world.morning)
    give(world, aoi, worker=world.sora)
    with refused("busy"):
        give(world, world.ken, second=world.sora)
    with within(world.hana):
        assert Assignment.objects.filter(case=world.ken, ended_at=None).count() == 1  # nobody joined by the way
    give(world, world.ken, second=world.sora, hour=time(16))
    with refused("busy"):
        give(world, aoi, worker=world.sora, hour=time(16, 30))


def test_the_database_refuses_it_even_where_no_action_is_asked(world, aoi):
    give(world, world.ken)
    give(world, aoi, hour=time(16))
    begins = ahead(world, world.ken).starts_at
    moved = {"earliest": begins, "due": begins, "latest": begins, "starts_at": begins}
    with within(world.hana), pytest.raises(DatabaseError, match="one_place_at_a_time"), transaction.atomic():
        Visit.objects.filter(case=aoi).update(**moved, ends_at=begins + timedelta(hours=1))


def test_what_is_over_or_cancelled_holds_nobody(world, aoi):
    give(world, world.ken)
    with within(world.hana):
        back_to_lane(world.ken, by=world.hana, at=world.morning)
    give(world, aoi)
    assert not world.see_ken().next_accepted


def test_a_letter_needs_a_day_and_no_hour(world):
    with refused("no_hour_needed"):
        give(world, world.ken, method=Method.LETTER)
    give(world, world.ken, method=Method.LETTER, hour=None)
    assert hours(world, world.ken) == (None, None)


@pytest.mark.parametrize("hour", [time(7, 30), time(20, 30)])
def test_nobody_is_planned_into_the_quiet_hours(world, hour):
    with refused("quiet_hours"):
        give(world, world.ken, hour=hour)


def test_an_hour_that_is_over_is_refused(world):
    with refused("hour_is_over"):
        give(world, world.ken, on=world.morning.date(), hour=time(8, 30))


def test_nobody_is_planned_into_a_rest_of_the_year(world):
    with as_job(world.engawa.pk):
        Recess.objects.create(organisation=world.engawa, name="春", starts_on=FRIDAY, ends_on=FRIDAY)
    with refused("on_rest"):
        give(world, world.ken)


def test_nobody_is_planned_into_a_leave_of_either(world):
    for who in (world.yuki, world.sora):
        with within(world.hana):
            Leave.objects.create(organisation=world.engawa, user=who, starts_on=FRIDAY, ends_on=FRIDAY)
        with refused("on_leave"):
            give(world, world.ken, second=world.sora)
        with within(world.hana):
            Leave.objects.all().delete()
    give(world, world.ken, second=world.sora)


def test_only_who_is_on_the_case_goes_and_a_companion_joins_it(world):
    with refused("not_on_case"):
        give(world, world.ken, worker=world.sora)
    give(world, world.ken, second=world.sora)
    with within(world.sora):
        assert Visit.objects.get(case=world.ken).second_id == world.sora.pk
    with refused("second_taken"):
        give(world, world.ken, second=world.hana)


def test_a_worker_gives_no_hours_on_the_board(world):
    with pytest.raises(PermissionDenied):
        give(world, world.ken, by=world.yuki)


def test_the_history_says_who_goes_when(world):
    give(world, world.ken, second=world.sora)
    with within(world.hana):
        facts = Event.objects.get(case=world.ken, what="case.planned").facts
    assert (facts["hour"], facts["who"], facts["on"]) == ("14:00", ["Yuki", "Sora"], "2026-04-10")


def undo(world, what):
    with within(world.hana):
        event = Event.objects.filter(case=world.ken, what=what).latest("pk")
        take_back(world.ken, event, by=world.hana, at=event.at + timedelta(seconds=9))


def later(world, **change):
    return world.morning + timedelta(**change)


def test_a_slip_that_was_moved_goes_back_to_its_old_hour(world):
    give(world, world.ken)
    give(world, world.ken, on=FRIDAY + timedelta(days=3), hour=time(10), at=later(world, minutes=1))
    undo(world, "case.planned")
    assert hours(world, world.ken) == (TWO, time(15))
    assert world.see_ken().next_due == ahead(world, world.ken).starts_at


def test_what_was_laid_back_into_the_lane_comes_back(world):
    give(world, world.ken)
    with within(world.hana):
        back_to_lane(world.ken, by=world.hana, at=later(world, minutes=1))
    undo(world, "case.plan_taken_back")
    assert hours(world, world.ken) == (TWO, time(15))


def test_nobody_lays_a_visit_into_the_lane_that_somebody_is_at(world):
    give(world, world.ken)
    with within(world.yuki):
        arrive(world.ken, by=world.yuki, at=later(world, minutes=1))
    with within(world.hana), pytest.raises(Conflict, match="nothing_planned"):
        back_to_lane(world.ken, by=world.hana, at=later(world, minutes=2))


def seconds(world):
    with within(world.hana):
        return list(world.ken.assignments.filter(part="second", ended_at=None).values_list("worker__name", flat=True))


def test_who_joined_the_case_to_go_along_leaves_it_when_the_plan_is_taken_back(world):
    give(world, world.ken, second=world.sora)
    assert seconds(world) == ["Sora"]
    undo(world, "case.planned")
    assert seconds(world) == []
    with within(world.sora):
        assert not world.ken.assignments.model.objects.filter(ended_at=None).exists()


def test_the_slip_before_comes_back_though_somebody_joined_for_the_one_that_is_taken_back(world):
    give(world, world.ken)
    give(world, world.ken, second=world.sora, on=FRIDAY + timedelta(days=3), at=later(world, minutes=1))
    undo(world, "case.planned")
    assert (hours(world, world.ken), seconds(world)) == ((TWO, time(15)), [])


def test_who_was_second_before_stays_when_the_plan_is_taken_back(world):
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    give(world, world.ken, second=world.sora, at=later(world, minutes=1))
    undo(world, "case.planned")
    assert seconds(world) == ["Sora"]


def test_an_hour_that_somebody_has_taken_meanwhile_is_not_taken_back(world, aoi):
    give(world, world.ken)
    with within(world.hana):
        back_to_lane(world.ken, by=world.hana, at=later(world, minutes=1))
    give(world, aoi)
    undo(world, "case.plan_taken_back")
    assert hours(world, world.ken) == (None, None)
    assert world.see_ken().next_accepted


def test_handing_a_case_over_keeps_the_hour_if_the_new_worker_is_free(world):
    give(world, world.ken)
    with within(world.hana):
        hand_over(world.ken, world.sora, note="", why="", by=world.hana, at=world.morning)
    assert (ahead(world, world.ken).worker, hours(world, world.ken)) == (world.sora, (TWO, time(15)))


def test_handing_a_case_over_to_somebody_who_is_elsewhere_then_keeps_the_day(world, aoi):
    give(world, world.ken)
    with within(world.hana):
        hand_over(aoi, world.sora, note="", why="", by=world.hana, at=world.morning)
    give(world, aoi, worker=world.sora)
    with within(world.hana):
        hand_over(world.ken, world.sora, note="", why="", by=world.hana, at=world.morning)
    assert (ahead(world, world.ken).worker, hours(world, world.ken)) == (world.sora, (None, None))


def test_who_goes_along_and_then_leads_goes_alone(world):
    give(world, world.ken, second=world.sora)
    with within(world.hana):
        hand_over(world.ken, world.sora, note="", why="", by=world.hana, at=world.morning)
    visit = ahead(world, world.ken)
    assert (visit.worker, visit.second) == (world.sora, None)


def test_a_second_worker_who_leaves_the_case_goes_no_more(world):
    give(world, world.ken, second=world.sora)
    give(world, world.ken, worker=world.sora)
    with within(world.hana):
        change_second(world.ken, None, why="", by=world.hana, at=world.morning)
    assert ahead(world, world.ken).worker == world.yuki


def test_no_plan_keeps_anybody_from_a_door(world, aoi):
    """Sora comes instead of Yuki, though she was to be elsewhere."""
    give(world, world.ken, second=world.sora)
    with within(world.hana):
        hand_over(aoi, world.hana, note="", why="", by=world.hana, at=world.morning)
        change_second(aoi, world.sora, why="", by=world.hana, at=world.morning)
    give(world, aoi, worker=world.sora, hour=time(16))
    at = ahead(world, world.ken).starts_at
    with within(world.sora):
        arrive(world.ken, by=world.sora, at=at)
    visit = ahead(world, world.ken)
    assert (visit.state, visit.worker, visit.second) == ("under_way", world.sora, world.yuki)
    with within(world.sora):
        take_back_arrival(world.ken, by=world.sora, at=at)
    assert hours(world, world.ken) == (TWO, time(15))


def test_a_pair_is_two_people(world):
    give(world, world.ken)
    with within(world.hana), pytest.raises(DatabaseError, match="by_two_people"), transaction.atomic():
        Visit.objects.filter(case=world.ken).update(second=world.yuki)


def test_names_of_those_who_go(world):
    alone = Going(worker=world.yuki)
    assert (alone.names, replace(alone, second=world.sora).names) == (["Yuki"], ["Yuki", "Sora"])


@pytest.mark.parametrize(("goes", "along"), [("yuki", "sora"), ("sora", "yuki"), ("sora", None)])
def test_another_second_worker_goes_where_the_one_before_was_to_go(world, goes, along):
    mei = user(world.engawa, "Mei", Role.WORKER)
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    give(world, world.ken, worker=getattr(world, goes), second=along and getattr(world, along))
    with within(world.hana):
        change_second(world.ken, mei, why="夜勤", by=world.hana, at=later(world, minutes=1))
    visit = ahead(world, world.ken)
    now = [visit.worker.name, visit.second and visit.second.name]
    assert now == [name and {"yuki": "Yuki", "sora": "Mei"}[name] for name in (goes, along)]
    assert hours(world, world.ken) == (TWO, time(15))
