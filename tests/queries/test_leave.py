from datetime import date

import pytest
from django.db import DatabaseError, transaction

from accounts.walls import as_job, within
from cases.models import Leave
from cases.queries.leave import leave_of

FIRST, LAST = date(2026, 4, 6), date(2026, 4, 12)


def away(world, who, first, last, **more):
    return Leave.objects.create(organisation=world.engawa, user=who, starts_on=first, ends_on=last, **more)


def test_the_days_of_a_leave_are_cut_to_those_asked_for(world):
    with within(world.hana):
        away(world, world.yuki, date(2026, 4, 1), date(2026, 4, 7))
        away(world, world.yuki, date(2026, 4, 12), date(2026, 5, 1))
        away(world, world.sora, date(2026, 4, 13), date(2026, 4, 14))
        told = leave_of(world.engawa, FIRST, LAST)
        assert told == {world.yuki.pk: frozenset({FIRST, date(2026, 4, 7), LAST})}
        assert leave_of(world.engawa, FIRST, LAST, people=[world.sora.pk]) == {}


def test_a_worker_sees_and_keeps_only_her_own(world):
    with within(world.ada):
        away(world, world.sora, FIRST, LAST, kind="sick")
    with within(world.yuki):
        assert not Leave.objects.exists()
        away(world, world.yuki, FIRST, LAST)
    with within(world.yuki), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        away(world, world.sora, FIRST, LAST)


def test_a_manager_looks_and_next_door_sees_nothing(world):
    with within(world.hana):
        away(world, world.sora, FIRST, LAST)
    with within(world.mio):
        assert Leave.objects.count() == 1
        assert Leave.objects.update(note="x") == 0
    with as_job(world.madobe.pk):
        assert not Leave.objects.exists()


@pytest.mark.parametrize(
    ("facts", "rule"), [({"kind": "bored"}, "kind_known"), ({"ends_on": "2026-04-01"}, "in_order")]
)
def test_a_leave_is_of_a_known_kind_and_ends_after_it_begins(world, facts, rule):
    told = {"organisation": world.engawa, "user": world.yuki, "starts_on": FIRST, "ends_on": LAST} | facts
    with within(world.hana), pytest.raises(DatabaseError, match=rule), transaction.atomic():
        Leave.objects.create(**told)
