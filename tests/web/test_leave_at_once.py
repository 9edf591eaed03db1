"""Two enter leave for one colleague at the same moment: real connections, one leave, one sentence, nothing lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from accounts.walls import as_job
from cases.actions.doing import hold
from cases.models import Leave
from tests.committed import begin, committed, until_waiting
from tests.web.test_ledger_at_once import browser
from tests.world import World, build

MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(MORNING, tick=True)


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed(django_db_blocker):
        yield build(MORNING)


def typed(first: int, last: int, note: str) -> dict[str, str]:
    days = {"starts_on": first, "ends_on": last}
    return {name: str(MORNING.date() + timedelta(days=day)) for name, day in days.items()} | {
        "kind": "sick", "note": note,
    }  # fmt: skip


def kept(world: World) -> list[Leave]:
    with as_job(world.engawa.pk):
        return list(Leave.objects.order_by("starts_on"))


def test_of_two_who_enter_the_same_days_at_once_the_second_is_told_and_keeps_what_was_typed(world):
    yuki, hana, path = browser(world.yuki), browser(world.hana), f"/people/{world.yuki.pk}/leave/"
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic():  # both are on their way before either may go on
            hold(world.yuki.pk)
            one = begin(hands, lambda: yuki.post("/account/leave/", typed(3, 6, "発熱")))
            two = begin(hands, lambda: hana.post(path, typed(5, 9, "入院")))
            until_waiting(2)
        answers = {one.result().status_code: one.result(), two.result().status_code: two.result()}
    assert set(answers) == {302, 422}
    (leave,) = kept(world)
    page = answers[422].content.decode()
    assert "すでに休み" in page
    assert all(note in page for note in {"発熱", "入院"} - {leave.note})


def test_of_two_leaves_stretched_towards_each_other_at_once_only_one_is(world):
    yuki, hana = browser(world.yuki), browser(world.hana)
    for days in ((3, 4), (8, 9)):
        yuki.post("/account/leave/", typed(*days, "x"))
    first, second = kept(world)
    forms = []
    for client, leave, days in ((yuki, first, (3, 7)), (hana, second, (5, 9))):
        seen = client.get(f"/leave/{leave.pk}/").context["form"]["seen"].value()
        forms.append((client, leave, typed(*days, "x") | {"seen": seen}))
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic():
            hold(world.yuki.pk)
            answers = [begin(hands, lambda c=c, k=k, f=f: c.post(f"/leave/{k.pk}/", f)) for c, k, f in forms]
            until_waiting(2)
        assert sorted(one.result().status_code for one in answers) == [302, 422]
    first, second = kept(world)
    assert first.ends_on < second.starts_on
