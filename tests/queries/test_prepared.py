"""A compiled query says what the plain one says."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.walls import within
from cases.models import Case
from cases.queries.prepared import prepared


@prepared
def due_before(house: UUID, at: datetime):
    return Case.objects.of_house(house).filter(next_due__lt=at).order_by("pk").values_list("code", "next_due")


def test_it_answers_as_the_plain_query_does_for_each_argument(world):
    with within(world.hana):
        for at in (world.morning, world.morning + timedelta(days=60)):
            told = {"house": world.engawa.pk, "at": at}
            assert due_before(**told) == list(due_before.build(**told))


def test_the_walls_stand_around_it_as_around_any_other(world):
    with within(world.rin):
        assert due_before(house=world.engawa.pk, at=world.morning + timedelta(days=60)) == []


def test_it_is_built_once(world):
    built = []

    @prepared
    def codes(house: UUID):
        built.append(house)
        return Case.objects.of_house(house).values_list("code")

    with within(world.hana), CaptureQueriesContext(connection) as asked:
        assert codes(house=world.engawa.pk) == codes(house=world.engawa.pk) != []
    assert (len(built), len(asked)) == (1, 2)


def test_an_argument_the_query_leaves_out_is_told_at_once(world):
    @prepared
    def forgetful(house: UUID, at: datetime):
        return Case.objects.of_house(house).values_list("code")

    with within(world.hana), pytest.raises(AssertionError, match="at"):
        forgetful(house=world.engawa.pk, at=world.morning)
