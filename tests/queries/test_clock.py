"""When the clock counts as standing still."""

from datetime import timedelta

import pytest

from accounts.walls import within
from cases.actions.sweeping import sweep
from cases.queries.clock import LATE, clock_of, stood_still

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("after", "stands"), [(LATE, False), (LATE + SECOND, True)])
def test_the_clock_stands_still_once_twice_its_slowest_tick_has_passed(world, after, stands):
    sweep("plan", at=world.morning)
    with within(world.hana):
        assert clock_of(world.engawa.pk, world.morning + after).stands_still is stands
        assert (stood_still(world.engawa, "plan", world.morning + after) is not None) is stands


def test_before_its_first_tick_it_is_only_starting(world):
    with within(world.hana):
        assert clock_of(world.engawa.pk, world.morning).ran_at is None
        assert not clock_of(world.engawa.pk, world.morning + timedelta(days=1)).stands_still
