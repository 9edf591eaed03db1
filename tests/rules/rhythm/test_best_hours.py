"""The hours in which a person is reached best: followed where nothing is closed, and told."""

from dataclasses import replace
from datetime import time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.models.labels_reasons import reason_sentence
from cases.rules.ladder import Stage
from cases.rules.methods import TO_THE_PERSON, Method
from cases.rules.responses import Response
from cases.rules.rhythm.propose import first_free, propose, window, within
from cases.rules.rhythm.table import Reason
from tests.rules.rhythm.situations import TOKYO, after, family, letter, on, visit

HOUSE = (time(21), time(8))
hours = st.tuples(*[st.integers(0, 23).map(time)] * 2).filter(lambda pair: pair[0] != pair[1])


def hour(proposal):
    return proposal.due.astimezone(TOKYO).time()


@pytest.mark.parametrize(
    ("best", "own", "works", "planned"),
    [
        ((time(16), time(19)), None, None, time(16)),
        ((time(7), time(11)), None, None, time(8)),  # the house is quiet until eight
        ((time(9), time(19)), (time(6), time(15)), None, time(15)),  # asleep until three
        ((time(9), time(19)), (time(6), time(15)), (time(16), time(20)), time(16)),
        ((time(20), time(2)), None, None, time(20)),  # awake by night
        ((time(22), time(2)), None, None, time(20)),  # wholly in the quiet hours: as near as can be
    ],
)
def test_a_visit_comes_in_the_best_hours_as_far_as_nothing_is_closed(best, own, works, planned):
    situation = after(visit(1, Response.PRESENCE), best_hours=best, own_quiet=own, quiet=HOUSE)
    situation = replace(situation, calendar=replace(situation.calendar, hours=works))
    assert hour(propose(situation)) == planned


def test_the_reason_says_so_in_both_languages():
    plan = propose(after(visit(1, Response.PRESENCE), best_hours=(time(16), time(19)), quiet=HOUSE))
    assert plan.facts["best"] == 1
    for language, words in (("ja", "会いやすい時間"), ("en", "reached best")):
        with override(language):
            assert words in reason_sentence(plan.reason, plan.facts)


@pytest.mark.parametrize(
    "situation",
    [
        after(visit(1, Response.VOICE), visit(8, Response.VOICE)),  # the same hour as before
        after(letter(1), stage=Stage.LETTER),  # has no hour
        after(family(1), stage=Stage.PREPARATION),  # is not with the person
        after(visit(1, Response.PRESENCE)),
    ],
)
def test_where_it_is_of_no_account_it_is_not_said(situation):
    if situation.stage == Stage.DOOR and situation.signals.voice_streak == 0:
        assert "best" not in propose(situation).facts
    else:
        assert "best" not in propose(replace(situation, best_hours=(time(16), time(19)))).facts


def test_a_talk_with_the_family_keeps_its_own_hour():
    plan = propose(after(family(1), stage=Stage.PREPARATION, best_hours=(time(19), time(21))))
    assert (plan.method, hour(plan)) == (Method.FAMILY_MEETING, time(14))


def test_a_day_chosen_by_a_person_has_that_hour_too():
    situation = after(visit(1, Response.PRESENCE), best_hours=(time(16), time(19)), quiet=HOUSE)
    chosen = window(Method.VISIT, on(10).date(), situation, reason=Reason.CHOSEN, facts={})
    assert hour(chosen) == time(16)
    assert Method.VISIT in TO_THE_PERSON


@given(hours, hours, hours)
def test_an_hour_is_found_in_them_whenever_one_is_free(best, house, own):
    found = first_free(best, house, own)
    free = [at for at in map(time, range(24)) if within(at, best) and not within(at, house) and not within(at, own)]
    assert (not within(found, house) and not within(found, own) and within(found, best)) == bool(free)
