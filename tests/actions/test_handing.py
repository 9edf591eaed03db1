"""Everything that hangs on a colleague in one go, or nothing; and back again with one tap."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from accounts.walls import within
from cases.actions.doing import Changed, Conflict
from cases.actions.handing import Move, hand_over_together
from cases.actions.opening import change_second, hand_over, open_case, record_inquiry
from cases.actions.planning import Going
from cases.actions.undoing import take_back
from cases.actions.week import give_hour
from cases.models import Assignment, Case, Event, Visit
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from tests.world import told, user

FRIDAY, NOON = date(2026, 4, 10), time(12)


@pytest.fixture
def aoi(world) -> Case:
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        return open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.DOOR, pace=None,
                         by=world.hana, at=world.morning)  # fmt: skip


@pytest.fixture
def at(world):
    return world.morning + timedelta(minutes=5)


def together(world, at, *moves, by=None, for_good=False):
    who = by or world.hana
    with within(who):
        asked = [Move(case=case, to=to) for case, to in moves]
        return hand_over_together(world.yuki, asked, note="よろしく", for_good=for_good, by=who, at=at)


def leads(world, *cases):
    with within(world.hana):
        return [Case.objects.get(pk=case.pk).lead_id for case in cases]


def undo(world, case, at):
    with within(world.hana):
        event = Event.objects.filter(case=case, what="case.handed_over").latest("pk")
        take_back(case, event, by=world.hana, at=at)


def test_two_cases_go_to_two_people_at_once_and_each_leaves_its_event(world, aoi, at):
    together(world, at, (world.ken, world.sora), (aoi, world.hana))
    assert leads(world, world.ken, aoi) == [world.sora.pk, world.hana.pk]
    with within(world.hana):
        assert Event.objects.filter(what="case.handed_over", at=at).count() == 2
        ended = Assignment.objects.filter(worker=world.yuki).values_list("why_ended", "handover_note")
        assert set(ended) == {("leave", "よろしく")}
    with within(world.yuki):
        assert not Case.objects.exists()


def test_when_one_cannot_go_none_goes(world, aoi, at):
    with pytest.raises(Conflict, match="not_a_carer"):
        together(world, at, (world.ken, world.sora), (aoi, world.mio))
    assert leads(world, world.ken, aoi) == [world.yuki.pk, world.yuki.pk]


def test_when_somebody_was_first_with_one_none_goes(world, aoi, at):
    with within(world.hana):
        hand_over(aoi, world.sora, note="", why="", by=world.hana, at=world.morning)
    with pytest.raises(Changed):
        together(world, at, (world.ken, world.sora), (aoi, world.hana))
    assert leads(world, world.ken, aoi) == [world.yuki.pk, world.sora.pk]


@pytest.mark.parametrize("who", ["yuki", "mio"])
def test_only_a_coordinator_hands_over(world, at, who):
    with pytest.raises(PermissionDenied):
        together(world, at, (world.ken, world.sora), by=getattr(world, who))


def test_one_tap_brings_all_of_them_back(world, aoi, at):
    together(world, at, (world.ken, world.sora), (aoi, world.hana))
    undo(world, world.ken, at + timedelta(minutes=1))
    assert leads(world, world.ken, aoi) == [world.yuki.pk, world.yuki.pk]
    with within(world.yuki):
        assert Case.objects.count() == 2


def test_what_somebody_handed_on_since_stays_there(world, aoi, at):
    together(world, at, (world.ken, world.sora), (aoi, world.sora))
    with within(world.hana):
        hand_over(aoi, world.hana, note="", why="", by=world.hana, at=at + timedelta(minutes=1))
    undo(world, world.ken, at + timedelta(minutes=2))
    assert leads(world, world.ken, aoi) == [world.yuki.pk, world.hana.pk]


def test_after_a_while_it_is_too_late(world, at):
    together(world, at, (world.ken, world.sora))
    with pytest.raises(Conflict, match="too_late"):
        undo(world, world.ken, at + timedelta(minutes=11))


def test_a_second_worker_who_took_the_lead_is_second_again(world, at):
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    together(world, at, (world.ken, world.sora))
    undo(world, world.ken, at + timedelta(minutes=1))
    with within(world.hana):
        now = Assignment.objects.filter(case=world.ken, ended_at=None).values_list("worker", "part")
        assert set(now) == {(world.yuki.pk, "lead"), (world.sora.pk, "second")}


def test_two_who_were_to_go_together_go_together_again(world, at):
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
        both = Going(worker=world.yuki, second=world.sora, hour=NOON)
        give_hour(world.ken, method=Method.VISIT, on=FRIDAY, going=both, by=world.hana, at=world.morning)
        before = Visit.objects.values("worker", "second", "starts_at").get()
    together(world, at, (world.ken, world.sora))
    with within(world.hana):
        assert Visit.objects.get().second is None
    undo(world, world.ken, at + timedelta(minutes=1))
    with within(world.hana):
        assert Visit.objects.values("worker", "second", "starts_at").get() == before


def test_an_hour_that_was_lost_comes_back(world, aoi, at):
    """Sora is with Aoi at noon already, so Ken's visit keeps its day only."""
    with within(world.hana):
        hand_over(aoi, world.sora, note="", why="", by=world.hana, at=world.morning)
        for case, who in ((aoi, world.sora), (world.ken, world.yuki)):
            give_hour(case, method=Method.VISIT, on=FRIDAY, going=Going(worker=who, hour=NOON), by=world.hana,
                      at=world.morning)  # fmt: skip
    together(world, at, (world.ken, world.sora))
    with within(world.hana):
        assert Visit.objects.get(case=world.ken, state="planned").starts_at is None
    undo(world, world.ken, at + timedelta(minutes=1))
    with within(world.hana):
        visit = Visit.objects.get(case=world.ken, state="planned")
    assert (visit.worker_id, visit.starts_at) == (world.yuki.pk, visit.due)


