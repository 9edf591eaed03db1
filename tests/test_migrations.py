"""What a migration does to the rows of an older house, told in a database of its own that is made older and newer."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from accounts.foundations import address, migrate
from accounts.walls import as_job
from cases.actions.sweeping import sweep
from cases.models import Case, Leave
from cases.rules.responses import Response
from tests.conftest import MORNING, drop
from tests.world import World, build, organisation, user

VOICE = Response.VOICE
COPY = sql.SQL("CREATE DATABASE {} OWNER hitokoe_owner TEMPLATE {}")


@pytest.fixture(scope="module")
def old_house(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A copy of the runner's database, which nobody uses meanwhile."""
    with django_db_blocker.unblock():
        usual = connection.settings_dict["NAME"]
        name = f"{usual}_older"
        drop(name)
        leave_alone(usual)
        try:
            with operator("postgres") as copying:
                copying.execute(COPY.format(sql.Identifier(name), sql.Identifier(usual)))
            connection.settings_dict["NAME"] = name
            yield
        finally:
            leave_alone(name)
            connection.settings_dict["NAME"] = usual
            drop(name)


def operator(name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(address(settings.DATABASE_OWNER_URL, name), autocommit=True)


def leave_alone(name: str) -> None:
    connection.close()
    connection.close_pool()
    with operator("postgres") as ending:
        ending.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])


def leaves(*spans: tuple[int, int]) -> list[tuple[int, int]]:
    """What becomes of leaves of one colleague on these days of April 2026, entered before no day was one twice."""
    who = user(organisation("Older", MORNING), "Yuki", "worker")
    name = connection.settings_dict["NAME"]
    migrate(name, "cases", "0028")
    with as_job(who.organisation_id):
        for first, last in spans:
            Leave.objects.create(
                organisation=who.organisation, user=who, starts_on=date(2026, 4, first), ends_on=date(2026, 4, last)
            )
    migrate(name)
    with as_job(who.organisation_id):
        told = Leave.objects.filter(user=who).order_by("starts_on").values_list("starts_on", "ends_on")
        return [(first.day, last.day) for first, last in told]


def test_days_of_leave_entered_twice_are_told_once_and_none_is_lost(old_house):
    assert leaves((1, 3), (1, 3), (2, 5), (4, 4), (6, 7), (10, 12), (9, 20), (15, 16), (22, 23)) == [
        (1, 3), (4, 5), (6, 7), (9, 20), (22, 23),
    ]  # fmt: skip


def counted_anew(*told: tuple[int, Response], accepted: bool = False) -> World:
    """Contacts on these days, counted as one streak however far they lie apart, as an older house did."""
    world = build(MORNING)
    for day, response in told:
        world.record(response, days=day)
    voices = len([response for _, response in told if response is VOICE])
    with as_job(world.engawa.pk):
        Case.objects.filter(pk=world.ken.pk).update(
            voice_streak=voices, next_reason="voice_twice", next_facts={"voices": voices}, next_accepted=accepted
        )
    name = connection.settings_dict["NAME"]
    migrate(name, "cases", "0032")
    migrate(name)
    world.see_ken()
    return world


def test_a_streak_of_voices_that_lies_too_far_apart_is_counted_anew_and_planned_anew(old_house):
    world = counted_anew((0, VOICE), (150, VOICE))
    assert (world.ken.voice_streak, world.ken.next_due, world.ken.next_reason) == (1, None, "")
    sweep("plan", at=MORNING + timedelta(days=151))
    assert world.see_ken().next_reason not in ("", "voice_twice")


def test_of_a_long_history_the_streak_that_goes_on_is_left(old_house):
    world = counted_anew((0, VOICE), (101, VOICE), (150, VOICE), (250, VOICE))
    assert (world.ken.voice_streak, world.ken.next_due) == (3, None)


def test_what_somebody_accepted_on_it_stands(old_house):
    world = counted_anew((0, VOICE), (150, VOICE), accepted=True)
    assert (world.ken.voice_streak, world.ken.next_reason) == (1, "voice_twice")


def test_a_streak_that_goes_on_stays_as_it_is_with_its_plan(old_house):
    world = counted_anew((0, VOICE), (100, VOICE))
    assert (world.ken.voice_streak, world.ken.next_reason) == (2, "voice_twice")
    assert world.ken.next_due is not None


HALF_EMPTIED = """
UPDATE cases_person SET erased_at = %(at)s, best_from = '14:00', best_until = '16:00' WHERE id = %(person)s;
UPDATE cases_case SET erased_at = %(at)s, last_sign_at = %(at)s WHERE id = %(case)s;
"""


def test_a_husk_that_was_emptied_in_part_is_emptied(old_house):
    ken, name = build(MORNING).ken, connection.settings_dict["NAME"]
    migrate(name, "cases", "0036")
    with operator(name) as emptying:
        for statement in HALF_EMPTIED.strip().splitlines():
            emptying.execute(statement, {"at": MORNING, "person": ken.person_id, "case": ken.pk})
    migrate(name)
    with operator(name) as looking:
        left = "SELECT last_sign_at, best_from FROM cases_case c JOIN cases_person p ON p.id = person_id"
        assert looking.execute(f"{left} WHERE c.id = %s", [ken.pk]).fetchone() == (None, None)
