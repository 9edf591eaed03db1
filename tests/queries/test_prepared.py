"""A compiled query says what the plain one says."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.walls import within
from cases.models import Case
from cases.queries.prepared import planned, prepared, shaped


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


class Which(NamedTuple):
    house: UUID
    lead: UUID | None
    before: datetime
    stage: str


@shaped
def codes_of(which: Which):
    cases = Case.objects.of_house(which.house).filter(inquired_at__lt=which.before)
    if which.lead:
        cases = cases.filter(lead_id=which.lead)
    return (cases.filter(stage=which.stage) if which.stage else cases).order_by("pk").values_list("code")


def test_each_shape_answers_as_the_plain_query_does(world):
    with within(world.hana):
        for lead in (None, world.yuki.pk, uuid4()):
            for stage in ("", world.ken.stage, "society"):
                for days in (-3000, 60):
                    which = Which(world.engawa.pk, lead, world.morning + timedelta(days=days), stage)
                    assert codes_of(which) == list(codes_of.build(which))


def test_a_shape_is_built_once_whatever_its_keys_and_moments(world):
    built = []

    @shaped
    def codes(which: Which):
        built.append(which)
        return codes_of.build(which)

    with within(world.hana):
        for lead in (world.yuki.pk, world.sora.pk, None):
            codes(Which(world.engawa.pk, lead, world.morning, ""))
    assert [which.lead is None for which in built] == [False, True]


def test_what_never_changes_stands_in_a_planned_statement_itself(world):
    @planned
    def odd(house: UUID):
        return Case.objects.of_house(house).exclude(code__in=["100 %s", "it's"]).values_list("code", "pk")

    sql, values = odd.said(house=world.engawa.pk)
    assert ("'100 %%s'" in sql, "'it''s'" in sql, values) == (True, True, [world.engawa.pk])
    with within(world.hana):
        assert odd(house=world.engawa.pk) == list(odd.build(house=world.engawa.pk)) != []
