from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.moving import close
from cases.actions.willing import open_method
from cases.models import Case, Contact
from cases.rules.facts import Answer, Scope
from cases.rules.ladder import CloseReason
from cases.rules.methods import Method
from cases.rules.responses import Response


def test_a_silent_visit_is_written_and_the_next_is_proposed_with_its_reason(world):
    world.record(Response.NO_SIGN)
    assert (world.ken.next_method, world.ken.next_reason) == ("visit", "pace")
    assert world.ken.next_due.astimezone(world.engawa.zone).date().isoformat() == "2026-04-08"


def test_voice_twice_keeps_weekday_and_hour(world):
    world.record(Response.VOICE)
    world.record(Response.VOICE, days=7)
    assert world.ken.next_reason == "voice_twice"
    assert (world.ken.next_due - world.ken.last_at).days == 6 or (world.ken.next_due - world.ken.last_at).days == 7


def test_a_refusal_closes_the_method_for_everyone_and_a_letter_comes_next(world):
    world.record(Response.REFUSED)
    assert world.ken.closed_methods == ["visit"]
    assert world.ken.next_method == "letter"


def test_the_same_try_sent_twice_is_stored_once(world):
    at = world.morning + timedelta(hours=1)
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.PRESENCE, started_at=world.morning)
    with within(world.yuki):
        for _ in range(2):
            record_contact(world.ken, told, by=world.yuki, at=at)
        assert Contact.objects.filter(case=world.ken).count() == 1


def test_a_try_sent_again_is_known_though_the_case_has_ended_since(world):
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.PRESENCE, started_at=world.morning)
    with within(world.yuki):
        first = record_contact(world.ken, told, by=world.yuki, at=world.morning)
    with within(world.hana):
        close(world.ken, CloseReason.MOVED_AWAY, note="", by=world.hana, at=world.morning)
    with within(world.yuki):
        assert record_contact(world.ken, told, by=world.yuki, at=world.morning) == first
        with pytest.raises(Conflict, match="not_open"):
            record_contact(world.ken, replace(told, id=uuid4()), by=world.yuki, at=world.morning)


def test_a_correction_sent_twice_is_one_correction(world):
    old, later = world.record(Response.PRESENCE), world.morning + timedelta(hours=2)
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=old.started_at, corrects=old.pk)
    with within(world.yuki):
        first, second = (record_contact(world.ken, told, by=world.yuki, at=later) for _ in range(2))
        assert first == second
        assert Contact.objects.filter(case=world.ken).count() == 2


def test_another_body_under_the_same_id_is_refused(world):
    contact = world.record(Response.PRESENCE)
    other = Try(id=contact.pk, method=Method.VISIT, response=Response.VOICE, started_at=world.morning)
    with within(world.yuki), pytest.raises(Conflict, match="id_taken"):
        record_contact(world.ken, other, by=world.yuki, at=world.morning + timedelta(hours=2))


def test_a_worker_without_the_case_does_not_even_find_it(world):
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=world.morning)
    with within(world.sora):
        assert not Case.objects.filter(pk=world.ken.pk).exists()
        with pytest.raises(PermissionDenied):
            record_contact(world.ken, told, by=world.sora, at=world.morning)


def test_an_answer_the_method_does_not_have_is_refused(world):
    told = Try(id=uuid4(), method=Method.LETTER, response=Response.CAME_OUT, started_at=world.morning)
    with within(world.yuki), pytest.raises(Conflict, match="response_of_another_method"):
        record_contact(world.ken, told, by=world.yuki, at=world.morning)


def test_a_pair_visit_and_what_the_mother_saw_are_kept(world):
    told = Try(
        id=uuid4(), method=Method.VISIT, response=Response.TOOK_LETTER, started_at=world.morning, minutes=0,
        second=world.sora.pk, observed_by="mother",
    )  # fmt: skip
    with within(world.yuki):
        contact = record_contact(world.ken, told, by=world.yuki, at=world.morning)
        contact.refresh_from_db()
        assert (contact.second_id, contact.observed_by, contact.minutes) == (world.sora.pk, "mother", 0)


def correct(world, old, *, by, days, **more):
    at = world.morning + timedelta(days=days)
    told = Try(id=uuid4(), method=Method(old.method), response=Response(old.response), started_at=old.started_at,
               corrects=old.pk, **more)  # fmt: skip
    with within(by):
        return record_contact(world.see_ken(), told, by=by, at=at)


def test_who_was_at_the_door_stays_when_somebody_else_corrects_the_entry(world):
    newer = correct(world, world.record(Response.VOICE), by=world.hana, days=1, minutes=20)
    assert (newer.worker_id, newer.author_id) == (world.yuki.pk, world.hana.pk)


def test_a_note_mended_later_does_not_close_again_what_a_coordinator_opened(world):
    refused = world.record(Response.REFUSED)
    with within(world.hana):
        open_method(world.ken, Scope.VISIT, Answer.AGREED, reason="本人から電話", by=world.hana,
                    at=world.morning + timedelta(days=2))  # fmt: skip
    correct(world, refused, by=world.yuki, days=3, note="「帰って」と言われた。")
    assert world.see_ken().closed_methods == []


def test_a_correction_that_tells_of_a_refusal_closes_the_method(world):
    silent = world.record(Response.NO_SIGN)
    told = Try(id=uuid4(), method=Method.VISIT, response=Response.REFUSED, started_at=silent.started_at,
               corrects=silent.pk)  # fmt: skip
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=world.morning + timedelta(days=1))
    assert world.see_ken().closed_methods == ["visit"]


def test_a_correction_points_to_the_old_and_only_the_newest_can_be_corrected(world):
    old = world.record(Response.NO_SIGN)
    with within(world.yuki):
        for place, refused in ((1, False), (2, True)):
            told = Try(
                id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=old.started_at, corrects=old.pk
            )
            at = world.morning + timedelta(hours=place + 1)
            if refused:
                with pytest.raises(Conflict, match="corrected_already"):
                    record_contact(world.ken, told, by=world.yuki, at=at)
            else:
                record_contact(world.ken, told, by=world.yuki, at=at)
    assert (world.see_ken().silent_streak, world.ken.voice_streak) == (0, 1)
