from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.consent import CLOSES, CLOSING, SCOPE_OF, closed_methods, cooled_on
from cases.rules.facts import Answer, Scope
from cases.rules.methods import MEETINGS, TO_THE_PERSON, Method


def test_a_refused_visit_closes_visits_and_nothing_else():
    assert closed_methods({Scope.VISIT: Answer.REFUSED, Scope.LETTER: Answer.NOT_REFUSED}) == {Method.VISIT}


def test_a_consent_taken_back_closes_like_a_refusal():
    assert closed_methods({Scope.MESSAGE: Answer.WITHDRAWN}) == {Method.MESSAGE, Method.EMAIL, Method.ONLINE}


def test_only_refusing_and_taking_back_close():
    for scope, answer in product(Scope, set(Answer) - CLOSING):
        assert closed_methods({scope: answer}) == frozenset()


@given(st.dictionaries(st.sampled_from(Scope), st.sampled_from(Answer)))
def test_the_family_can_always_be_met(newest):
    assert not closed_methods(newest) & MEETINGS


def test_every_way_to_the_person_can_be_closed_by_one_scope():
    assert set(SCOPE_OF) == TO_THE_PERSON
    assert sum(map(len, CLOSES.values())) == len(SCOPE_OF)


def test_after_a_refusal_letters_rest_thirty_days_and_visits_sixty():
    assert cooled_on(Scope.LETTER, date(2027, 1, 31)) == date(2027, 3, 2)
    assert cooled_on(Scope.VISIT, date(2027, 1, 31)) == date(2027, 4, 1)
    assert cooled_on(Scope.PHONE, date(2028, 2, 1)) == date(2028, 3, 2)
