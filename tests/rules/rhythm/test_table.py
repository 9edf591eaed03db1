from datetime import timedelta

import pytest

from cases.rules.ladder import Stage
from cases.rules.methods import MEETINGS, Method
from cases.rules.responses import Response
from cases.rules.rhythm.propose import seen_in
from cases.rules.rhythm.table import (
    DEFAULT_PACES,
    FALLBACK,
    METHOD_OF,
    OF_PEOPLE,
    PACE_BOUNDS,
    RULES,
    WINDOW,
    Reason,
    pace_of,
    rule_for,
)
from tests.rules.rhythm.situations import after, family, letter, on, visit

NO, VOICE, REFUSED = Response.NO_SIGN, Response.VOICE, Response.REFUSED
FOUR_LETTERS = [letter(day) for day in (1, 15, 29, 43)]
THREE_REFUSALS = [visit(day, REFUSED) for day in (1, 40, 80)]
SILENT = [visit(day, NO) for day in (1, 8, 15)]

# One history for each row, in the order of the table.
EXAMPLES = [
    (Reason.CONCERN_FIRST, after(visit(1, VOICE, concern=True))),
    (Reason.CASE_CONFERENCE, after(*THREE_REFUSALS)),
    (Reason.REST_AFTER_REFUSALS, after(*THREE_REFUSALS, family(85))),
    (Reason.FAMILY_AFTER_REFUSAL, after(letter(1, REFUSED), stage=Stage.LETTER)),
    (Reason.FAMILY_AFTER_REFUSAL, after(visit(1, REFUSED), closed_methods=frozenset({Method.LETTER}))),
    (Reason.AFTER_REFUSAL, after(visit(1, REFUSED))),
    (Reason.LETTERS_REVIEW, after(*FOUR_LETTERS, stage=Stage.LETTER)),
    (Reason.LETTERS_SLOWER, after(*FOUR_LETTERS, family(50), stage=Stage.LETTER)),
    (Reason.SILENT_TALK, after(*SILENT, letter(26))),
    (Reason.SILENT_SLOWER, after(*SILENT, letter(26), family(33))),
    (Reason.SILENT_THREE, after(*SILENT)),
    (Reason.UNCHANGED, after(family(1), visit(366, VOICE), staged_at=on(1))),
    (Reason.UNCHANGED, after(family(1), visit(183, VOICE), staged_at=on(1))),
    (Reason.PLAN_REVIEW, after(family(80), visit(90, VOICE), opened_at=on(1))),
    (Reason.FAMILY_MONTHLY, after(family(1), visit(27, VOICE))),
    (Reason.SMALL_THING, after(visit(1, Response.DOOR_OPENED))),
    (Reason.SMALL_THING, after(visit(1, Response.CAME_OUT), stage=Stage.FACE)),
    (Reason.VOICE_TWICE, after(visit(1, VOICE), visit(8, VOICE))),
    (Reason.FIRST, after()),
    (Reason.FIRST, after(stage=Stage.PREPARATION)),
    (Reason.PACE, after(visit(1, VOICE))),
]


@pytest.mark.parametrize(("row", "example"), list(enumerate(EXAMPLES)), ids=[reason for reason, _ in EXAMPLES])
def test_each_row_of_the_table_is_reached_by_a_history(row, example):
    reason, situation = example
    assert rule_for(seen_in(situation)) is RULES[row]
    assert RULES[row].reason == reason


def test_every_row_has_its_history():
    assert len(EXAMPLES) == len(RULES)


def test_the_last_row_takes_what_the_others_leave():
    assert RULES[-1].reason is Reason.PACE
    assert {rule.reason for rule in RULES} == set(Reason) - {Reason.METHOD_CLOSED, *OF_PEOPLE}


def test_four_silent_letters_ask_for_a_review_and_the_fifth_does_not():
    fifth = after(*FOUR_LETTERS, family(50), letter(64), stage=Stage.LETTER)
    assert rule_for(seen_in(fifth)).reason is Reason.LETTERS_SLOWER


def test_two_silences_are_not_yet_three():
    assert rule_for(seen_in(after(*SILENT[:2]))).reason is Reason.PACE


def test_letters_keep_their_pace_through_three_silences():
    assert rule_for(seen_in(after(*FOUR_LETTERS[:3], stage=Stage.LETTER))).reason is Reason.PACE


def test_preparing_is_done_with_the_family_at_its_own_pace():
    situation = after(family(1), stage=Stage.PREPARATION, at=on(1) + timedelta(days=1))
    assert rule_for(seen_in(situation)).reason is Reason.PACE


def test_the_family_that_called_counts_as_met_when_the_case_was_opened():
    assert rule_for(seen_in(after(visit(30, VOICE), opened_at=on(1)))).reason is Reason.FAMILY_MONTHLY
    assert rule_for(seen_in(after(visit(20, VOICE), opened_at=on(1)))).reason is Reason.PACE


def test_a_talk_in_the_week_of_the_review_is_the_review_until_the_next_is_due():
    held = after(family(85), visit(90, VOICE), opened_at=on(1))
    assert rule_for(seen_in(held)).reason is Reason.PACE
    half_a_year = after(family(85), visit(180, VOICE), opened_at=on(1))
    assert rule_for(seen_in(half_a_year)).reason is Reason.PLAN_REVIEW


def test_whoever_is_only_watched_over_may_stay_where_he_is():
    years = after(family(700), visit(720, VOICE), stage=Stage.FOLLOW_UP, staged_at=on(1))
    assert rule_for(seen_in(years)).reason is Reason.FAMILY_MONTHLY


def test_every_stage_has_its_method_and_pace_and_every_method_its_window():
    assert set(METHOD_OF) == set(DEFAULT_PACES) == set(Stage)
    assert set(FALLBACK) == set(WINDOW) == set(Method)


def test_every_way_back_ends_with_the_family():
    assert [method for method, ways in FALLBACK.items() if method not in MEETINGS and ways[-1] not in MEETINGS] == []


def test_a_pace_is_the_cases_own_then_the_organisations_then_ours_within_bounds():
    paces = {"door": 10}
    assert pace_of(Stage.DOOR, paces, 21) == 21
    assert pace_of(Stage.DOOR, paces) == 10
    assert pace_of(Stage.LETTER, paces) == 14
    assert (pace_of(Stage.DOOR, {"door": 1}), pace_of(Stage.DOOR, {"door": 400})) == PACE_BOUNDS
