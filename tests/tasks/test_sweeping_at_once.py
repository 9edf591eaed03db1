"""Two machines, three connections, and rows that are really committed."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg_pool import PoolTimeout

from accounts.models import Organisation, User
from accounts.walls import as_job, within
from cases.actions import sweeping
from cases.actions.moving import end_rest, pause
from cases.actions.planning import PLAN
from cases.actions.sweeping import sweep
from cases.management.town.census import Town
from cases.management.town.settling import found, settle
from cases.models import Case, Event, Notice, Pause, Reading
from cases.models.writing import add
from cases.queries.rhythm import situation_of
from cases.queries.today import today
from cases.rules.due import Due
from cases.rules.facts import PauseScope
from cases.rules.rhythm.propose import propose
from tests.committed import begin, committed, operator, until
from tests.letterbox import taking_letters

AT = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
LOST = "organisation_id = %s AND standing = 'open' AND next_due IS NULL"
TOWN = Town(80, 3, AT, years=2.0, active=0.3)


@pytest.fixture
def house(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Organisation]:
    """A committed organisation with open cases, whose plans are lost."""
    with committed(django_db_blocker):
        yield settled(0)


def settled(place: int) -> Organisation:
    made = found(TOWN, place, 80)
    settle(TOWN, made, 80, place=place)
    lose_the_plans(made)
    return made


class Sink:
    """A mail server that takes its time, and keeps to whom each letter went."""

    def __init__(self) -> None:
        self.to: list[str] = []

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(0.05)
        self.to += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    kept = Sink()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with taking_letters(kept) as settings.EMAIL_PORT:
        settings.EMAIL_USE_TLS = False
        yield kept


def lose_the_plans(house: Organisation) -> None:
    nothing = dict.fromkeys(("next_earliest", "next_due", "next_latest", "next_ends"))
    with as_job(house.pk):
        Case.objects.open().update(**nothing, next_method="", next_reason="", next_facts={})


def unplanned(house: Organisation) -> int:
    with as_job(house.pk):
        return Case.objects.open().filter(next_due=None).count()


def on_two_machines(name: str, at: datetime) -> int:
    def run(_: int) -> int:
        try:
            return sweep(name, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as machines:
        return sum(machines.map(run, range(2)))


def test_two_machines_share_the_planning_and_plan_nothing_twice(house, monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 3)
    lost = unplanned(house)
    assert lost > 10
    assert on_two_machines("plan", AT) == lost
    assert (unplanned(house), sweep("plan", at=AT)) == (0, 0)


def test_while_one_organisation_keeps_the_clock_waiting_the_others_are_planned(house, monkeypatch):
    """The clock has two hands, for it waits for the database most of the time."""
    monkeypatch.setattr(sweeping, "FEW", 1)
    sweep("plan", at=AT)
    lose_the_plans(house)
    another = settled(1)
    lost = unplanned(house) + unplanned(another)
    with ThreadPoolExecutor(1) as machine:
        with operator() as held, held.transaction():
            held.execute("SELECT 1 FROM cases_turn WHERE organisation_id = %s FOR UPDATE", [house.pk])
            swept = begin(machine, lambda: sweep("plan", at=AT))
            until(f"SELECT NOT EXISTS (SELECT 1 FROM cases_case WHERE {LOST})", another.pk)
            assert unplanned(house) > 10
        assert swept.result() == lost
    assert (unplanned(house), unplanned(another)) == (0, 0)


def test_where_no_second_line_to_the_database_is_free_one_hand_plans_all(house, monkeypatch):
    monkeypatch.setattr(sweeping, "FEW", 1)
    another = settled(1)
    lost = unplanned(house) + unplanned(another)
    pool = connection.pool
    monkeypatch.setattr(pool, "timeout", 0.01)
    with ExitStack() as taken:
        with suppress(PoolTimeout):  # another test may have one still
            for _ in range(pool.max_size - 1):
                taken.enter_context(pool.connection(timeout=2))
        assert sweep("plan", at=AT) == lost


def test_many_at_once_get_what_each_would_get_alone(house):
    sweep("plan", at=AT)
    with as_job(house.pk):
        for case in Case.objects.open().select_related("organisation", "lead"):
            one = propose(situation_of(case, case.signals, AT))
            told = [one.method, one.earliest, one.due, one.latest, one.ends, one.reason, one.facts]
            assert [getattr(case, name) for name in PLAN] == told


def test_a_case_somebody_holds_waits_for_the_next_run(house):
    lost = unplanned(house)
    with ThreadPoolExecutor(1) as other, transaction.atomic(), as_job(house.pk):
        Case.objects.open().select_for_update().order_by("pk").first()
        assert other.submit(on_two_machines, "plan", AT).result() == lost - 1
    assert sweep("plan", at=AT) == 1


def test_a_rest_that_somebody_ends_at_the_same_moment_is_ended_once(house):
    with as_job(house.pk):
        case = Case.objects.open().select_related("organisation", "person").order_by("pk").first()
        by = User.objects.coordinators().filter(organisation=house).first()
    with within(by):
        pause(case, PauseScope.CASE, reason="x", until=(AT + timedelta(days=5)).date(), by=by, at=AT)
    at = AT + timedelta(days=6)
    with ThreadPoolExecutor(1) as machine, within(by):
        end_rest(case, by=by, at=at)
        others = begin(machine, lambda: sweep("pauses", at=at)).result()
    with as_job(house.pk):
        told = Event.objects.filter(what="case.resumed", at=at)
        assert (told.filter(by=by).count(), told.filter(by=None).count()) == (1, others)
        assert Pause.objects.get(case=case, reason="x").ended_at == at
    assert sweep("pauses", at=at) == 0


def test_many_rests_end_in_as_many_statements_as_one(house):
    with as_job(house.pk):
        cases = list(Case.objects.open().select_related("organisation", "person").order_by("pk")[:10])
        by = User.objects.coordinators().filter(organisation=house).first()
    sweep("pauses", at=AT + timedelta(days=4))
    with within(by):
        for case in cases:
            until = (AT + timedelta(days=5 if case == cases[0] else 6)).date()
            pause(case, PauseScope.CASE, reason="x", until=until, by=by, at=AT)
    said = []
    for days, rests in ((5, 1), (6, 9)):
        with CaptureQueriesContext(connection) as asked:
            assert sweep("pauses", at=AT + timedelta(days=days)) == rests
        said.append(len(asked))
    assert said[0] == said[1]


def note_a_look(case: Case, by: User) -> bool:
    """As a page does, at the end of its transaction; in a moment, or not at all."""
    try:
        with transaction.atomic(), within(by):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
            add(Reading(organisation_id=case.organisation_id, case=case, by=by, at=AT, page="case"))
        return True
    finally:
        connection.close()


def test_whoever_only_looks_at_a_case_does_not_wait_for_the_sweep_that_plans_it(house):
    with as_job(house.pk):
        case, by = Case.objects.open().first(), User.objects.coordinators().filter(organisation=house).first()
    with ThreadPoolExecutor(1) as other, as_job(house.pk):
        assert sweeping.plan(house, AT) > 10
        assert other.submit(note_a_look, case, by).result()


def test_two_machines_note_each_passed_window_once(house):
    sweep("plan", at=AT)
    late = AT + timedelta(days=400)
    with as_job(house.pk):
        passed = Case.objects.open().count()
    assert on_two_machines("overdue", late) == passed
    assert sweep("overdue", at=late) == 0
    with as_job(house.pk):
        assert Event.objects.filter(what="case.overdue").count() == passed


def on_four_machines_all_at_once(at: datetime) -> None:
    """Every sweep on each, twice over, as when beats and workers were started too often."""

    def run(_: int) -> None:
        try:
            for name in 2 * list(sweeping.SWEEPS):
                sweep(name, at=at)
        finally:
            connection.close()

    connection.close()  # there are as many lines to the database as machines
    with ThreadPoolExecutor(4) as machines:
        list(machines.map(run, range(4)))


def test_four_machines_that_do_everything_at_once_do_nothing_twice(house, settings, sink):
    monday = AT + timedelta(days=61)
    sweep("plan", at=AT)
    with as_job(house.pk):
        Organisation.objects.filter(pk=house.pk).update(fictional=False)
        resting = Case.objects.open().select_related("organisation").order_by("pk").first()
        by = User.objects.coordinators().filter(organisation=house).first()
        ends = Pause.objects.filter(ended_at=None, until__lte=monday.date(), case__standing="paused").count()
        before = set(Event.objects.values_list("pk", flat=True))
        passed = Case.objects.standing_at(Due.OVERDUE, monday).exclude(pk=resting.pk).count()
    with within(by):
        pause(resting, PauseScope.CASE, reason="x", until=(AT + timedelta(days=5)).date(), by=by, at=AT)
    on_four_machines_all_at_once(monday)
    with as_job(house.pk):
        told = Counter(Event.objects.exclude(pk__in=before).filter(by=None).values_list("what", flat=True))
        letters = list(Notice.objects.values_list("state", "tries", "to__email"))
    assert told == {"case.resumed": 1 + ends, "case.overdue": passed}
    assert {(state, tries) for state, tries, _ in letters} == {("sent", 1)}
    assert sorted(sink.to) == sorted(email for *_, email in letters)
    assert len(sink.to) > 1


def test_two_machines_send_each_letter_once(house, sink):
    monday = AT + timedelta(days=61)
    sweep("plan", at=AT)
    owed = sweep("morning", at=monday)
    assert on_two_machines("send", monday) == owed == len(sink.to) == len(set(sink.to))


def test_two_machines_owe_each_worker_one_list(house):
    sweep("plan", at=AT)
    monday = AT + timedelta(days=61)
    owed = on_two_machines("morning", monday)
    assert owed > 1
    with as_job(house.pk):
        told = dict(Notice.objects.values_list("to", "facts__count"))
        workers = list(User.objects.filter(organisation=house).select_related("organisation"))
    assert len(told) == owed
    for worker in workers:
        with within(worker):
            now = [row for row in today(worker, monday) if row["due"] in (Due.DUE, Due.OVERDUE)]
        assert told.get(worker.pk, 0) == len(now)


def test_two_machines_owe_each_reminder_once(house):
    sweep("plan", at=AT)
    late = AT + timedelta(days=120)
    owed = on_two_machines("remind", late)
    assert owed > 1
    assert sweep("remind", at=late) == 0
    with as_job(house.pk):
        letters = list(Notice.objects.values_list("to", "key"))
    assert len(letters) == len(set(letters)) == owed
