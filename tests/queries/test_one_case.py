"""The case at hand, asked by queries compiled once, is the one Django would give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.walls import within
from cases.actions.opening import record_inquiry
from cases.models import Case
from cases.queries.one_case import case_for, locked
from tests.world import told

READERS = ("hana", "mio", "yuki", "sora", "rin")
OFTEN = 12  # after some times the database keeps the plan, for one role


@pytest.fixture
def inquiry(world):
    with within(world.hana):
        return record_inquiry(told(birth_told="S55"), by=world.hana, at=world.morning)


def facts(thing):
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def test_it_is_the_case_each_reader_may_see_and_no_other(world, inquiry):
    for reader in [getattr(world, name) for name in READERS]:
        with within(reader):
            for pk in (world.ken.pk, inquiry.pk):
                assert case_for(reader, pk) == Case.objects.visible_to(reader).filter(pk=pk).first(), reader


def test_it_holds_all_its_facts_and_those_around_it(world, inquiry):
    with within(world.hana):
        for pk in (world.ken.pk, inquiry.pk):
            plain = Case.objects.select_related("person__family", "coordinator", "lead").get(pk=pk)
            with CaptureQueriesContext(connection) as asked:
                found = case_for(world.hana, pk)
                pairs = [(one, one.person, one.person.family, one.coordinator, one.lead) for one in (found, plain)]
            assert len(asked) == 1
            for mine, theirs in zip(*pairs, strict=True):
                assert (mine is None) == (theirs is None)
                assert mine is None or facts(mine) == facts(theirs)


def test_a_plan_the_database_keeps_stays_behind_the_walls_of_whoever_asks(world):
    for _ in range(OFTEN):
        with within(world.hana):
            assert case_for(world.hana, world.ken.pk)
            assert locked(case=world.ken.pk)
    for stranger in (world.rin, world.sora):
        with within(stranger):
            assert not locked(case=world.ken.pk)
    with within(world.yuki):
        assert locked(case=world.ken.pk) == [world.ken]
        assert case_for(world.yuki, world.ken.pk) == world.ken
