"""Undoing a reading: everything it brought is gone, unless somebody has worked on it since."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Changed
from cases.actions.ledger.undoing import undo
from cases.actions.moving import write_note
from cases.models import (
    Assignment,
    Case,
    Consent,
    Contact,
    Event,
    Family,
    Finding,
    LedgerRow,
    Person,
    Reading,
    Relative,
    Visit,
)  # fmt: skip
from cases.queries.find import find
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import Outcome
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.ledgers import AI, KEN, LETTER, NOW, REFUSED, VOICE, case, contacts, counts, intake, progress, read, real
from tests.world import sweep_all

LATER, LAST = NOW + timedelta(days=1), NOW + timedelta(days=2)
BOOKS = (intake(KEN, AI), progress(VOICE, LETTER, REFUSED))
TABLES = (Case, Person, Family, Relative, Contact, Consent, Assignment, Visit, Finding, LedgerRow)
# Of a husk: what events and readings hang on, and what says nothing of those who asked.
STAYS = {
    "id", "organisation_id", "version", "fictional", "person_id", "family_id", "coordinator_id", "language", "referral",
    "basis", "inquired_at", "staged_at",
}  # fmt: skip


def everything(user):
    with within(user):
        return [model.objects.count() for model in TABLES]


def take_back(world, batch, at=LATER):
    with within(world.hana):
        return undo(batch, by=world.hana, at=at)


def test_everything_it_brought_is_gone_from_everywhere(world):
    before = everything(world.hana)
    batch = read(world, *real("uketsuke.csv", "keika.csv"), workers={"大栗": world.yuki})
    assert everything(world.hana) != before
    assert take_back(world, batch).kept == []
    assert everything(world.hana) == before
    with within(world.hana):
        assert find(world.hana, "2024-001").found == []
    with within(world.yuki):
        assert Case.objects.count() == 1


def test_nothing_personal_is_left_in_what_stays_behind_the_wall(world):
    batch = read(world, *BOOKS)
    take_back(world, batch)
    with connection.cursor() as cursor, within(world.hana):
        cursor.execute("SELECT row_to_json(e)::text FROM cases_event e")
        told = "".join(row[0] for row in cursor.fetchall())
    assert not any(word in told for word in ("髙橋", "山﨑", "A-1", "犬あり"))


def test_a_husk_keeps_nothing_that_was_told_of_a_family_a_person_or_a_case(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('hitokoe_undo_ledger(uuid)'::regprocedure)")
        code = cursor.fetchone()[0]
    told = {field.column for model in (Case, Family, Person) for field in model._meta.fields}
    assert {column for column in told if f" {column} = " not in code} == STAYS


def test_events_and_readings_stay(world):
    batch = read(world, *BOOKS)
    ken = case(world, "A-1")
    with within(world.hana):
        Reading.objects.create(organisation=world.engawa, case=ken, by=world.hana, at=NOW, page="case")
        before = Event.objects.count()
    take_back(world, batch)
    with within(world.hana):
        assert (Event.objects.count(), Reading.objects.filter(case_id=ken.pk).count()) == (before + 1, 1)
        assert Event.objects.get(what="ledger.undone").by == world.hana


def test_read_again_after_an_undo_the_books_come_in_anew(world):
    first = read(world, *BOOKS, workers={"大栗": world.yuki})
    take_back(world, first)
    again = read(world, *BOOKS, workers={"大栗": world.yuki}, at=LAST)
    assert (again.counts["intake"]["new"], again.counts["progress"]["new"]) == (2, 3)
    assert case(world, "A-1").standing == "open"


def test_a_case_somebody_has_worked_on_since_is_kept_and_named(world):
    batch = read(world, *BOOKS)
    with within(world.hana):
        write_note(Case.objects.get(code="A-1"), "母から電話。", by=world.hana, at=LATER)
    kept = take_back(world, batch, at=LAST).kept
    assert [(one["code"], one["why"]) for one in kept] == [("A-1", "worked_on")]
    assert len(contacts(world, "A-1")) == 2
    with within(world.hana):
        assert not Case.objects.filter(code="A-2").exists()
    assert counts(world, *BOOKS, at=LAST) == {
        (Kind.INTAKE, Outcome.SAME): 1, (Kind.INTAKE, Outcome.NEW): 1,
        (Kind.PROGRESS, Outcome.SAME): 2, (Kind.PROGRESS, Outcome.NEW): 1,
    }  # fmt: skip


def test_a_contact_recorded_since_keeps_the_whole_case(world):
    batch = read(world, *BOOKS, workers={"大栗": world.yuki})
    told = Try(id=uuid4(), method=Method.PHONE, response=Response.NO_SIGN, started_at=LATER)
    with within(world.yuki):
        record_contact(Case.objects.get(code="A-1"), told, by=world.yuki, at=LATER)
    assert [one["code"] for one in take_back(world, batch, at=LAST).kept] == ["A-1"]


def test_what_the_clock_did_is_no_work_of_somebody(world):
    batch = read(world, *BOOKS, workers={"大栗": world.yuki})
    sweep_all(LATER + timedelta(days=60))
    assert take_back(world, batch, at=LATER + timedelta(days=61)).kept == []


def test_a_later_reading_is_undone_first(world):
    first = read(world, *BOOKS)
    second = read(world, progress("A-1,2026-11-20,,電話,母,母が出た,,大栗,\n"), at=LATER)
    assert [(one["code"], one["why"]) for one in take_back(world, first, at=LAST).kept] == [("A-1", "read_later")]
    take_back(world, second, at=LAST)
    assert len(contacts(world, "A-1")) == 2


def test_a_change_is_taken_back_to_what_stood_before(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    book = (
        intake(KEN.replace("犬あり", "猫あり").replace("R8.12.10", "R8.12.17"), AI),
        progress(VOICE.replace("扉ごしに声", "断られた")),
    )
    before = case(world, "A-1")
    second = read(world, *book, workers={"大栗": world.yuki}, at=LATER)
    assert case(world, "A-1").closed_methods == ["visit"]
    take_back(world, second, at=LAST)
    after = case(world, "A-1")
    assert (after.person.family.approach, after.closed_methods, after.next_due) == ("犬あり", [], before.next_due)
    assert [one.response for one in contacts(world, "A-1")] == ["voice", "no_sign"]
    assert counts(world, *BOOKS, at=LAST) == {(Kind.INTAKE, Outcome.SAME): 2, (Kind.PROGRESS, Outcome.SAME): 3}


def test_undoing_twice_is_refused(world):
    batch = read(world, *BOOKS)
    take_back(world, batch)
    with pytest.raises(Changed):
        take_back(world, batch)


def test_husks_hang_on_nobody(world):
    def living():
        with within(world.ada), connection.cursor() as cursor:
            cursor.execute("SELECT who, cases FROM hitokoe_living_cases()")
            return dict(cursor.fetchall())

    before = living()
    batch = read(world, *BOOKS, workers={"大栗": world.sora, "西田": world.sora})
    assert living()[world.sora.pk] == 2
    take_back(world, batch)
    assert living() == before


@pytest.mark.parametrize("who", ["yuki", "mio"])
def test_only_a_coordinator_undoes(world, who):
    batch = read(world, *BOOKS)
    with within(world.hana), pytest.raises(PermissionDenied):
        undo(batch, by=getattr(world, who), at=LATER)


def test_the_one_function_that_takes_away_works_for_nobody_next_door(world):
    batch = read(world, *BOOKS)
    before = everything(world.hana)
    with within(world.rin), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hitokoe_undo_ledger(%s)", [batch.pk])
        assert cursor.fetchone() == (0,)
    assert everything(world.hana) == before


def test_nor_for_a_reading_that_stands_nor_for_a_worker(world):
    batch = read(world, *BOOKS)
    before = everything(world.hana)
    with within(world.hana), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hitokoe_undo_ledger(%s)", [batch.pk])
        assert cursor.fetchone() == (0,)
    assert everything(world.hana) == before
    with within(world.yuki), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT hitokoe_undo_ledger(%s)", [batch.pk])
