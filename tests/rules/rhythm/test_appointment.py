from datetime import UTC, datetime, timedelta

import pytest

from cases.rules.methods import Method
from cases.rules.rhythm.appointment import began_there, is_kept_by, outlasts


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


@pytest.mark.parametrize(
    ("told", "there", "kept"),
    [(Method.FAMILY_MEETING, True, True), (Method.FAMILY_MEETING, False, False), (Method.PHONE, True, False)],
)
def test_whom_one_meets_at_the_door_keeps_the_visit_and_a_call_from_there_does_not(told, there, kept):
    assert is_kept_by(Method.VISIT, told, late=False, under_way=True, there=there) is kept


@pytest.mark.parametrize(("minutes", "there"), [(-1, False), (-0.5, True), (0, True), (240, True), (241, False)])
def test_a_contact_begins_at_the_door_from_the_minute_of_the_arrival(minutes, there):
    arrived = datetime(2026, 4, 1, 10, 0, 30, tzinfo=UTC)
    assert began_there(arrived + timedelta(minutes=minutes), arrived) is there
    assert not began_there(arrived, None)


def test_a_refusal_or_a_concern_asks_for_a_new_plan():
    assert outlasts(refused=False, concern=False)
    assert not outlasts(refused=True, concern=False)
    assert not outlasts(refused=False, concern=True)
