from datetime import datetime, time, timedelta
from email import message_from_string
from email.header import decode_header, make_header
from uuid import uuid4

import pytest
from django.utils.timezone import now

from accounts.models import User
from accounts.models.user import WORKING_WEEK
from accounts.walls import as_job, within
from cases.actions import sweeping
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.moving import pause
from cases.actions.opening import change_second
from cases.actions.planning import unplan
from cases.actions.sweeping import sweep
from cases.models import Case, Event, Leave, Notice, Person, Recess, Sweep, Turn
from cases.rules.due import Due
from cases.rules.facts import Concern, PauseScope
from cases.rules.methods import Method
from cases.rules.responses import Response


def forget_the_plan(world):
    with as_job(world.engawa.pk):
        unplan(Case.objects.get(pk=world.ken.pk), why="lost")


def turn(house, name):
    with as_job(house.pk):
        return Turn.objects.get(name=name)


def test_a_case_without_a_plan_gets_one_and_a_second_run_changes_nothing(world):
    forget_the_plan(world)
    assert sweep("plan", at=world.morning) == 1
    planned = world.see_ken().next_due
    assert sweep("plan", at=world.morning + timedelta(days=1)) == 0
    assert world.see_ken().next_due == planned


def test_a_rest_ends_on_its_day(world):
    until = world.morning.date() + timedelta(days=10)
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="旅行", until=until, by=world.hana, at=world.morning)
    assert sweep("pauses", at=world.morning + timedelta(days=9)) == 0
    assert sweep("pauses", at=world.morning + timedelta(days=10)) == 1
    ken = world.see_ken()
    assert (ken.standing, ken.next_due > world.morning + timedelta(days=10)) == ("open", True)
    with as_job(world.engawa.pk):
        woken = Event.objects.get(what="case.resumed")
        assert (woken.case_id, woken.by_id, woken.facts) == (ken.pk, None, {"taken_back": False})


def test_what_breaks_in_one_organisation_keeps_no_other_waiting(world, monkeypatch):
    forget_the_plan(world)
    broken = min(world.engawa, world.madobe, key=lambda one: one.pk)

    def stumble(organisation, at):
        seen.append(organisation.pk)
        if organisation.pk == broken.pk:
            raise ValueError("a row nobody can read")
        return 0

    seen = []
    monkeypatch.setitem(sweeping.SWEEPS, "plan", stumble)
    with pytest.raises(ValueError, match="nobody can read"):
        sweep("plan", at=world.morning)
    assert {world.engawa.pk, world.madobe.pk} <= set(seen)
    with as_job():
        assert Sweep.objects.get(name="plan").broken == 1
    told = {house.pk: turn(house, "plan") for house in (world.engawa, world.madobe)}
    failed, went = told.pop(broken.pk), *told.values()
    assert (failed.ran_at, failed.failed_at, failed.failure) == (None, world.morning, "ValueError")
    assert (went.ran_at, went.failed_at) == (world.morning, None)


