"""Two hands on one ledger: real connections, rows that are really committed, and each waits for the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.models import User
from accounts.walls import as_sign_in, within
from cases.actions.ledger.bringing import bring, one_at_a_time, preview
from cases.actions.ledger.undoing import undo
from cases.models import Case, Contact, Event, LedgerBatch
from tests.committed import WAITING, begin, committed, operator, until_waiting
from tests.ledgers import KEN, LETTER, NOW, VOICE, case, intake, progress, read, received
from tests.world import World, build

BOOKS = (intake(KEN), progress(VOICE, LETTER))


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=True)


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed(django_db_blocker):
        yield build(datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo")))


def browser(user: User) -> Client:
    with as_sign_in():
        client = Client(headers={"accept-language": "ja"})
        client.force_login(user)
    return client


def test_two_taps_at_once_bring_once_and_both_say_so(world):
    batch = received(world, *BOOKS)
    with within(world.hana):
        told = {"fingerprint": preview(batch, at=NOW).fingerprint, "told": "大栗", "worker": str(world.yuki.pk)}
    first, second = browser(world.hana), browser(world.hana)
    address = f"/desk/ledger/{batch.pk}/bring/"
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic():
            one_at_a_time(world.engawa)
            taps = [begin(hands, lambda one=one: one.post(address, told, follow=True)) for one in (first, second)]
            until_waiting(2)
        words = [tap.result().content.decode() for tap in taps]
    assert ["台帳を取り込みました" in one for one in words] == [True, True]
    assert ["もう一度確かめて" in one for one in words] == [False, False]
    with within(world.hana):
        assert (Case.objects.count(), Contact.objects.count()) == (2, 2)
        assert Event.objects.filter(what="ledger.read").count() == 1


def test_a_book_that_breaks_at_its_very_end_leaves_nothing_half_and_comes_in_later(world):
    batch = received(world, *BOOKS, workers={"大栗": world.yuki})
    with ThreadPoolExecutor(1) as hands, operator() as house, house.transaction():
        house.execute("SELECT FROM accounts_user WHERE id = %s FOR UPDATE", [world.yuki.pk])
        bringing = begin(hands, lambda: brought_in(world, batch))
        until_waiting(1)  # everything is written; the database asks once more whether Yuki is here
        house.execute(f"SELECT pg_terminate_backend(pid) FROM ({WAITING}) AS them")
        with pytest.raises(DatabaseError):
            bringing.result()
    with within(world.hana):
        assert (Case.objects.count(), Contact.objects.count()) == (1, 0)
        assert (LedgerBatch.objects.get().state, Event.objects.filter(what="ledger.read").count()) == ("previewed", 0)
    assert brought_in(world, batch).counts["opened"] == 1


def brought_in(world: World, batch: LedgerBatch) -> LedgerBatch:
    with within(world.hana):
        return bring(batch, shown=None, by=world.hana, at=NOW)


def test_who_looks_while_books_are_brought_in_is_told_so_and_sees_the_end(world):
    hana, rin, address = browser(world.hana), browser(world.rin), f"/desk/ledger/{received(world, *BOOKS).pk}/"
    next_door = received(world, *BOOKS, by=world.rin)
    with ThreadPoolExecutor(1) as hands, transaction.atomic():
        one_at_a_time(world.engawa)
        page = begin(hands, lambda: hana.get(address)).result()
        other = begin(hands, lambda: rin.get(f"/desk/ledger/{next_door.pk}/")).result()
    assert "取り込み中" in page.content.decode()
    assert [one.headers.get("Refresh") for one in (page, other, hana.get(address))] == ["10", None, None]


def write_down(world: World, code: str) -> tuple[Client, str, dict[str, str]]:
    form = {
        "id": str(uuid4()), "method": "visit", "with_whom": "person", "response": "voice", "minutes": "20",
        "on": "2026-11-24", "time": "14:30", "note": "声がした。", "concern": "none",
    }  # fmt: skip
    return browser(world.yuki), f"/cases/{case(world, code).pk}/contact/", form


def test_a_contact_written_while_its_batch_is_undone_finds_no_case(world):
    batch = read(world, *BOOKS, workers={"大栗": world.yuki})
    client, address, form = write_down(world, "A-1")
    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic(), within(world.hana):
            undo(batch, by=world.hana, at=NOW)
            writing = begin(hands, lambda: client.post(address, form))
            until_waiting(1)
        assert writing.result().status_code == 404
    with within(world.hana):
        assert (Case.objects.count(), Contact.objects.count()) == (1, 0)


def test_a_batch_undone_while_a_contact_is_written_leaves_its_case(world):
    batch = read(world, *BOOKS, workers={"大栗": world.yuki})
    client, address, form = write_down(world, "A-1")
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic(), within(world.hana):
            Case.objects.select_for_update().get(code="A-1")
            writing = begin(hands, lambda: client.post(address, form))
            until_waiting(1)
            undoing = begin(hands, lambda: taken_back(world, batch))
            until_waiting(2)
        assert writing.result().status_code in (302, 303)
        (kept,) = undoing.result().kept
    assert (kept["code"], kept["why"]) == ("A-1", "worked_on")
    assert [one.note for one in contacts_of(world)] == ["猫の話", "", "声がした。"]


def taken_back(world: World, batch: LedgerBatch) -> LedgerBatch:
    with within(world.hana):
        return undo(batch, by=world.hana, at=NOW)


def contacts_of(world: World) -> list[Contact]:
    with within(world.hana):
        return list(Contact.objects.order_by("started_at"))


def test_who_brings_and_who_holds_the_ledger_take_their_locks_in_one_order(world):
    """Who taps waits for her turn before she holds the books, so that whoever has the turn gets on with them."""
    batch = received(world, *BOOKS)
    told = {"fingerprint": "", "told": "大栗", "worker": str(world.yuki.pk)}
    hana = browser(world.hana)
    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic(), within(world.hana):
            one_at_a_time(world.engawa)
            tap = begin(hands, lambda: hana.post(f"/desk/ledger/{batch.pk}/bring/", told, follow=True))
            until_waiting(1)
            bring(batch, shown=None, by=world.hana, at=NOW)
            undo(batch, by=world.hana, at=NOW)
        assert tap.result().status_code == 200
    with within(world.hana):
        assert LedgerBatch.objects.get(pk=batch.pk).state == "undone"
