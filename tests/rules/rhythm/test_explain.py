from dataclasses import replace

import pytest
from hypothesis import example, given

from cases.rules.consent import CLOSES, SCOPE_OF
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response, offers
from cases.rules.rhythm.explain import Step, What, conditions, contacts_of, explain
from cases.rules.rhythm.propose import propose, seen_in
from cases.rules.rhythm.signals import fold
from cases.rules.rhythm.table import RULES, RULES_OF, Reason, rule_for
from tests.rules.rhythm.situations import after, family, letter, lives, on, situations, visit

NO, VOICE, REFUSED = Response.NO_SIGN, Response.VOICE, Response.REFUSED


def why(*history, **more):
    return explain(after(*history, **more), history)


def step_to(told, reason):
    return next(other.step for other in (*told.before, *told.after) if other.rule.reason is reason)


def test_one_voice_needs_one_more_for_the_same_weekday_and_hour():
    told = why(visit(1, VOICE))
    assert told.rule.reason is Reason.PACE
    assert step_to(told, Reason.VOICE_TWICE) == Step(What.ANSWER)


def test_two_silences_need_one_more_for_a_letter():
    assert step_to(why(visit(1, NO), visit(8, NO)), Reason.SILENT_THREE) == Step(What.SILENCE)


def test_a_rest_after_refusals_needs_a_talk_with_the_family():
    told = why(*(visit(day, REFUSED) for day in (1, 40, 80)))
    assert told.rule.reason is Reason.CASE_CONFERENCE
    assert step_to(told, Reason.REST_AFTER_REFUSALS) == Step(What.FAMILY)


def test_where_the_family_waits_too_a_talk_belongs_to_the_step():
    told = why(visit(30, VOICE), opened_at=on(4))
    assert step_to(told, Reason.VOICE_TWICE) == Step(What.ANSWER, family=True)


def test_a_refused_way_is_no_step():
    told = why(visit(1, REFUSED), closed_methods=frozenset({Method.VISIT}))
    assert {other.step.what for other in told.after if other.step} <= {What.FAMILY, What.CONCERN, What.LETTER}


@pytest.mark.parametrize(
    ("history", "looked_at"),
    [
        ([visit(1, NO), visit(8, VOICE), visit(15, VOICE)], [2, 1]),
        ([visit(1, VOICE), visit(190, VOICE), visit(197, VOICE)], [2, 1]),
        ([visit(1, VOICE), visit(8, NO), visit(15, NO), visit(22, NO)], [3, 2, 1]),
        ([visit(1, VOICE), family(2, concern=True), letter(4)], [1]),
        ([visit(1, REFUSED), family(9)], [0]),
        ([family(1), visit(27, VOICE)], [0]),
        ([visit(1, VOICE), visit(8, NO)], [1]),
        ([], []),
    ],
)
def test_it_names_the_contacts_it_looked_at(history, looked_at):
    assert why(*history).because == tuple(history[place] for place in looked_at)


def test_the_first_contact_was_preceded_by_rules_that_ask_for_what_has_not_been():
    told = why(stage=Stage.DOOR)
    assert told.rule.reason is Reason.FIRST
    assert [one.met for one in told.before[0].conditions] == [False]


@given(lives())
def test_the_rule_it_names_is_the_one_the_proposal_came_from(life):
    situation, history = life
    told = explain(situation, history)
    assert told.rule is rule_for(seen_in(situation))
    assert told.proposal == propose(situation)
    assert all(one.met for one in told.conditions)
    assert all(any(not one.met for one in other.conditions) for other in told.before)
    assert {*(other.rule for other in told.before), told.rule, *(other.rule for other in told.after)} == set(
        RULES_OF[situation.stage]
    )


@given(situations())
def test_a_row_holds_exactly_where_all_that_it_asks_for_is_met(situation):
    seen = seen_in(situation)
    for rule in RULES:
        assert rule.holds(seen) == all(one.met for one in conditions(rule, seen))


DUE_AT_ONCE = [letter(1), letter(1), letter(40, Response.PRESENCE)]
DUE_AT_ONCE[2] = replace(DUE_AT_ONCE[2], started_at=on(40, 14, 0))


@example((after(*DUE_AT_ONCE, stage=Stage.PHONE, opened_at=on(1)), DUE_AT_ONCE))
@given(lives())
def test_doing_what_it_says_makes_the_other_rule_speak(life):
    """The contacts of the step are written down and everything is folded anew, as the program does it."""
    situation, history = life
    told = explain(situation, history)
    for other in (*told.before, *told.after):
        if other.step is None:
            continue
        done = contacts_of(other.step, situation, told.proposal.due)
        closed = situation.closed_methods | {
            method for past in done if past.response == REFUSED for method in CLOSES[SCOPE_OF[past.method]]
        }
        then = replace(
            situation, at=done[-1].started_at, signals=fold([*history, *done]), closed_methods=frozenset(closed)
        )
        assert rule_for(seen_in(then)) is other.rule
        assert other.then == propose(then)
        assert all(offers(past.method, past.response) for past in done)
        assert all(past.method not in situation.closed_methods for past in done)


@given(lives())
def test_it_looks_only_at_contacts_that_were(life):
    situation, history = life
    looked_at = explain(situation, history).because
    assert set(looked_at) <= set(history)
    assert [past.started_at for past in looked_at] == sorted((p.started_at for p in looked_at), reverse=True)
