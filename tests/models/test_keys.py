"""Keys tell the order in which things were made, also where the clock shows one moment for all of them."""

from datetime import timedelta
from uuid import RFC_4122

from accounts.keys import new_id
from tests.conftest import MORNING


def test_what_is_made_within_a_millisecond_keeps_its_order(time_machine):
    time_machine.move_to(MORNING, tick=False)
    made = [new_id() for _ in range(1000)]
    assert made == sorted(set(made))
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert {one.int >> 80 for one in made} == {int(MORNING.timestamp() * 1000)}


def test_what_is_made_at_an_earlier_moment_sorts_before_it(time_machine):
    time_machine.move_to(MORNING, tick=False)
    later = new_id()
    time_machine.move_to(MORNING - timedelta(milliseconds=1), tick=False)
    assert new_id() < later