def test_a_turn_that_goes_well_again_is_broken_no_more(world, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setitem(sweeping.SWEEPS, "plan", lambda organisation, at: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            sweep("plan", at=world.morning)
    assert turn(world.engawa, "plan").is_broken
    sweep("plan", at=world.morning + timedelta(minutes=1))
    assert not turn(world.engawa, "plan").is_broken


def test_the_passed_window_is_noted_once(world):
    world.record(Response.PRESENCE)
    late = world.ken.next_ends
    assert sweep("overdue", at=late - timedelta(seconds=1)) == 0
    assert [sweep("overdue", at=late), sweep("overdue", at=late + timedelta(days=3))] == [1, 0]
    with within(world.hana):
        assert Event.objects.filter(what="case.overdue").count() == 1


BOUNDARIES = ["2026-03-31T23:59", "2026-04-01T00:00", "2026-12-31T23:59", "2027-01-01T00:00", "2028-02-29T00:00"]


@pytest.mark.parametrize("told", BOUNDARIES)
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_due_is_the_same_in_the_database_and_in_python(world, told, step):
    edge = datetime.fromisoformat(told).replace(tzinfo=world.engawa.zone)
    with as_job(world.engawa.pk):
        window = {"next_earliest": edge, "next_due": edge, "next_latest": edge, "next_ends": edge + timedelta(days=1)}
        Case.objects.filter(pk=world.ken.pk).update(**window)
        for at in (edge + timedelta(seconds=step), edge + timedelta(days=1, seconds=step)):
            found = [due for due in Due if Case.objects.standing_at(due, at).filter(pk=world.ken.pk).exists()]
            assert found == [Case.objects.get(pk=world.ken.pk).due(at)]


def owed(world):
    sweep("morning", at=world.ken.next_due)
    with as_job(world.engawa.pk):
        return list(Notice.objects.values_list("state", "tries"))


def test_each_worker_is_owed_one_quiet_list_a_day(world):
    assert owed(world) == owed(world) == [("owed", 0)]


def lists(world, at):
    """Who is owed the list of that day, and how many stand on it."""
    sweep("morning", at=at)
    with as_job(world.engawa.pk):
        found = Notice.objects.filter(key=f"morning:{at.date()}")
        return dict(found.values_list("to__name", "facts__count"))


def test_who_comes_along_gets_her_list_too(world):
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    assert lists(world, world.ken.next_due) == {"Yuki": 1, "Sora": 1}


def test_no_list_goes_out_on_a_day_off(world):
    saturday = world.ken.next_due
    assert saturday.weekday() == 5
    with as_job(world.engawa.pk):
        User.objects.update(weekdays=WORKING_WEEK)
    assert [lists(world, saturday + timedelta(days=days)) for days in (0, 2)] == [{}, {"Yuki": 1}]


def test_no_list_goes_to_who_is_away(world):
    due = world.ken.next_due
    with as_job(world.engawa.pk):
        Leave.objects.create(organisation=world.engawa, user=world.yuki, starts_on=due, ends_on=due + timedelta(days=1))
    assert [lists(world, due + timedelta(days=days)) for days in (0, 1, 2)] == [{}, {}, {"Yuki": 1}]


def test_no_list_goes_out_in_a_rest_of_the_house_or_on_a_public_holiday(world):
    due = world.ken.next_due
    with as_job(world.engawa.pk):
        Recess.objects.create(organisation=world.engawa, name="休み", starts_on=due, ends_on=due + timedelta(days=1))
    greenery_day = due.replace(month=5, day=4)
    assert [lists(world, at) for at in (due, due + timedelta(days=2), greenery_day)] == [{}, {"Yuki": 1}, {}]


def test_the_list_is_sent_once_and_names_nobody(world, sink):
    owed(world)
    assert [sweep("send", at=world.ken.next_due), sweep("send", at=world.ken.next_due)] == [1, 0]
    assert len(sink.letters) == 1
    assert all(word not in sink.letters[0] for word in ("花水木", "山﨑", world.ken.code))


def concern(world, *, by, corrects=None, kind=Concern.SELF_HARM, at=None):
    moment = at or world.morning
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=moment, note="手首に傷があった",
               concern=kind, corrects=corrects)  # fmt: skip
    with within(by):
        return record_contact(world.see_ken(), told, by=by, at=moment)


def test_a_concern_is_told_to_the_coordinator_once_and_the_letter_says_nothing_of_it(world, sink):
    first = concern(world, by=world.yuki)
    concern(world, by=world.yuki, corrects=first.pk)  # other words, the same concern
    sweep("morning", at=world.morning.replace(hour=1))  # no list is owed yet
    assert [sweep("send", at=world.morning), sweep("send", at=world.morning)] == [1, 0]
    letter = message_from_string(sink.letters[0])
    text = letter.get_payload(decode=True).decode()
    assert str(make_header(decode_header(letter["Subject"]))) == "はじめにご確認ください"
    assert letter["To"] == world.hana.email
    assert all(word not in text for word in ("花水木", "山﨑", world.ken.code, "自傷", "手首", "Yuki"))


def test_another_concern_is_another_letter_and_nobody_writes_to_herself(world, sink):
    first = concern(world, by=world.yuki)
    concern(world, by=world.yuki, corrects=first.pk, kind=Concern.FOOD)
    concern(world, by=world.hana)
    assert sweep("send", at=world.morning) == 2


def test_a_concern_that_is_not_kept_is_not_told_either(world):
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, concern=Concern.FOOD,
               started_at=world.morning + timedelta(days=1))  # fmt: skip
    with within(world.yuki), pytest.raises(Conflict, match="in_future"):
        record_contact(world.ken, told, by=world.yuki, at=world.morning)
    with as_job(world.engawa.pk):
        assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("en", 1, "1 item stands on your list"), ("en", 2, "2 items stand on your list"), ("ja", 1, "1件")],
)
def test_the_list_counts_as_its_reader_does(world, mailoutbox, language, count, said):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(language=language)
    owed(world)
    with as_job(world.engawa.pk):
        Notice.objects.update(facts={"count": count})
    sweep("send", at=world.ken.next_due)
    assert said in mailoutbox[0].body


def test_a_sweep_tried_at_a_time_to_come_leaves_the_clock_where_it_is(world):
    sweep("plan", at=now() + timedelta(days=7))
    with as_job():
        assert Sweep.objects.get(name="plan").ran_at <= now()
    assert turn(world.engawa, "plan").ran_at <= now()


def test_the_sweep_keeps_out_of_the_persons_own_quiet_hours(world):
    with as_job(world.engawa.pk):
        Person.objects.update(quiet_from=time(6), quiet_until=time(16))
    forget_the_plan(world)
    sweep("plan", at=world.morning)
    due = world.see_ken().next_due.astimezone(world.engawa.zone)
    assert (due.hour, world.ken.next_facts["quiet"]) == (16, "person")
