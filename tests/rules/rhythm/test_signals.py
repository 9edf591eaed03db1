from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import NEUTRAL, Response, is_voice_or_more
from cases.rules.rhythm.signals import RECENT_KEPT, STREAK_DAYS, Past, Signals, and_then, fold, in_order, towards_person
from tests.rules.rhythm.situations import contacts_at, family, histories, letter, on, visit


def test_a_case_without_contacts_has_empty_signals():
    assert fold([]) == Signals()


@given(histories, st.randoms(use_true_random=False))
def test_the_order_in_which_contacts_arrive_never_matters(history, random):
    arrived = list(history)
    random.shuffle(arrived)
    assert fold(arrived) == fold(history)


def test_a_late_note_falls_into_its_place():
    signals = fold([visit(8, Response.NO_SIGN), visit(1, Response.VOICE)])
    assert (signals.last_at, signals.silent_streak, signals.voice_streak) == (on(8), 1, 0)


def test_silence_counts_until_the_last_sign():
    signals = fold([visit(1, Response.VOICE), visit(8, Response.NO_SIGN), letter(15), visit(22, Response.NOT_HOME)])
    assert (signals.silent_streak, signals.silent_letters) == (3, 1)


def test_the_last_sign_outlives_the_silences_after_it_and_a_refusal_is_one():
    voice, refused = visit(1, Response.VOICE), visit(8, Response.REFUSED)
    after = [visit(15, Response.NO_SIGN), letter(22), visit(29, Response.NOT_TOLD)]
    assert fold([voice, *after]).last_sign_at == on(1)
    assert fold([voice, refused, *after]).last_sign_at == on(8)
    assert fold(after).last_sign_at is None


def test_a_voice_counts_until_the_last_silence():
    signals = fold([visit(1, Response.NO_SIGN), visit(8, Response.VOICE), visit(15, Response.DOOR_TALK)])
    assert (signals.silent_streak, signals.voice_streak) == (0, 2)


def test_a_cancelled_visit_never_happened():
    signals = fold([visit(1, Response.VOICE), visit(8, Response.CANCELLED)])
    assert (signals.last_at, signals.voice_streak, signals.recent) == (on(1), 1, (on(1),))


def test_what_was_not_recorded_leaves_the_streaks_alone():
    signals = fold([visit(1, Response.VOICE), visit(8, Response.NOT_TOLD)])
    assert (signals.last_at, signals.voice_streak, signals.silent_streak) == (on(8), 1, 0)


def test_what_was_not_recorded_leaves_the_last_answer_standing():
    signals = fold([visit(1, Response.REFUSED), letter(8, Response.NOT_TOLD)])
    assert (signals.last_at, signals.last_method, signals.last_response) == (on(8), Method.VISIT, Response.REFUSED)
    assert fold([letter(8, Response.NOT_TOLD)]).last_response is Response.NOT_TOLD


def test_refusals_are_counted_and_end_both_streaks():
    signals = fold([visit(1, Response.REFUSED), visit(8, Response.VOICE), visit(15, Response.REFUSED)])
    assert (signals.refusals, signals.voice_streak, signals.silent_streak) == (2, 0, 0)


def test_a_refusal_told_by_the_mother_is_the_persons():
    signals = fold([visit(1, Response.REFUSED, with_whom=WithWhom.RELATIVE)])
    assert (signals.refusals, signals.last_response) == (1, Response.REFUSED)


def test_a_talk_with_the_family_is_no_try_towards_the_person():
    signals = fold([visit(1, Response.NO_SIGN), family(3)])
    assert (signals.last_at, signals.silent_streak, signals.family_last_at) == (on(1), 1, on(3, 18))


def test_a_concern_stands_until_it_is_talked_over():
    worried = visit(1, Response.VOICE, concern=True)
    assert fold([worried]).concern
    assert fold([worried, letter(2)]).concern
    assert fold([worried, family(2, concern=True)]).concern
    assert not fold([worried, family(2)]).concern


