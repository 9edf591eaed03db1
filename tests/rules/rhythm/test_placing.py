"""A contact that stands follows the days and hours of work, and says why; what is well where it is stays."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.due import local_day
from cases.rules.ladder import Stage
from cases.rules.responses import Response
from cases.rules.rhythm.placing import placed_anew
from cases.rules.rhythm.propose import propose
from tests.rules.rhythm.situations import TOKYO, after, family, situations, visit


def shut(situation, *days):
    return replace(situation, calendar=replace(situation.calendar, closed=frozenset(days)))


@given(situations(), st.integers(0, 9))
def test_where_its_day_is_shut_it_moves_to_the_next_open_one_for_the_same_reason(situation, more):
    plan = propose(situation)
    day = local_day(plan.due, situation.calendar.zone)
    away = shut(situation, *(day + timedelta(days=one) for one in range(more + 1)))
    anew = placed_anew(plan, away)
    if not away.calendar.is_open(day) and anew is not None:
        there = local_day(anew.due, situation.calendar.zone)
        assert there > day
        assert away.calendar.is_open(there)
        assert (anew.reason, anew.method, "moved_from" in anew.facts) == (plan.reason, plan.method, True)
        assert anew.earliest <= anew.due <= anew.latest < anew.ends


@given(situations(), st.integers(0, 9))
def test_moved_twice_is_moved_once_and_it_comes_back(situation, more):
    plan = propose(situation)
    zone = situation.calendar.zone
    day = local_day(plan.due, zone)
    away = shut(situation, *(day + timedelta(days=one) for one in range(more + 1)))
    anew = placed_anew(plan, away)
    if anew is not None and situation.calendar.is_open(day):
        assert placed_anew(anew, away) is None
        back = placed_anew(anew, situation)
        assert back is not None
        assert local_day(back.due, zone) == day
        assert back.facts.get("moved_from") in (plan.facts.get("moved_from"), None)


def test_the_last_day_for_a_talk_with_the_family_stays_the_last_when_it_moves():
    situation = after(family(1), visit(28, Response.VOICE))
    plan = propose(situation)
    anew = placed_anew(plan, shut(situation, local_day(plan.due, TOKYO)))
    assert anew is not None
    assert local_day(anew.latest, TOKYO) == local_day(anew.due, TOKYO) == local_day(plan.due, TOKYO) + timedelta(days=1)


@given(situations())
def test_what_was_planned_by_this_calendar_stays_by_it(situation):
    plan = propose(situation)
    anew = placed_anew(plan, situation)
    assert anew is None or local_day(anew.due, situation.calendar.zone) <= local_day(plan.due, situation.calendar.zone)


@pytest.mark.parametrize(("hours", "hour"), [((time(9), time(13)), time(12)), ((time(15), time(18)), time(15))])
def test_hours_of_work_move_the_hour_and_say_so(hours, hour):
    situation = after(visit(1, Response.PRESENCE))
    plan = propose(situation)
    anew = placed_anew(plan, replace(situation, calendar=replace(situation.calendar, hours=hours)))
    assert anew is not None
    assert anew.due.astimezone(TOKYO) == plan.due.astimezone(TOKYO).replace(hour=hour.hour)
    assert anew.facts["quiet"] == "worker"


def test_a_letter_has_no_hour_to_move():
    situation = replace(after(visit(1, Response.PRESENCE)), stage=Stage.LETTER)
    plan = propose(situation)
    assert (
        placed_anew(plan, replace(situation, calendar=replace(situation.calendar, hours=(time(9), time(11))))) is None
    )


def test_where_no_day_is_open_it_stays():
    situation = after(visit(1, Response.PRESENCE))
    plan = propose(situation)
    first = local_day(plan.due, TOKYO)
    assert placed_anew(plan, shut(situation, *(first + timedelta(days=one) for one in range(500)))) is None
