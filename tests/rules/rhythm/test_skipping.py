"""What is left out is no try and no refusal; the rhythm counts on from its day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.rules.due import local_day
from cases.rules.ladder import Stage
from cases.rules.methods import TO_THE_PERSON, Method
from cases.rules.responses import Response
from cases.rules.rhythm.propose import propose
from cases.rules.rhythm.skipping import Skip
from cases.rules.rhythm.table import Reason
from tests.rules.rhythm.situations import EVERY_DAY, TOKYO, after, family, letter, on, situations, visit


def day(proposal):
    return local_day(proposal.due, TOKYO)


def left_out(situation, *, at=None):
    """The proposal of this situation was left out, at once or then."""
    plan = propose(situation)
    told = at or situation.at
    if plan.method in TO_THE_PERSON:
        return replace(situation, at=told, skip=Skip(at=told, due=max(plan.due, told))), plan
    return replace(situation, at=told, family_skip=Skip(at=told, due=plan.due)), plan


def test_the_next_visit_counts_from_the_day_that_was_left_out():
    later, plan = left_out(after(family(1), visit(2, Response.PRESENCE), calendar=EVERY_DAY))
    anew = propose(later)
    assert (anew.reason, anew.method, day(anew) - day(plan)) == (Reason.PACE, plan.method, timedelta(days=7))
    assert anew.facts["skipped"] == day(plan).isoformat()
    assert local_day(anew.earliest, TOKYO) > day(plan)


def test_the_same_weekday_stays_the_same_weekday():
    voices = after(family(1), visit(1, Response.VOICE), visit(8, Response.VOICE))
    later, plan = left_out(voices)
    assert (propose(later).reason, day(propose(later))) == (Reason.VOICE_TWICE, day(plan) + timedelta(days=7))


def test_of_one_that_was_late_today_is_left_out():
    late = after(family(1), visit(2, Response.PRESENCE))
    later, _ = left_out(late, at=on(20, 9))
    assert day(propose(later)) == on(27).date()


def test_a_visit_left_out_pushes_no_talk_with_the_family():
    concern = after(family(1), visit(2, Response.VOICE, concern=True))
    skip = Skip(at=concern.at, due=concern.at + timedelta(days=7))
    assert propose(replace(concern, skip=skip)) == propose(concern)


def test_a_talk_with_the_family_left_out_keeps_no_letter_from_the_person():
    later, plan = left_out(after(family(1), letter(28), stage=Stage.LETTER))
    assert (plan.reason, plan.method) == (Reason.FAMILY_MONTHLY, Method.FAMILY_MEETING)
    anew = propose(later)
    assert (anew.reason, anew.method, day(anew)) == (Reason.PACE, Method.LETTER, on(42).date())
    written = after(family(1), letter(28), letter(42), letter(56), stage=Stage.LETTER, family_skip=later.family_skip)
    assert (propose(written).reason, day(propose(written))) == (Reason.FAMILY_MONTHLY, day(plan) + timedelta(days=30))


@pytest.mark.parametrize(("told", "next_talk"), [(30, 61), (31, 61), (45, 61), (60, 61), (61, 91), (62, 91)])
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_the_next_talk_with_the_family_is_a_month_after_the_day_of_the_one_left_out(told, next_talk, hour):
    """However late it is left out; the one left out was due on the 31st day."""
    due = propose(after(family(1), visit(30, Response.PRESENCE))).due
    skip = Skip(at=on(told, hour), due=due)
    plan = propose(after(family(1), visit(next_talk - 2, Response.PRESENCE), at=on(next_talk - 1), family_skip=skip))
    assert (local_day(due, TOKYO), plan.reason) == (on(31).date(), Reason.FAMILY_MONTHLY)
    assert day(plan) == on(next_talk).date()


@pytest.mark.parametrize("told", [34, 61, 62, 92])
def test_a_talk_left_out_late_moves_no_visit(told):
    skip = Skip(at=on(told, 9), due=on(31))
    plan = propose(after(family(1), visit(told - 4, Response.PRESENCE), at=on(told, 9), family_skip=skip))
    assert (plan.reason, plan.method, day(plan)) == (Reason.PACE, Method.VISIT, on(told + 3).date())


def test_a_talk_and_a_letter_left_out_are_kept_apart():
    letters = after(family(1), letter(17), stage=Stage.LETTER)
    later, plan = left_out(letters)
    both = replace(later, family_skip=Skip(at=later.at, due=on(31)))
    assert (day(plan), day(propose(both))) == (on(31).date(), on(45).date())


def test_a_contact_since_then_is_what_counts():
    situation = after(family(1), visit(2, Response.PRESENCE), visit(12, Response.PRESENCE))
    skip = Skip(at=on(5), due=on(9))
    assert propose(replace(situation, skip=skip)) == propose(situation)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first look at the holidays of a year takes its time
@given(situations(), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_whatever_was_left_out_the_next_is_later_and_on_an_open_day(situation, waits):
    later, plan = left_out(situation, at=situation.at + waits)
    anew = propose(later)
    zone = situation.calendar.zone
    if (anew.method in TO_THE_PERSON) == (plan.method in TO_THE_PERSON):
        skip = later.skip if plan.method in TO_THE_PERSON else later.family_skip
        assert local_day(anew.due, zone) > max(local_day(skip.due, zone), local_day(skip.at, zone))
        assert anew.earliest > skip.at
    assert situation.calendar.is_open(local_day(anew.due, zone))
    assert anew.method not in situation.closed_methods
