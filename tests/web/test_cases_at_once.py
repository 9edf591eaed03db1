"""Two deeds about the same cases or people at the same moment: real connections, and neither breaks the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from accounts.walls import as_sign_in, within
from cases.actions.doing import Changed
from cases.actions.editing import change_family, change_person
from cases.actions.feeding import make_feed
from cases.actions.moving import close, end_rest, pause, reopen
from cases.actions.staffing import let_go
from cases.actions.undoing import take_back
from cases.models import Case, Event
from cases.queries.feed import living_feed
from cases.queries.find import find
from cases.rules.facts import PauseScope
from cases.rules.ladder import CloseReason
from tests.committed import begin, committed, until_waiting
from tests.world import World, build, sibling

MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
LATER = MORNING + timedelta(minutes=5)


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed(django_db_blocker):
        yield build(MORNING)


def as_hana(world: World, deed: Any) -> Any:
    with within(world.hana):
        return deed()


def test_a_familys_rest_is_ended_and_taken_back_at_once_and_neither_waits_for_ever(world):
    """Its first case is held until both are on their way: one began from it, the other from the sister's."""
    sister = sibling(world, world.sora)
    as_hana(world, lambda: pause(sister, PauseScope.FAMILY, reason="x", until=None, by=world.hana, at=MORNING))
    rest = as_hana(world, lambda: Event.objects.get(what="case.paused", case=sister))
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic(), within(world.hana):
            Case.objects.select_for_update(no_key=True).get(pk=world.ken.pk)
            ended = begin(hands, lambda: as_hana(world, lambda: end_rest(world.ken, by=world.hana, at=LATER)))
            until_waiting(1)
            back = begin(hands, lambda: as_hana(world, lambda: take_back(sister, rest, by=world.hana, at=LATER)))
            until_waiting(2)
        assert len(ended.result()) == 2
        assert isinstance(back.exception(), Changed)


def test_a_case_comes_back_as_an_inquiry_when_its_worker_is_let_go_at_that_moment(world):
    as_hana(world, lambda: close(world.ken, CloseReason.OTHER, note="", by=world.hana, at=MORNING))
    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic(), within(world.ada):
            let_go(world.yuki, by=world.ada, at=LATER)
            back = begin(hands, lambda: as_hana(world, lambda: reopen(world.ken, why="x", by=world.hana, at=LATER)))
            until_waiting(1)
        assert back.result().standing == "inquiry"


def test_a_new_name_is_found_though_the_family_is_changed_at_the_same_moment(world):
    """The name stands in no other transaction yet when the second begins."""
    facts = {"approach": "裏口から"}
    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic(), within(world.hana):
            change_person(world.ken, {"given_name": "翔太"}, version=1, by=world.hana, at=LATER)
            change = partial(change_family, world.ken, facts, {}, version=1, by=world.hana, at=LATER)
            house = begin(hands, lambda: as_hana(world, change))
            until_waiting(1)
        house.result()
    found = as_hana(world, lambda: find(world.hana, "翔太").found)
    assert [hit.case.pk for hit in found] == [world.ken.pk]


def test_of_two_addresses_of_a_calendar_asked_for_at_once_the_second_lives(world):
    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic(), within(world.yuki):
            first = make_feed("code", by=world.yuki, at=LATER)
            made = begin(hands, lambda: as_yuki(world, lambda: make_feed("code", by=world.yuki, at=LATER)))
            until_waiting(1)
        second = made.result()
    with as_sign_in():
        assert (living_feed(first, LATER), living_feed(second, LATER) is None) == (None, False)


def as_yuki(world: World, deed: Any) -> Any:
    with within(world.yuki):
        return deed()
