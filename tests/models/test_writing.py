"""A row written by a statement built once is the row Django would have written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.walls import within
from cases.models import Case, Contact, Draft, Event, Reading
from cases.models.writing import add, add_all, add_if_new, change, change_all, remove
from cases.rules.responses import Response


def facts(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def event(world, **more):
    usual = {"case": world.ken, "what": "case.planned", "by": world.hana, "facts": {"on": ["金", 1, None]}}
    return Event(**{"organisation_id": world.engawa.pk, "at": world.morning, **usual, **more})


def test_what_is_added_is_read_back_as_it_was_told(world):
    told = [
        event(world),
        event(world, by=None, case=None, facts={}),
        Reading(organisation_id=world.engawa.pk, shown=[world.ken.pk], by=world.hana, at=world.morning, page="find"),
    ]
    with within(world.hana):
        for row in told:
            add(row)
            assert facts(type(row).objects.get(pk=row.pk)) == facts(row)


def test_many_are_added_in_one_statement_as_each_was_told(world):
    many = [event(world, note=note, by=by) for note, by in (("『\\n\n\u2028😀", world.hana), ("", None))]
    cases = [Reading(organisation_id=world.engawa.pk, shown=[world.ken.pk], by=world.hana, at=world.morning, page=one)
             for one in ("find", "case")]  # fmt: skip
    with within(world.hana):
        for rows in (many, cases):
            with CaptureQueriesContext(connection) as asked:
                add_all(rows)
            assert len(asked) == 1
            assert [facts(type(row).objects.get(pk=row.pk)) for row in rows] == [facts(row) for row in rows]
        add_all([])


def test_many_are_changed_in_one_statement_and_only_what_is_named(world):
    with within(world.hana):
        mine = Case.objects.get(pk=world.ken.pk)
        before = facts(mine)
        changes = {"recent": [world.morning], "next_facts": {"days": [9, None]}, "last_at": None, "closed_methods": []}
        for name, value in {**changes, "code": "never"}.items():
            setattr(mine, name, value)
        with CaptureQueriesContext(connection) as asked:
            change_all([mine], list(changes))
        assert len(asked) == 1
        assert facts(Case.objects.get(pk=world.ken.pk)) == before | changes
        change_all([], ["code"])


def test_of_many_none_is_added_where_one_may_not_be(world):
    rows = [event(world), event(world, case=None, organisation_id=world.madobe.pk)]
    with within(world.hana):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            add_all(rows)
        assert not Event.objects.filter(pk__in=[row.pk for row in rows]).exists()


def test_a_key_in_use_is_told_and_nothing_is_broken(world):
    old = world.record(Response.VOICE)
    with within(world.hana):
        again = Contact.objects.get(pk=old.pk)
        again.note = "other words"
        assert not add_if_new(again)
        assert Contact.objects.get(pk=old.pk).note == old.note
        again.pk = uuid4()
        assert add_if_new(again)


def test_a_key_in_use_is_refused_where_it_must_be_new(world):
    told = event(world)
    with within(world.hana):
        add(told)
        with pytest.raises(IntegrityError), transaction.atomic():
            add(told)


def test_only_what_is_named_is_changed(world):
    moments = [world.morning, world.morning - timedelta(days=2)]
    with within(world.hana):
        mine = Case.objects.get(pk=world.ken.pk)
        mine.recent, mine.next_facts, mine.code, mine.skipped_method = moments, {"days": 9}, "never", ""
        change(mine, ("recent", "next_facts", "skipped_method"))
        now = Case.objects.get(pk=world.ken.pk)
        assert (now.recent, now.next_facts, now.code) == (moments, {"days": 9}, world.ken.code)


def test_a_row_behind_the_wall_is_not_there_to_change(world):
    with within(world.rin), pytest.raises(DatabaseError, match="not there to change"):
        change(world.ken, ("stage",))


def test_what_is_removed_is_gone_and_nothing_else(world):
    with within(world.hana):
        for place in ("here", "there"):
            Draft.objects.create(
                organisation=world.engawa, author=world.hana, place=place, fields={}, saved_at=world.morning
            )
        remove(Draft, author=world.hana.pk, place="here")
        assert [draft.place for draft in Draft.objects.all()] == ["there"]


def test_the_walls_stand_around_it(world):
    with within(world.rin), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        add(event(world))
    assert not connection.needs_rollback
