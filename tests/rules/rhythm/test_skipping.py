"""What is left out is no try and no refusal; the rhythm counts on from its day."""

from dataclasses import replace
from datetime import timedelta

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
    skip = Skip(at=told, due=max(plan.due, told), method=plan.method)
    return replace(situation, at=told, skip=skip), plan


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
    skip = Skip(at=concern.at, due=concern.at + timedelta(days=7), method=Method.VISIT)
    assert propose(replace(concern, skip=skip)) == propose(concern)


def test_a_talk_with_the_family_left_out_keeps_no_letter_from_the_person():
    later, plan = left_out(after(family(1), letter(28), stage=Stage.LETTER))
    assert (plan.reason, plan.method) == (Reason.FAMILY_MONTHLY, Method.FAMILY_MEETING)
    anew = propose(later)
    assert (anew.reason, anew.method, day(anew)) == (Reason.PACE, Method.LETTER, on(42).date())
    written = after(family(1), letter(28), letter(42), letter(56), stage=Stage.LETTER, skip=later.skip)
    assert (propose(written).reason, day(propose(written))) == (Reason.FAMILY_MONTHLY, day(plan) + timedelta(days=30))


def test_a_contact_since_then_is_what_counts():
    situation = after(family(1), visit(2, Response.PRESENCE), visit(12, Response.PRESENCE))
    skip = Skip(at=on(5), due=on(9), method=Method.VISIT)
    assert propose(replace(situation, skip=skip)) == propose(situation)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first look at the holidays of a year takes its time
@given(situations(), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_whatever_was_left_out_the_next_is_later_and_on_an_open_day(situation, waits):
    later, plan = left_out(situation, at=situation.at + waits)
    anew = propose(later)
    zone = situation.calendar.zone
    if (anew.method in TO_THE_PERSON) == (plan.method in TO_THE_PERSON):
        assert local_day(anew.due, zone) > local_day(later.skip.due, zone)
        assert anew.earliest > later.skip.due
    assert situation.calendar.is_open(local_day(anew.due, zone))
    assert anew.method not in situation.closed_methods
