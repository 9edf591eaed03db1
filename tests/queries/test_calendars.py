"""The days of a worker as the house keeps them."""

from datetime import date, time

from django.utils import timezone

from accounts.models import Organisation, User
from accounts.walls import as_job, within
from cases.actions.planning import replan
from cases.actions.sweeping import sweep
from cases.models import Assignment, Case, Leave, Recess
from cases.queries.calendars import house_days
from cases.rules.calendar import DayKind

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)


def away(world, who, first, last):
    with within(world.hana):
        Leave.objects.create(organisation=world.engawa, user=who, starts_on=first, ends_on=last, kind="sick")


def test_rests_holidays_leave_and_hours_meet_in_one_calendar(world):
    away(world, world.yuki, date(2026, 4, 7), date(2026, 4, 8))
    with within(world.hana):
        Recess.objects.create(organisation=world.engawa, name="花見", starts_on="2026-04-10", ends_on="2026-04-10")
        world.yuki.works_from, world.yuki.works_until = time(9), time(15)
        calendar = house_days(world.engawa, FIRST, LAST).of(world.yuki)
    told = {day: calendar.kind_of(date(2026, 4, day)) for day in (7, 9, 10, 29)}
    assert told == {7: DayKind.LEAVE, 9: DayKind.OPEN, 10: DayKind.REST, 29: DayKind.HOLIDAY}
    assert (calendar.rest_name(date(2026, 4, 10)), calendar.hours) == ("花見", (time(9), time(15)))


def test_a_second_worker_plans_around_the_leave_of_the_lead_and_learns_nothing_but_the_days(world):
    away(world, world.yuki, world.ken.next_due.date(), world.ken.next_due.date())
    with within(world.hana):
        Assignment.objects.create(
            organisation=world.engawa, case=world.ken, worker=world.sora, part="second", started_at=world.morning
        )
    due = world.ken.next_due
    with within(world.sora):
        assert not Leave.objects.exists()
        replan(Case.objects.get(pk=world.ken.pk), at=world.morning)
    assert (world.see_ken().next_due > due, world.ken.next_facts["moved_by"]) == (True, "leave")


def test_the_sweep_plans_around_leave_and_hours_as_the_desk_does(world):
    away(world, world.yuki, world.ken.next_due.date(), world.ken.next_due.date())
    with within(world.ada):
        User.objects.filter(pk=world.yuki.pk).update(works_from=time(9), works_until=time(12))
    with within(world.hana):
        case = Case.objects.get(pk=world.ken.pk)
        replan(case, at=world.morning)
        by_hand = case.next_due
        Case.objects.filter(pk=case.pk).update(
            next_due=None, next_earliest=None, next_latest=None, next_ends=None, next_method=""
        )
    sweep("plan", at=world.morning)
    assert world.see_ken().next_due == by_hand
    assert by_hand.astimezone(world.engawa.zone).time() == time(11)


def test_next_door_learns_of_nobody(world):
    away(world, world.yuki, FIRST, LAST)
    with within(world.rin):
        assert house_days(world.engawa, FIRST, LAST).away == {}
    with as_job(world.engawa.pk):
        assert set(house_days(world.engawa, FIRST, LAST).away) == {world.yuki.pk}


def test_a_house_of_another_country_keeps_its_own_holidays(world):
    with as_job():
        berlin = Organisation.objects.create(
            name="Laube", created_at=timezone.now(), time_zone="Europe/Berlin", holidays_of="DE"
        )
    with as_job(berlin.pk):
        calendar = house_days(berlin, FIRST, people=[]).of(None)
    assert calendar.kind_of(date(2026, 10, 3)) is DayKind.HOLIDAY
    assert calendar.kind_of(date(2026, 4, 29)) is DayKind.OPEN
