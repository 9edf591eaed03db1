"""From inquiry to a worker, and from one worker to the next."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.foundations import address
from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Changed, Conflict
from cases.actions.editing import change_case
from cases.actions.moving import close
from cases.actions.opening import change_second, hand_over, open_case, record_inquiry
from cases.actions.planning import plan
from cases.actions.staffing import let_go
from cases.actions.willing import hear
from cases.models import Assignment, Case, Event, Visit
from cases.rules.facts import Answer, Scope
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import told, user


@pytest.fixture
def at(world):
    return world.morning + timedelta(days=1)


@pytest.fixture
def asked(world, at):
    with within(world.hana):
        return record_inquiry(told(), by=world.hana, at=at)


def open_it(world, case, at, **more):
    given = {"coordinator": world.hana, "lead": world.yuki, "second": None, "stage": Stage.LETTER, "pace": None}
    by = more.pop("by", world.hana)
    with within(by):
        return open_case(case, by=by, at=at, **{**given, **more})


def test_who_was_let_go_while_the_form_stood_open_gets_no_case(world, at, asked):
    with within(world.ada):
        let_go(world.sora, by=world.ada, at=at)
    assert world.sora.is_active, "as the form read it"
    with pytest.raises(Conflict, match="not_a_carer"):
        open_it(world, asked, at, lead=world.sora)
    with within(world.hana), pytest.raises(Conflict, match="not_a_carer"):
        hand_over(world.ken, world.sora, note="", why="", by=world.hana, at=at)


def test_who_no_longer_coordinates_is_nobodys_coordinator(world, at, asked):
    with as_job(world.engawa.pk):
        rei = user(world.engawa, "Rei", Role.COORDINATOR)
    with within(world.ada):
        let_go(rei, by=world.ada, at=at)
    assert rei.is_active, "as the form read it"
    with pytest.raises(Conflict, match="not_a_coordinator"):
        open_it(world, asked, at, coordinator=rei)
    with within(world.hana), pytest.raises(Conflict, match="not_a_coordinator"):
        change_case(world.ken, {"coordinator_id": rei.pk}, version=world.ken.version, by=world.hana, at=at)
    assert world.see_ken().coordinator_id == world.hana.pk


def is_held(user):
    """Would another deed on another connection have to wait?"""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, name)) as other:
        told = other.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"carries:{user.pk}"])
        return told.fetchone() == (False,)


def test_who_is_being_given_a_case_cannot_be_let_go_at_the_same_moment(world, at, asked):
    open_it(world, asked, at, second=world.sora)
    assert [is_held(user) for user in (world.yuki, world.sora, world.mio)] == [True, True, False]
    with within(world.ada):
        let_go(world.mio, by=world.ada, at=at)
    assert is_held(world.mio)


def test_opened_it_has_its_people_its_rung_and_a_first_contact(world, at, asked):
    case = open_it(world, asked, at, second=world.sora)
    assert (case.standing, case.next_method, case.next_reason) == ("open", "letter", "first")
    with within(world.hana):
        assert set(Assignment.objects.filter(case=case).values_list("worker__name", "part")) == {
            ("Yuki", "lead"), ("Sora", "second"),
        }  # fmt: skip


def test_a_coordinator_may_lead_and_a_manager_may_not(world, at, asked):
    with pytest.raises(Conflict, match="not_a_carer"):
        open_it(world, asked, at, lead=world.mio)
    assert open_it(world, asked, at, lead=world.hana).lead == world.hana


def test_a_worker_opens_nothing_and_nobody_opens_twice(world, at, asked):
    with pytest.raises(PermissionDenied):
        open_it(world, asked, at, by=world.yuki)
    open_it(world, asked, at)
    with pytest.raises(Changed):
        open_it(world, asked, at, lead=world.sora)


def test_what_the_person_refused_before_stays_refused(world, at, asked):
    with within(world.hana):
        hear(asked, Scope.LETTER, Answer.REFUSED, how="", by=world.hana, at=at)
        Case.objects.filter(pk=asked.pk).update(closed_methods=[])  # as an older ledger would bring it
    case = open_it(world, asked, at)
    assert (case.closed_methods, case.next_method == "letter") == (["letter"], False)


def test_contacts_of_an_old_ledger_count_from_the_first_day(world, at, asked):
    with within(world.hana):
        past = Try(id=asked.pk, method=Method.LETTER, response=Response.TOOK_LETTER, started_at=at - timedelta(days=5))
        record_contact(asked, past, by=world.hana, at=at)
        Case.objects.filter(pk=asked.pk).update(last_at=None, last_response="")
    case = open_it(world, asked, at)
    assert (case.last_response, case.next_reason) == ("took_letter", "pace")


def test_handed_over_with_its_accepted_visit_and_lost_from_sight(world, at):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=(at + timedelta(days=5)).date(), by=world.yuki, at=at)
    with within(world.hana):
        hand_over(world.ken, world.sora, note="猫の話から", why="異動", by=world.hana, at=at)
        assert Visit.objects.get().worker_id == world.sora.pk
    with within(world.yuki):
        assert not Case.objects.exists()
    with within(world.sora):
        assert Case.objects.get().next_accepted


def test_a_case_goes_to_somebody_who_carries_and_not_to_who_has_it(world, at):
    with within(world.hana):
        for to, why in ((world.yuki, "nothing_to_hand_over"), (world.ada, "not_a_carer")):
            with pytest.raises(Conflict, match=why):
                hand_over(world.ken, to, note="", why="", by=world.hana, at=at)
        close(world.ken, CloseReason.OTHER, note="", by=world.hana, at=at)
        with pytest.raises(Conflict, match="nothing_to_hand_over"):
            hand_over(world.ken, world.sora, note="", why="", by=world.hana, at=at)


def test_nothing_goes_to_somebody_who_left(world, at):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.sora.pk).update(is_active=False)
    world.sora.is_active = False
    with within(world.hana), pytest.raises(Conflict, match="not_a_carer"):
        hand_over(world.ken, world.sora, note="", why="", by=world.hana, at=at)


def test_a_second_worker_comes_sees_the_case_and_goes(world, at):
    with within(world.hana):
        change_second(world.ken, world.sora, why="二人で訪問", by=world.hana, at=at)
    with within(world.sora):
        assert Case.objects.exists()
    with within(world.hana):
        change_second(world.ken, None, why="一人で足りる", by=world.hana, at=at + timedelta(days=1))
        assert Event.objects.filter(what__startswith="case.second").count() == 2
    with within(world.sora):
        assert not Case.objects.exists()


def test_the_lead_is_not_a_second_and_no_worker_decides_it(world, at):
    with within(world.hana), pytest.raises(Conflict):
        change_second(world.ken, world.yuki, why="x", by=world.hana, at=at)
    with within(world.yuki), pytest.raises(PermissionDenied):
        change_second(world.ken, world.sora, why="x", by=world.yuki, at=at)


def test_the_second_who_becomes_lead_is_no_second_any_more(world, at):
    with within(world.hana):
        change_second(world.ken, world.sora, why="x", by=world.hana, at=at)
        hand_over(world.ken, world.sora, note="", why="x", by=world.hana, at=at + timedelta(days=1))
        now = Assignment.objects.filter(case=world.ken, ended_at=None)
        assert list(now.values_list("worker__name", "part")) == [("Sora", "lead")]
