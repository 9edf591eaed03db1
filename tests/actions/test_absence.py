"""Entering leave: what nobody accepted moves at once, what is accepted waits for a person."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.absence import change_leave, drop_leave, take_leave
from cases.actions.doing import Changed, Conflict
from cases.actions.planning import plan, replan
from cases.models import Case, Event, Leave
from cases.rules.facts import LeaveKind
from cases.rules.methods import Method


def on_the_day(world):
    return world.ken.next_due.astimezone(world.engawa.zone).date()


def away(world, by, who=None, days=3):
    first = on_the_day(world)
    with within(by):
        return take_leave(
            who or world.yuki, first, first + timedelta(days=days), kind=LeaveKind.SICK, by=by, at=world.morning
        )


@pytest.mark.parametrize("by", ["yuki", "hana", "ada"])
def test_what_nobody_accepted_moves_behind_the_leave_whoever_enters_it(world, by):
    day = on_the_day(world)
    away(world, getattr(world, by))
    world.see_ken()
    assert (on_the_day(world), world.ken.next_facts["moved_by"]) == (day + timedelta(days=4), "leave")


def test_it_comes_back_when_the_leave_is_removed_and_twice_is_once(world):
    day = on_the_day(world)
    leave = away(world, world.yuki)
    for _ in range(2):
        with within(world.yuki):
            drop_leave(leave, by=world.yuki, at=world.morning)
    world.see_ken()
    assert (on_the_day(world), "moved_by" in world.ken.next_facts) == (day, False)
    with as_job(world.engawa.pk):
        told = list(Event.objects.filter(what__startswith="leave.").order_by("at", "pk").values_list("what", flat=True))
    assert sorted(told) == ["leave.dropped", "leave.entered"]


def test_an_accepted_visit_stays_until_somebody_decides(world):
    day = date(2026, 4, 10)
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=day, by=world.yuki, at=world.morning)
    world.see_ken()
    away(world, world.hana)
    world.see_ken()
    assert (on_the_day(world), world.ken.next_accepted) == (day, True)


@pytest.mark.parametrize("by", ["yuki", "mio", "rin"])
def test_nobody_but_the_office_enters_leave_for_somebody_else(world, by):
    with pytest.raises(PermissionDenied):
        away(world, getattr(world, by), who=world.sora)
    with as_job(world.engawa.pk):
        assert not Leave.objects.exists()


def test_the_same_days_are_no_leave_twice_whoever_enters_them(world):
    away(world, world.yuki)
    with pytest.raises(Conflict, match="overlaps"):
        away(world, world.hana, days=0)
    with as_job(world.engawa.pk):
        assert Leave.objects.count() == 1


def test_a_contact_a_day_off_moved_into_the_leave_comes_back_too(world):
    day = on_the_day(world)
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(weekdays=127 & ~(1 << day.weekday()))
        replan(Case.objects.get(pk=world.ken.pk), at=world.morning)
    told = {"kind": LeaveKind.HOLIDAY, "by": world.yuki, "at": world.morning}
    with within(world.yuki):
        leave = take_leave(world.yuki, day + timedelta(days=1), day + timedelta(days=3), **told)
    world.see_ken()
    assert (on_the_day(world), world.ken.next_facts["moved_by"]) == (day + timedelta(days=4), "day_off")
    with within(world.yuki):
        drop_leave(leave, by=world.yuki, at=world.morning)
    world.see_ken()
    assert on_the_day(world) == day + timedelta(days=1)


def change(world, leave, first, last, by=None, **told):
    who = by or world.yuki
    with within(who):
        change_leave(leave, first, last, **{"kind": LeaveKind.SICK} | told, by=who, at=world.morning)
    world.see_ken()


def test_a_leave_that_is_corrected_moves_what_it_hits_now_and_gives_back_what_it_hits_no_more(world):
    day = on_the_day(world)
    leave = away(world, world.yuki, days=0)
    change(world, leave, day, day + timedelta(days=5))
    assert on_the_day(world) == day + timedelta(days=6)
    change(world, leave, day + timedelta(days=1), day + timedelta(days=5), by=world.hana)
    assert (on_the_day(world), "moved_by" in world.ken.next_facts) == (day, False)
    with as_job(world.engawa.pk):
        assert Event.objects.filter(what="leave.changed").count() == 2


def test_a_leave_corrected_onto_another_is_refused_and_stays(world):
    day = on_the_day(world)
    leave = away(world, world.yuki, days=0)
    with within(world.yuki):
        told = {"kind": LeaveKind.HOLIDAY, "by": world.yuki, "at": world.morning}
        take_leave(world.yuki, day + timedelta(days=3), day + timedelta(days=4), **told)
    with pytest.raises(Conflict, match="overlaps"):
        change(world, leave, day, day + timedelta(days=3))
    with as_job(world.engawa.pk):
        assert Leave.objects.get(pk=leave.pk).ends_on == day


def test_who_corrects_what_somebody_else_has_changed_or_cancelled_is_told(world):
    day = on_the_day(world)
    leave = away(world, world.yuki, days=0)
    with as_job(world.engawa.pk):
        read = Leave.objects.select_related("user__organisation").get(pk=leave.pk)
    change(world, leave, day, day + timedelta(days=1), by=world.hana)
    with pytest.raises(Changed):
        change(world, read, day, day + timedelta(days=2))


def test_nobody_but_the_office_corrects_a_leave_of_somebody_else(world):
    day, leave = on_the_day(world), away(world, world.yuki)
    with pytest.raises(PermissionDenied):
        change(world, leave, day, day, by=world.sora)


def test_the_database_too_keeps_a_day_from_being_leave_twice(world):
    leave = away(world, world.yuki)
    with as_job(world.engawa.pk), pytest.raises(IntegrityError, match="leave_no_day_twice"), transaction.atomic():
        Leave.objects.create(organisation=world.engawa, user=world.yuki, starts_on=leave.ends_on, ends_on=leave.ends_on)