def test_an_open_door_is_remembered_until_the_scale_says_otherwise():
    opened = visit(1, Response.DOOR_OPENED)
    assert fold([opened]).opened
    assert fold([opened, visit(8, Response.NOT_HOME)]).opened
    assert not fold([opened, visit(8, Response.VOICE)]).opened


def test_that_the_person_called_us_puts_no_pressure_on_him():
    called = Past(started_at=on(2), method=Method.PHONE, response=Response.DOOR_TALK, direction=Direction.INCOMING)
    signals = fold([visit(1, Response.VOICE), called])
    assert (signals.last_at, signals.voice_streak, signals.recent) == (on(2), 2, (on(1),))


def test_no_more_tries_are_kept_than_a_cap_can_ask_for_nor_older_ones():
    twice_a_day = [visit(day, Response.NO_SIGN) for day in range(1, 31)]
    twice_a_day += [replace(past, started_at=past.started_at + timedelta(hours=3)) for past in twice_a_day]
    assert len(fold(twice_a_day).recent) == RECENT_KEPT
    assert fold([visit(1, Response.NO_SIGN), visit(15, Response.NO_SIGN)]).recent == (on(15),)


@given(histories)
def test_recent_tries_stand_newest_first(history):
    recent = fold(history).recent
    assert list(recent) == sorted(recent, reverse=True)


@given(histories)
def test_silence_and_voice_exclude_each_other(history):
    signals = fold(history)
    assert not (signals.silent_streak and signals.voice_streak)
    assert signals.silent_letters <= signals.silent_streak


@given(histories, st.integers(0, 200))
def test_one_more_voice_makes_the_streak_longer_by_one_or_begins_another(history, days):
    before, newest = fold(history), max((past.started_at for past in history), default=on(1))
    spoke = Past(started_at=newest + timedelta(days=days, hours=1), method=Method.VISIT, response=Response.VOICE)
    long_ago = before.last_sign_at is not None and (spoke.started_at - before.last_sign_at).days > STREAK_DAYS
    assert fold([*history, spoke]).voice_streak == (1 if long_ago else before.voice_streak + 1)


spoke_or_not = st.sampled_from([Response.VOICE, Response.FACE_TO_FACE, Response.NO_SIGN, Response.NOT_TOLD])


@given(st.lists(st.builds(visit, st.integers(1, 700), spoke_or_not), max_size=12))
def test_no_two_voices_of_a_streak_lie_further_apart_than_its_days(history):
    telling = [past for past in in_order(history) if towards_person(past) and past.response not in NEUTRAL]
    count = fold(history).voice_streak
    streak, before = telling[:count], telling[count : count + 1]
    assert all(is_voice_or_more(past.response) for past in streak)
    assert all((later.started_at - past.started_at).days <= STREAK_DAYS for later, past in pairwise(streak))
    for past in before:
        ended = not is_voice_or_more(past.response)
        assert ended or (streak and (streak[-1].started_at - past.started_at).days > STREAK_DAYS)


@pytest.mark.parametrize(("days", "streak"), [(7, 2), (STREAK_DAYS, 2), (STREAK_DAYS + 1, 1), (182, 1)])
def test_two_voices_with_months_of_nothing_between_them_are_no_streak(days, streak):
    contacts = [visit(1, Response.VOICE), visit(1 + days, Response.DOOR_TALK)]
    assert fold(contacts).voice_streak == and_then(fold(contacts[:1]), contacts[1]).voice_streak == streak


def test_a_voice_after_a_long_gap_begins_a_streak_of_its_own():
    before = [visit(day, Response.VOICE) for day in (1, 8, 15)]
    after = [visit(day, Response.VOICE) for day in (200, 207)]
    assert (fold(before).voice_streak, fold([*before, *after]).voice_streak) == (3, 2)


def test_silence_goes_on_over_a_pause():
    assert fold([visit(1, Response.NO_SIGN), letter(2), visit(400, Response.NOT_HOME)]).silent_streak == 3


@given(histories, contacts_at(st.just(on(400))))
def test_one_more_on_top_is_the_same_as_all_of_them_anew(history, told):
    assert and_then(fold(history), told) == fold([*history, told])
