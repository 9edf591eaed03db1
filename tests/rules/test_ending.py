from datetime import date, timedelta

from cases.rules.ending import EndTrouble, problems_of_ending
from cases.rules.facts import Concern
from cases.rules.problems import blocking

TODAY = date(2026, 4, 1)
HARM, HIT = Concern.SELF_HARM, Concern.VIOLENCE


def ago(days):
    return TODAY - timedelta(days=days)


def test_a_risk_of_self_harm_of_late_blocks_the_end_and_says_its_newest_day():
    (one,) = problems_of_ending([(HARM, ago(40)), (HARM, ago(3)), (HARM, ago(9))], today=TODAY)
    assert (one.code, one.facts, one.blocks, one.fixable) == (
        EndTrouble.SELF_HARM_LATELY, {"on": "2026-03-29"}, True, True
    )  # fmt: skip


def test_the_gravest_comes_first():
    codes = [one.code for one in blocking(problems_of_ending([(HIT, ago(1)), (HARM, ago(80))], today=TODAY))]
    assert codes == ["self_harm_lately", "violence_lately"]


def test_what_is_long_over_or_less_grave_stands_in_no_way():
    milder = [(one, ago(0)) for one in Concern if one not in (HARM, HIT)]
    assert problems_of_ending([*milder, (HARM, ago(91))], today=TODAY) == ()
    assert problems_of_ending([(HARM, ago(90))], today=TODAY) != ()
