from datetime import date, timedelta

import pytest

from cases.rules.facts import Issue
from cases.rules.in_two import Warned, must_go_in_two, warned
from cases.rules.methods import Method

TODAY = date(2026, 4, 1)
AT_HOME = [Issue.VIOLENCE_AT_HOME]


@pytest.mark.parametrize(("days", "warns"), [(0, True), (90, True), (91, False)])
def test_a_concern_about_violence_warns_for_ninety_days(days, warns):
    on = TODAY - timedelta(days=days)
    assert warned(on, [], today=TODAY) == (Warned(on=on) if warns else None)


def test_violence_at_home_warns_as_long_as_it_is_an_issue():
    assert warned(None, AT_HOME, today=TODAY) == Warned()
    assert warned(TODAY - timedelta(days=400), AT_HOME, today=TODAY) == Warned()


def test_other_issues_warn_of_nothing():
    assert warned(None, [one for one in Issue if one not in AT_HOME], today=TODAY) is None


def test_two_go_to_a_house_and_out_with_who_lives_there():
    asked = {method for method in Method if must_go_in_two(method, Warned())}
    assert asked == {Method.VISIT, Method.FAMILY_MEETING, Method.ACCOMPANIMENT}


def test_without_a_warning_one_may_go_alone_anywhere():
    assert not any(must_go_in_two(method, None) for method in Method)
