"""Stop means stop: for every worker, relay and sweep, until a coordinator opens it again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.planning import plan
from cases.actions.willing import hear, open_method
from cases.models import Case, Consent, Event, Visit
from cases.rules.consent import CLOSING
from cases.rules.facts import Answer, Heard, Scope
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response


@pytest.fixture
def at(world):
    return world.morning + timedelta(days=1)


def say(world, scope, answer, at, by=None):
    who = by or world.yuki
    with within(who):
        hear(world.ken, scope, answer, how="", by=who, at=at)
    return world.see_ken()


def test_a_refusal_closes_the_way_and_cancels_the_visit_in_one_go(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=3)).date(), by=world.yuki, at=at)
    say(world, Scope.VISIT, Answer.REFUSED, at)
    assert (world.ken.closed_methods, world.ken.next_method) == (["visit"], "letter")
    with within(world.hana):
        assert Visit.objects.get().why_cancelled == "refused"


def test_a_mothers_relay_counts_as_the_persons_own_word(world, at):
    told = Try(
        id=world.ken.pk, method=Method.VISIT, response=Response.REFUSED, started_at=at, with_whom=WithWhom.RELATIVE,
        note="母から：もう来ないでほしいと言っている",
    )  # fmt: skip
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=at)
    assert world.see_ken().closed_methods == ["visit"]
    with within(world.hana):
        assert Consent.objects.get().way == Heard.THROUGH_FAMILY


def test_no_outing_closes_all_three_ways_of_going_out(world, at):
    say(world, Scope.OUTSIDE, Answer.REFUSED, at)
    assert world.ken.closed_methods == ["accompaniment", "group", "office"]


def test_a_worker_cannot_open_what_the_person_closed_by_hearing_a_yes(world, at):
    say(world, Scope.VISIT, Answer.REFUSED, at)
    with pytest.raises(Conflict, match="method_closed"):
        say(world, Scope.VISIT, Answer.AGREED, at + timedelta(days=1))
    with within(world.yuki), pytest.raises(PermissionDenied):
        open_method(world.ken, Scope.VISIT, Answer.AGREED, reason="x", by=world.yuki, at=at)


def test_a_coordinator_opens_it_with_a_reason_and_only_what_is_closed(world, at):
    say(world, Scope.VISIT, Answer.REFUSED, at)
    with within(world.hana):
        with pytest.raises(Conflict, match="needs_reason"):
            open_method(world.ken, Scope.VISIT, Answer.AGREED, reason=" ", by=world.hana, at=at)
        with pytest.raises(Conflict, match="method_is_open"):
            open_method(world.ken, Scope.PHONE, Answer.AGREED, reason="x", by=world.hana, at=at)
        open_method(world.ken, Scope.VISIT, Answer.AGREED, reason="本人の手紙", by=world.hana, at=at)
    assert (world.see_ken().closed_methods, world.ken.next_method) == ([], "visit")


def test_a_yes_for_letters_leaves_the_accepted_visit_alone(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=3)).date(), by=world.yuki, at=at)
    say(world, Scope.LETTER, Answer.NOT_REFUSED, at)
    assert world.ken.next_accepted


def test_a_try_against_the_will_is_written_as_it_was_and_said_aloud(world, at):
    say(world, Scope.VISIT, Answer.REFUSED, at)
    world.record(Response.NO_SIGN, days=2)
    with within(world.hana):
        assert Event.objects.get(what="contact.against_will").facts["method"] == "visit"
    assert world.ken.closed_methods == ["visit"]


@pytest.mark.parametrize("how", ["he called us", "it was before"])
def test_what_came_from_the_person_or_before_the_refusal_is_no_breach(world, at, how):
    say(world, Scope.PHONE, Answer.REFUSED, at)
    incoming = how == "he called us"
    told = Try(
        id=world.ken.pk, method=Method.PHONE, response=Response.VOICE,
        started_at=at + timedelta(hours=1) if incoming else at - timedelta(hours=1),
        direction=Direction.INCOMING if incoming else Direction.OUTGOING,
    )  # fmt: skip
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=at + timedelta(hours=2))
        assert not Event.objects.filter(what="contact.against_will").exists()


def test_correcting_the_refusal_away_does_not_open_the_door(world, at):
    old = world.record(Response.REFUSED)
    told = Try(
        id=world.ken.pk, method=Method.VISIT, response=Response.VOICE, started_at=old.started_at, corrects=old.pk
    )
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=at)
    assert world.see_ken().closed_methods == ["visit"]


def test_the_database_itself_lets_no_closed_way_stand_as_the_next(world):
    with within(world.hana), pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=world.ken.pk).update(closed_methods=[world.ken.next_method])
    assert connection.is_usable()


FIRST_AND_LAST = [(Answer.AGREED, Answer.REFUSED, ["letter"]), (Answer.REFUSED, Answer.AGREED, [])]


@pytest.mark.parametrize(("first", "last", "closed"), FIRST_AND_LAST)
def test_what_was_said_last_holds_though_a_clock_ran_ahead_before(world, at, first, last, closed):
    """An hour ahead, until it was set right; nothing that is heard later brings the earlier answer back."""
    say(world, Scope.LETTER, first, at + timedelta(hours=1))
    with within(world.hana):
        if last in CLOSING:
            hear(world.ken, Scope.LETTER, last, how="", by=world.hana, at=at)
        else:
            open_method(world.ken, Scope.LETTER, last, reason="本人から手紙", by=world.hana, at=at)
    say(world, Scope.PHONE, Answer.AGREED, at + timedelta(minutes=5))
    assert world.ken.closed_methods == closed