@pytest.mark.parametrize(("goes", "along"), [("sora", None), ("sora", "yuki"), ("yuki", "sora")])
def test_whoever_was_to_go_goes_again(world, at, goes, along):
    """Also where she who takes the case over was to go to it alone, or with the other."""
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
        going = Going(worker=getattr(world, goes), second=along and getattr(world, along), hour=NOON)
        give_hour(world.ken, method=Method.VISIT, on=FRIDAY, going=going, by=world.hana, at=world.morning)
        before = Visit.objects.values("worker", "second", "starts_at").get(state="planned")
    together(world, at, (world.ken, world.sora))
    undo(world, world.ken, at + timedelta(minutes=1))
    with within(world.hana):
        assert Visit.objects.values("worker", "second", "starts_at").get(state="planned") == before


def test_whoever_joined_since_stays_second_when_it_is_taken_back(world, at):
    mei = user(world.engawa, "Mei", Role.WORKER)
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
        both = Going(worker=world.yuki, second=world.sora, hour=NOON)
        give_hour(world.ken, method=Method.VISIT, on=FRIDAY, going=both, by=world.hana, at=world.morning)
    together(world, at, (world.ken, world.sora))
    with within(world.hana):
        change_second(world.ken, mei, why="", by=world.hana, at=at + timedelta(minutes=1))
    undo(world, world.ken, at + timedelta(minutes=2))
    assert on_and_going(world) == ({("Yuki", "lead"), ("Mei", "second")}, ("Yuki", None))


def test_whoever_has_left_the_case_since_does_not_go_again(world, at):
    mei = user(world.engawa, "Mei", Role.WORKER)
    with within(world.hana):
        change_second(world.ken, mei, why="", by=world.hana, at=world.morning)
        both = Going(worker=world.yuki, second=mei, hour=NOON)
        give_hour(world.ken, method=Method.VISIT, on=FRIDAY, going=both, by=world.hana, at=world.morning)
    together(world, at, (world.ken, world.sora))
    with within(world.hana):
        change_second(world.ken, None, why="", by=world.hana, at=at + timedelta(minutes=1))
    undo(world, world.ken, at + timedelta(minutes=2))
    assert on_and_going(world) == ({("Yuki", "lead")}, ("Yuki", None))


def on_and_going(world):
    """Who is on Ken's case, and who goes next."""
    with within(world.hana):
        now = Assignment.objects.filter(case=world.ken, ended_at=None).values_list("worker__name", "part")
        return set(now), Visit.objects.values_list("worker__name", "second__name").get(state="planned")
