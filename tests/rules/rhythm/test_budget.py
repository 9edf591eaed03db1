from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.methods import MEETINGS, TO_THE_PERSON, Direction, Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.budget import budget_at, free_from, passes
from cases.rules.rhythm.propose import propose
from cases.rules.rhythm.signals import Past, fold
from tests.rules.rhythm.situations import busy, family, lives, on, visit

VOICE = Response.VOICE
INSTANT = timedelta(microseconds=1)
moments = st.lists(busy, max_size=12).map(lambda found: tuple(sorted(found, reverse=True)))


def left(moment, *days, cap_7=3, cap_14=5):
    budget = budget_at(moment, tuple(on(day) for day in sorted(days, reverse=True)), cap_7=cap_7, cap_14=cap_14)
    return budget.left_7, budget.left_14


def pressing(recent, moment, days):
    """Those of the days before this moment, and it itself."""
    return sum(moment - timedelta(days=days) < tried <= moment for tried in recent)


def test_a_quiet_fortnight_leaves_all_of_it():
    assert left(on(20)) == (3, 5)


def test_each_contact_takes_one_of_both():
    assert left(on(10), 9, 5, 1) == (1, 2)


def test_a_contact_presses_for_exactly_seven_and_fourteen_days():
    assert left(on(8) - INSTANT, 1) == (2, 4)
    assert left(on(8), 1) == (3, 4)
    assert left(on(15), 1) == (3, 5)


def test_nothing_is_left_below_nought():
    assert left(on(6), 1, 2, 3, 4, 5) == (0, 0)


@pytest.mark.parametrize("method", sorted(MEETINGS))
def test_a_talk_about_the_person_passes_no_cap(method):
    full = budget_at(on(6), tuple(on(day) for day in (5, 4, 3)), cap_7=3, cap_14=5)
    assert not passes(method, on(6), full)
    assert passes(Method.VISIT, on(6), full)


def test_a_word_the_mother_passes_on_counts_towards_the_person():
    assert fold([family(3, relayed=True)]).recent == (on(3, 18),)
    assert fold([family(3)]).recent == ()


def test_a_word_passed_on_is_no_try_to_which_the_person_could_have_answered():
    signals = fold([visit(1, VOICE), family(3, relayed=True)])
    assert (signals.last_at, signals.voice_streak, len(signals.recent)) == (on(1), 1, 2)


def test_what_came_from_their_side_presses_nobody_even_with_a_word_passed_on():
    called = Past(
        started_at=on(3), method=Method.PHONE, response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE,
        direction=Direction.INCOMING, relayed=True,
    )  # fmt: skip
    assert fold([called]).recent == ()


@given(moments, st.integers(1, 4), st.integers(4, 8))
def test_it_is_free_from_its_first_moment_on_and_not_before(recent, cap_7, cap_14):
    free = free_from(recent, cap_7=cap_7, cap_14=cap_14)
    full = ((cap_7, 7), (cap_14, 14))
    if free is None or free <= recent[0]:
        assert not recent or all(pressing(recent, recent[0] + INSTANT, days) < cap for cap, days in full)
        return
    assert all(pressing(recent, free, days) < cap for cap, days in full)
    assert any(pressing(recent, free - INSTANT, days) >= cap for cap, days in full)


@given(moments, busy, st.integers(1, 4), st.integers(4, 8))
def test_what_is_left_and_when_it_is_free_agree_after_the_last_contact(recent, moment, cap_7, cap_14):
    moment = max(moment, *recent) if recent else moment
    budget = budget_at(moment, recent, cap_7=cap_7, cap_14=cap_14)
    assert passes(Method.VISIT, moment, budget) == (budget.left == 0)


@given(lives())
def test_no_cap_is_ever_broken_by_what_is_proposed(life):
    """Counted on the contacts themselves, for every moment at which the window allows it to happen."""
    situation, history = life
    proposal = propose(situation)
    if proposal.method not in TO_THE_PERSON:
        return
    ours = [past.started_at for past in history if past.started_at in fold([past]).recent]
    for moment in (proposal.earliest, proposal.due, proposal.latest):
        for cap, days in ((situation.cap_7, 7), (situation.cap_14, 14)):
            assert pressing(ours, moment, days) < cap


@given(lives())
def test_who_follows_every_proposal_never_presses_more_than_the_caps_allow(life):
    """Ten proposals in a row, each followed in the first moment of its window and never answered."""
    situation, history = life
    told = list(history)
    for _ in range(10):
        proposal = propose(situation)
        done = max(proposal.earliest, situation.at)
        told.append(Past(started_at=done, method=proposal.method, response=Response.NOT_TOLD))
        situation = replace(situation, at=done, signals=fold(told))
        ours = [past.started_at for past in told if past.started_at in fold([past]).recent]
        if proposal.method in TO_THE_PERSON:
            for cap, days in ((situation.cap_7, 7), (situation.cap_14, 14)):
                assert pressing(ours, done, days) <= cap
