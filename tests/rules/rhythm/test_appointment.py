import pytest

from cases.rules.methods import Method
from cases.rules.rhythm.appointment import is_kept_by, outlasts


@pytest.mark.parametrize(
    ("told", "late", "under_way", "corrects", "kept"),
    [
        (Method.VISIT, False, False, False, True),
        (Method.PHONE, False, False, False, False),
        (Method.VISIT, True, False, False, False),  # last week's visit, written down today
        (Method.VISIT, True, True, False, True),  # somebody stood at the door
        (Method.VISIT, False, True, True, False),
    ],
)
def test_an_appointment_is_kept_by_its_own_contact_alone(told, late, under_way, corrects, kept):
    assert is_kept_by(Method.VISIT, told, late=late, under_way=under_way, corrects=corrects) is kept


def test_a_refusal_or_a_concern_asks_for_a_new_plan():
    assert outlasts(refused=False, concern=False)
    assert not outlasts(refused=True, concern=False)
    assert not outlasts(refused=False, concern=True)
