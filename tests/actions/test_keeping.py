"""When the days of work change: what nobody accepted moves and says why, what is accepted stays and says so."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions import housekeeping, staffing
from cases.actions.absence import drop_leave, take_leave
from cases.actions.opening import hand_over
from cases.actions.planning import Going, plan
from cases.actions.sweeping import sweep
from cases.actions.week import give_hour
from cases.models import Case, Event, Leave, Recess, Visit
from cases.queries.desk import Filters, clashing, page
from cases.rules.due import end_of_day, start_of_day
from cases.rules.facts import LeaveKind
from cases.rules.methods import Method

FRIDAY = date(2026, 4, 10)
ALL_BUT = {day: 127 & ~(1 << day) for day in range(7)}


def on(world) -> date:
    return world.see_ken().next_due.astimezone(world.engawa.zone).date()


def moved(world) -> tuple[date, object, object]:
    day = on(world)
    return day, world.ken.next_facts.get("moved_from"), world.ken.next_facts.get("moved_by")


def settings(world, **told):
    with within(world.ada):
        housekeeping.change_settings(told, by=world.ada, at=world.morning)


def rest(world, first, last):
    with within(world.ada):
        housekeeping.add_recess("棚卸し", first, last, by=world.ada, at=world.morning)
        return Recess.objects.get(name="棚卸し")


def works(world, weekdays, begins=None, ends=None):
    """Yuki chooses her own."""
    with within(world.yuki):
        staffing.choose_days(weekdays, begins, ends, by=world.yuki, at=world.morning)
    with as_job(world.engawa.pk):
        world.yuki = User.objects.select_related("organisation").get(pk=world.yuki.pk)


def agreed(world, day=FRIDAY, **going):
    with within(world.hana):
        who = Going(worker=world.yuki, hour=time(14), **going)
        give_hour(world.ken, method=Method.VISIT, on=day, going=who, by=world.hana, at=world.morning)
    world.see_ken()


def clash(world):
    return world.see_ken().next_facts.get("clash")


def test_a_rest_of_the_year_moves_what_nobody_accepted_behind_it_and_says_so(world):
    day = on(world)
    rest(world, day, day + timedelta(days=2))
    assert moved(world) == (day + timedelta(days=3), day.isoformat(), "rest:棚卸し")
    with within(world.ada):
        assert Event.objects.get(what="recess.added").facts == {"name": "棚卸し", "moved": 1}


def test_it_comes_back_when_the_rest_is_removed_or_made_shorter(world):
    day = on(world)
    made = rest(world, day, day + timedelta(days=2))
    with within(world.ada):
        housekeeping.change_recess(made, "棚卸し", day, day, by=world.ada, at=world.morning)
    assert on(world) == day + timedelta(days=1)
    with within(world.ada):
        housekeeping.drop_recess(made, by=world.ada, at=world.morning)
    assert moved(world) == (day, None, None)


def test_a_rest_elsewhere_in_the_year_moves_nothing(world):
    before = on(world)
    rest(world, before + timedelta(days=30), before + timedelta(days=33))
    assert on(world) == before


def test_her_own_days_move_what_is_planned_for_her_and_bring_it_back(world):
    day = on(world)
    works(world, ALL_BUT[day.weekday()])
    assert moved(world) == (day + timedelta(days=1), day.isoformat(), "day_off")
    works(world, 127)
    assert moved(world) == (day, None, None)


def test_her_hours_move_the_hour(world):
    works(world, 127, time(9), time(13))
    assert world.see_ken().next_due.astimezone(world.engawa.zone).time() == time(12)
    assert world.ken.next_facts["quiet"] == "worker"


def test_days_an_administrator_changes_do_the_same(world):
    day = on(world)
    terms = staffing.terms_of(world.yuki)
    with within(world.ada):
        staffing.change(world.yuki, replace(terms, weekdays=ALL_BUT[day.weekday()]), by=world.ada, at=world.morning)
    assert on(world) == day + timedelta(days=1)


def test_other_holidays_move_it(world):
    """Good Friday and Easter Monday are holidays in Germany and none in Japan."""
    with as_job(world.engawa.pk):
        day = start_of_day(date(2026, 4, 3), world.engawa.zone) + timedelta(hours=14)
        Case.objects.filter(pk=world.ken.pk).update(
            next_earliest=day, next_due=day, next_latest=day, next_ends=end_of_day(day, world.engawa.zone)
        )
    settings(world, holidays_of="DE")
    assert on(world) == date(2026, 4, 4)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
def test_by_another_clock_days_and_hours_stay_as_people_know_them(world, zone):
    agreed(world)
    before = [one.astimezone(world.engawa.zone).replace(tzinfo=None) for one in window(world)]
    settings(world, time_zone=zone)
    world.engawa.time_zone = zone
    world.see_ken()
    assert [one.astimezone(world.engawa.zone).replace(tzinfo=None) for one in window(world)] == before
    with within(world.hana):
        visit = Visit.objects.get(case=world.ken, state="planned")
    assert (visit.starts_at, visit.due) == (world.ken.next_due, world.ken.next_due)


def window(world):
    ken = world.ken
    return [ken.next_earliest, ken.next_due, ken.next_latest, ken.next_ends]


def test_an_appointment_stays_and_the_desk_tells_who_coordinates(world):
    agreed(world)
    works(world, ALL_BUT[4])
    assert (on(world), clash(world)) == (FRIDAY, "day_off")
    with within(world.hana):
        assert clashing(world.hana) == 1
        rows, _ = page(world.hana, Filters(view="clashing"), world.morning)
    assert [(row.pk, row.clash) for row in rows] == [(world.ken.pk, "day_off")]
    with within(world.rin):
        assert clashing(world.rin) == 0


def test_what_is_mended_is_told_no_more(world):
    agreed(world)
    made = rest(world, FRIDAY, FRIDAY)
    assert clash(world) == "rest"
    with within(world.ada):
        housekeeping.drop_recess(made, by=world.ada, at=world.morning)
    assert clash(world) is None


def test_leave_of_either_who_goes_clashes_and_its_end_mends_it(world):
    agreed(world, second=world.sora)
    with within(world.sora):
        leave = take_leave(world.sora, FRIDAY, FRIDAY, kind=LeaveKind.SICK, by=world.sora, at=world.morning)
    assert clash(world) == "leave"
    with within(world.sora):
        drop_leave(leave, by=world.sora, at=world.morning)
    assert clash(world) is None


def test_handed_to_somebody_who_is_away_then_it_says_so_and_handed_on_no_more(world):
    agreed(world)
    with within(world.sora):
        take_leave(world.sora, FRIDAY, FRIDAY, kind=LeaveKind.SICK, by=world.sora, at=world.morning)
    for to, says in ((world.sora, "leave"), (world.yuki, None)):
        with within(world.hana):
            hand_over(world.ken, to, note="", why="", by=world.hana, at=world.morning)
        assert (on(world), clash(world)) == (FRIDAY, says)


def test_who_chose_a_day_off_knowing_it_is_told_nothing(world):
    works(world, ALL_BUT[4])
    agreed(world)
    sweep("calendar", at=world.morning)
    assert (on(world), clash(world)) == (FRIDAY, None)


def test_choosing_the_day_again_is_a_decision_too(world):
    agreed(world)
    works(world, ALL_BUT[4])
    assert clash(world) == "day_off"
    with within(world.hana):
        plan(world.see_ken(), method=Method.VISIT, on=FRIDAY, aim="x", by=world.hana, at=world.morning)
    sweep("calendar", at=world.morning)
    assert clash(world) is None


def test_what_somebody_holds_meanwhile_is_moved_by_the_sweep_and_twice_is_once(world):
    day = on(world)
    with as_job(world.engawa.pk):
        Recess.objects.create(organisation=world.engawa, name="休み", starts_on=day, ends_on=day)
    assert [sweep("calendar", at=world.morning), sweep("calendar", at=world.morning)] == [1, 0]
    assert moved(world) == (day + timedelta(days=1), day.isoformat(), "rest:休み")


def test_where_no_day_is_open_within_a_year_it_stays(world):
    day = on(world)
    with as_job(world.engawa.pk):
        Leave.objects.create(
            organisation=world.engawa, user=world.yuki, starts_on=day, ends_on=day + timedelta(days=700)
        )
    later = world.morning + timedelta(days=1)
    assert [sweep("calendar", at=world.morning), sweep("calendar", at=later)] == [0, 0]
    assert on(world) == day


def test_a_contact_that_is_overdue_stays_overdue(world):
    day = on(world)
    with as_job(world.engawa.pk):
        Recess.objects.create(organisation=world.engawa, name="休み", starts_on=day, ends_on=day)
    assert sweep("calendar", at=world.morning + timedelta(days=20)) == 0
    assert on(world) == day


def test_next_door_nothing_moves(world):
    day = on(world)
    with as_job(world.madobe.pk):
        Recess.objects.create(organisation=world.madobe, name="休み", starts_on=day, ends_on=day)
    assert sweep("calendar", at=world.morning) == 0
