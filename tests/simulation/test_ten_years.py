"""Ten years of a made-up organisation in each of five time zones."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cases.rules.calendar import NoOpenDay
from cases.rules.due import Due, due_of, local_day
from cases.rules.methods import OF_ANY_HOUR, TO_THE_PERSON
from cases.rules.rhythm.propose import within
from tests.rules.rhythm.situations import ZONES
from tests.simulation.living import QUIET, found, live_a_day

START, YEARS = date(2026, 4, 1), 10
CAPS = [(1, 1), (1, 2), (2, 2), (2, 3), (3, 5)]  # those of the last house are the usual ones


@pytest.fixture(scope="module", params=list(zip(ZONES, CAPS, strict=True)), ids=lambda told: str(told[0]))
def lived(request):
    zone, caps = request.param
    world = found(zone, 20260401, caps)
    for number in range(365 * YEARS):
        day = START + timedelta(days=number)
        live_a_day(world, day)
        without = [life for life in world.lives if local_day(life.opened_at, world.zone) <= day and not life.stands]
        assert without == [], f"{day}: open, not planned, and nobody says why"
    return world


def test_there_was_something_to_prove(lived):
    assert len(lived.made) > 2000
    assert {one.plan.reason for one in lived.made} >= {
        "pace",
        "silent_three",
        "after_refusal",
        "unchanged",
        "plan_review",
        "voice_twice",
    }
    told = Counter(fact for one in lived.made for fact in one.plan.facts)
    assert told["held_from"] > 50, "the caps held something back"
    assert told["moved_from"] > 50, "a rest or a day off moved something"
    assert told["quiet"] > 50, "quiet hours moved something"


def test_no_contact_was_planned_by_a_way_the_person_had_closed(lived):
    assert sum(bool(one.closed) for one in lived.made) > 500
    assert [one for one in lived.made if one.plan.method in one.closed] == []
    assert all(life.plan is None or life.plan.method not in life.closed_methods for life in lived.lives)


def test_no_cap_was_broken_in_ten_years(lived):
    for moments in lived.tried.values():
        for cap, span in ((lived.cap_7, 7), (lived.cap_14, 14)):
            crowd = [(one, moments[place + cap]) for place, one in enumerate(moments[:-cap])]
            assert [pair for pair in crowd if pair[1] - pair[0] < timedelta(days=span)] == []


def test_no_contact_was_planned_in_a_rest_on_a_day_off_or_in_quiet_hours(lived):
    begins, ends = QUIET
    for life, _, plan, _ in lived.made:
        local = plan.due.astimezone(lived.zone)
        if plan.method not in OF_ANY_HOUR:
            assert ends <= local.time() < begins, plan
            assert not within(local.time(), life.own_quiet), plan
        try:
            assert lived.calendar(life).next_open(local.date()) == local.date(), plan
        except NoOpenDay:
            pytest.fail("a calendar without a day")


def test_nothing_was_planned_into_the_past(lived):
    for _, at, plan, _ in lived.made:
        assert plan.earliest <= plan.due <= plan.latest < plan.ends
        assert local_day(plan.due, lived.zone) >= local_day(at, lived.zone)


def test_every_window_is_planned_then_due_then_overdue_and_never_back(lived):
    order = [Due.PLANNED, Due.DUE, Due.OVERDUE]
    for _, _, plan, _ in lived.made[::7]:
        day = local_day(plan.earliest, lived.zone) - timedelta(days=1)
        seen = [
            order.index(due_of(plan.earliest, plan.ends, plan.earliest + timedelta(hours=hours)))
            for hours in range(-30, int((plan.ends - plan.earliest).total_seconds() // 3600) + 30)
        ]
        assert all(before <= after for before, after in pairwise(seen)), day
        assert (seen[0], seen[-1]) == (0, 2)


def test_a_good_part_of_it_comes_towards_the_person(lived):
    assert sum(plan.method in TO_THE_PERSON for _, _, plan, _ in lived.made) > len(lived.made) / 3
