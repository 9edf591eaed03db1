from cases.rules.methods import MEETINGS, TO_THE_PERSON, Method


def test_every_method_reaches_the_person_or_is_a_meeting_about_him():
    assert set(Method) == TO_THE_PERSON | MEETINGS
    assert not TO_THE_PERSON & MEETINGS
