"""What else hangs on a colleague who goes: where she comes along and what she coordinates, in one go and back again."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.doing import Changed, Conflict
from cases.actions.editing import change_case
from cases.actions.handing import Move, hand_over_together
from cases.actions.handing_rest import Rest
from cases.actions.opening import change_second, open_case, record_inquiry
from cases.actions.planning import Going
from cases.actions.undoing import take_back
from cases.actions.week import give_hour
from cases.models import Assignment, Case, Event, Visit
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from tests.world import told, user

FRIDAY, NOON = date(2026, 4, 10), time(12)


@pytest.fixture
def at(world):
    return world.morning + timedelta(minutes=5)


@pytest.fixture
def kai(world):
    return user(world.engawa, "Kai", Role.COORDINATOR)


def case_of(world, lead, second=None, coordinator=None) -> Case:
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        return open_case(case, coordinator=coordinator or world.hana, lead=lead, second=second, stage=Stage.DOOR,
                         pace=None, by=world.hana, at=world.morning)  # fmt: skip


def go(world, at, leaving, *moves, **rest):
    with within(world.hana):
        asked = [Move(case=case, to=to) for case, to in moves]
        return hand_over_together(
            leaving, asked, note="よろしく", for_good=True, rest=Rest(**rest), by=world.hana, at=at
        )


def undo(world, handed, at):
    case, what = handed.first
    with within(world.hana):
        event = Event.objects.filter(case=case, what=what, at=handed.rest[0].at if handed.rest else None).latest("pk")
        take_back(case, event, by=world.hana, at=at + timedelta(minutes=1))


def seconds(world):
    with within(world.hana):
        now = Assignment.objects.filter(part="second", ended_at=None).order_by("case_id")
        return list(now.values_list("worker__name", flat=True))


def coordinators(world):
    with within(world.hana):
        return list(Case.objects.order_by("pk").values_list("coordinator__name", flat=True))


def events(world, what):
    with within(world.hana):
        return list(Event.objects.filter(what=what).order_by("case_id").values_list("facts", flat=True))


def test_wherever_she_came_along_somebody_else_does_and_each_case_says_so(world, at, kai):
    for _ in range(2):
        case_of(world, world.yuki, world.sora)
    handed = go(world, at, world.sora, second=kai)
    assert (seconds(world), handed.count) == (["Kai", "Kai"], 2)
    assert [one["second"] for one in events(world, "case.second_left")] == ["Sora", "Sora"]
    assert [one["second"] for one in events(world, "case.second_joined")] == ["Kai", "Kai"]
    with within(world.sora):
        assert not Case.objects.exists()


def test_or_nobody_does_and_whoever_leads_is_second_nowhere(world, at):
    case_of(world, world.yuki, world.sora)
    go(world, at, world.sora, second=world.yuki)
    assert seconds(world) == []


def test_what_she_coordinates_has_another_coordinator_and_another_version(world, at, kai):
    aoi = case_of(world, world.yuki)
    case_of(world, world.yuki, coordinator=kai)
    go(world, at, world.hana, coordinator=kai)
    assert coordinators(world) == ["Kai"] * 3
    with within(world.hana):
        assert Case.objects.get(pk=aoi.pk).version == aoi.version + 1


def test_a_form_that_was_open_meanwhile_still_settles(world, at, kai):
    """The deed tells the version it made, so that whoever changed another fact loses nothing."""
    before = world.ken.version
    go(world, at, world.hana, coordinator=kai)
    typed = {"coordinator_id": str(world.hana.pk), "pace_days": 10}
    with within(world.hana):
        kept = change_case(world.see_ken(), typed, version=before, by=world.hana, at=at)
    assert (kept.mine, kept.theirs) == (("pace_days",), ("coordinator_id",))


def test_all_of_it_goes_in_one_deed_and_comes_back_with_one_tap(world, at, kai):
    aoi = case_of(world, world.yuki, world.sora)
    rin = case_of(world, world.sora)
    handed = go(world, at, world.sora, (rin, world.yuki), ends=True)
    assert (handed.count, seconds(world)) == (2, [])
    undo(world, handed, at)
    assert seconds(world) == ["Sora"]
    with within(world.hana):
        assert Case.objects.get(pk=rin.pk).lead == world.sora
    with within(world.sora):
        assert set(Case.objects.values_list("pk", flat=True)) == {aoi.pk, rin.pk}


def test_coordinating_comes_back_too_unless_somebody_else_has_it_by_now(world, at, kai):
    aoi = case_of(world, world.yuki)
    handed = go(world, at, world.hana, coordinator=kai)
    mari = user(world.engawa, "Mari", Role.COORDINATOR)
    with within(world.hana):
        now = Case.objects.get(pk=world.ken.pk)
        typed = {"coordinator_id": str(mari.pk)}
        change_case(now, typed, version=now.version, by=world.hana, at=at + timedelta(seconds=30))
        event = Event.objects.get(case=aoi, what="case.changed")
        take_back(aoi, event, by=world.hana, at=at + timedelta(minutes=1))
    assert handed.count == 2
    assert coordinators(world) == ["Mari", "Hana"]


def test_what_somebody_changed_since_stays_and_a_tap_that_finds_nothing_says_so(world, at, kai):
    aoi = case_of(world, world.yuki, world.sora)
    handed = go(world, at, world.sora, ends=True)
    with within(world.hana):
        change_second(aoi, kai, why="", by=world.hana, at=at + timedelta(seconds=30))
    with pytest.raises(Changed):
        undo(world, handed, at)
    assert seconds(world) == ["Kai"]


def test_a_deed_about_one_case_alone_is_not_taken_back_this_way(world, at, kai):
    with within(world.hana):
        change_case(world.ken, {"pace_days": 10}, version=world.ken.version, by=world.hana, at=at)
        event = Event.objects.get(case=world.ken, what="case.changed")
        with pytest.raises(Conflict, match="too_late"):
            take_back(world.ken, event, by=world.hana, at=at)


def agreed(world, case, second=None, hour=NOON, worker=None):
    with within(world.hana):
        going = Going(worker=worker or world.yuki, second=second, hour=hour)
        give_hour(case, method=Method.VISIT, on=FRIDAY, going=going, by=world.hana, at=world.morning)


def who_goes(world, case):
    with within(world.hana):
        visit = Visit.objects.select_related("worker", "second").get(case=case, state="planned")
        return visit.worker.name, visit.second and visit.second.name, visit.starts_at is not None


def test_the_visits_of_a_pair_follow_and_come_back(world, at, kai):
    aoi = case_of(world, world.yuki, world.sora)
    agreed(world, aoi, world.sora)
    handed = go(world, at, world.sora, second=kai)
    assert who_goes(world, aoi) == ("Yuki", "Kai", True)
    undo(world, handed, at)
    assert who_goes(world, aoi) == ("Yuki", "Sora", True)


def test_where_the_other_is_elsewhere_then_only_that_visit_loses_its_hour_until_it_is_taken_back(world, at, kai):
    aoi, ibuki = (case_of(world, world.yuki, world.sora) for _ in range(2))
    elsewhere = case_of(world, kai)
    agreed(world, aoi, world.sora)
    agreed(world, ibuki, world.sora, hour=time(16))
    agreed(world, elsewhere, worker=kai)
    handed = go(world, at, world.sora, second=kai)
    assert (who_goes(world, aoi), who_goes(world, ibuki)) == (("Yuki", "Kai", False), ("Yuki", "Kai", True))
    undo(world, handed, at)
    assert (who_goes(world, aoi), who_goes(world, ibuki)) == (("Yuki", "Sora", True), ("Yuki", "Sora", True))


def test_who_is_elsewhere_by_now_comes_back_without_the_hour(world, at, kai):
    aoi, elsewhere = case_of(world, world.yuki, world.sora), case_of(world, world.sora)
    agreed(world, aoi, world.sora)
    handed = go(world, at, world.sora, second=kai)
    agreed(world, elsewhere, worker=world.sora)
    undo(world, handed, at)
    assert who_goes(world, aoi) == ("Yuki", "Sora", False)


def test_where_nobody_comes_along_any_more_the_lead_goes_alone(world, at):
    aoi = case_of(world, world.yuki, world.sora)
    agreed(world, aoi, worker=world.sora)
    go(world, at, world.sora, ends=True)
    assert who_goes(world, aoi) == ("Yuki", None, True)


@pytest.mark.parametrize("rest", [{"ends": True}, {"coordinator": "kai"}])
def test_where_nothing_hangs_on_her_any_more_whoever_hands_it_over_is_told(world, at, kai, rest):
    asked = {name: kai if told == "kai" else told for name, told in rest.items()}
    with pytest.raises(Changed):
        go(world, at, world.sora, **asked)


@pytest.mark.parametrize("who", ["second", "coordinator"])
def test_nobody_who_cannot_take_them_is_given_any(world, at, kai, who):
    case_of(world, world.yuki, world.sora)
    with as_job(world.engawa.pk):
        User.objects.filter(pk=kai.pk).update(is_active=False)
    with pytest.raises(Conflict):
        go(world, at, world.sora if who == "second" else world.hana, **{who: kai})
    assert (seconds(world), set(coordinators(world))) == (["Sora"], {"Hana"})


def test_many_cases_cost_no_more_statements_than_few(world, at, kai):
    def cost(at):
        with CaptureQueriesContext(connection) as asked:
            handed = go(world, at, world.sora, second=kai)
        with CaptureQueriesContext(connection) as back:
            undo(world, handed, at)
        return len(asked), len(back)

    case_of(world, world.yuki, world.sora)
    few = cost(at)
    for _ in range(4):
        case_of(world, world.yuki, world.sora)
    assert cost(at + timedelta(minutes=2)) == few
