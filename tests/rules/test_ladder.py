from itertools import product

import pytest

from cases.rules.ladder import (
    LADDER,
    SHOWS,
    NeedsEvidence,
    NeedsReason,
    NoSuchMove,
    Stage,
    above,
    below,
    check_move,
    is_shown,
    is_skip,
    is_up,
    suggest,
)
from cases.rules.responses import DOOR_SCALE, OFF_SCALE, Response


def test_the_first_letter_asks_for_no_sign():
    check_move(Stage.PREPARATION, Stage.LETTER, shown=None, why="")


def test_a_voice_shows_the_way_to_the_door():
    check_move(Stage.PHONE, Stage.DOOR, shown=Response.VOICE, why="")


def test_a_step_up_without_a_contact_that_shows_it_is_refused():
    with pytest.raises(NeedsEvidence):
        check_move(Stage.PHONE, Stage.DOOR, shown=Response.PRESENCE, why="  ")


def test_a_reason_in_words_stands_in_for_a_contact():
    check_move(Stage.PHONE, Stage.DOOR, shown=None, why="The mother heard him laugh.")


def test_a_rung_is_skipped_only_for_a_reason():
    with pytest.raises(NeedsReason):
        check_move(Stage.LETTER, Stage.DOOR, shown=Response.OUTSIDE_TOGETHER, why="")
    check_move(Stage.LETTER, Stage.DOOR, shown=None, why="He asked for it in a note.")


def test_a_step_back_is_always_free_and_as_far_as_needed():
    for stage in LADDER:
        for lower in below(stage):
            check_move(stage, lower, shown=None, why="")


def test_standing_still_is_no_move():
    for stage in LADDER:
        with pytest.raises(NoSuchMove):
            check_move(stage, stage, shown=Response.BY_HIMSELF, why="because")


def test_every_pair_of_rungs_is_up_or_down_and_only_far_up_is_a_skip():
    for now, to in product(LADDER, LADDER):
        assert is_up(now, to) + is_up(to, now) + (now == to) == 1
        assert is_skip(now, to) == (is_up(now, to) and to != above(now))


def test_higher_rungs_ask_for_responses_further_along():
    asked = [SHOWS[stage].rank for stage in LADDER if stage in SHOWS]
    assert asked == sorted(set(asked))


def test_what_is_off_the_scale_shows_no_rung():
    assert [stage for stage in SHOWS for response in OFF_SCALE if is_shown(stage, response)] == []


def test_two_voices_suggest_the_door_and_one_does_not():
    assert suggest(Stage.PHONE, [Response.VOICE, Response.DOOR_TALK]) is Stage.DOOR
    assert suggest(Stage.PHONE, [Response.VOICE]) is None
    assert suggest(Stage.PHONE, [Response.NO_SIGN, Response.VOICE, Response.VOICE]) is None


def test_a_day_nobody_was_home_hides_no_suggestion():
    assert suggest(Stage.PHONE, [Response.NOT_HOME, Response.VOICE, Response.VOICE]) is Stage.DOOR


def test_a_suggestion_is_never_more_than_one_rung():
    for stage, newest in product(LADDER, DOOR_SCALE):
        assert suggest(stage, [newest, newest]) in (None, above(stage))


def test_the_last_rung_suggests_nothing():
    assert suggest(Stage.FOLLOW_UP, [Response.BY_HIMSELF] * 5) is None
