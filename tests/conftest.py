"""A real PostgreSQL behind the same walls as in production, and a small world to walk in."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck
from hypothesis import settings as properties
from psycopg import sql

from accounts.foundations import address, prepare
from accounts.models import User
from accounts.walls import within
from tests.world import World, build

# Playwright keeps a loop running in the thread of the tests; nothing of ours runs on it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A busy machine is no fault of the example it happens to try.
# The same examples for everybody who runs the same tests; `make faults` looks for others.
properties.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="EXPLORE" not in os.environ
)
properties.load_profile("house")
MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A fresh database for each runner, made by the operator's role and used by the application's."""
    name = f"test_hitokoe_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        drop(name)
        prepare(name)
        yield
        connection.close()
        connection.close_pool()
        drop(name)


def drop(name: str) -> None:
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, "postgres"), autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One transaction a test, undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        try:
            yield
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def world(db: None) -> World:
    return build(MORNING)


@pytest.fixture
def acting() -> "type[Acting]":
    return Acting


class Acting:
    """`with acting(hana):` does what follows inside Hana's walls."""

    def __new__(cls, user: User) -> AbstractContextManager[None]:  # type: ignore[misc]
        return within(user)
