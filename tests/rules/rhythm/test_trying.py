from datetime import timedelta

import pytest

from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response, offers
from cases.rules.rhythm.propose import propose
from cases.rules.rhythm.table import Reason
from cases.rules.rhythm.trying import EXAMPLES, Numbers, replay
from tests.rules.rhythm.situations import EVERY_DAY, after, letter, on, visit

VOICE = Response.VOICE
VOICES = [visit(1, VOICE), visit(8, VOICE)]


def plans(history, numbers=None):
    return replay(history, numbers or Numbers(), stage=Stage.DOOR, calendar=EVERY_DAY, at=on(20))


def test_there_is_a_plan_at_the_opening_and_after_each_contact():
    assert [plan.reason for plan in plans(VOICES)] == [Reason.FIRST, Reason.PACE, Reason.VOICE_TWICE]


def test_the_last_is_what_the_rhythm_itself_would_plan():
    opened = on(1) - timedelta(days=3)
    assert plans(VOICES)[-1] == propose(after(*VOICES, opened_at=opened, staged_at=opened))


def test_another_pace_plans_another_day():
    slow, usual = plans(VOICES, Numbers(paces={"door": 21})), plans(VOICES)
    assert slow[1].due - usual[1].due == timedelta(days=14)


def test_a_smaller_cap_holds_the_next_one_back():
    held = plans([letter(1, Response.TOOK_LETTER), visit(2, VOICE)], Numbers(paces={"door": 3}, cap_7=1))[-1]
    assert held.facts["held_from"] == "2026-04-05"


def test_a_refusal_closes_its_way_for_all_that_follows():
    refused = plans([visit(1, Response.REFUSED), letter(8, Response.TOOK_LETTER)])
    assert Method.VISIT not in {plan.method for plan in refused[1:]}


def test_without_a_history_there_is_only_the_opening():
    assert [plan.reason for plan in plans([])] == [Reason.FIRST]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_prepared_history_could_have_been(example):
    assert all(offers(method, response) for _, method, response in example.tries)
    days = [day for day, _, _ in example.tries]
    assert days == sorted(days, reverse=True)
