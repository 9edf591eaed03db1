"""Rows that are really committed, for tests in which several connections see each other."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from accounts.foundations import address

WAITING = """
SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()
"""


def operator() -> "psycopg.Connection[Any]":
    """Who owns the tables and stands above the walls."""
    return psycopg.connect(address(settings.DATABASE_OWNER_URL, connection.settings_dict["NAME"]), autocommit=True)


@contextmanager
def committed(blocker: Any) -> Iterator[None]:
    """What is written inside stays for everybody to see, until the operator takes it away at the end."""
    with blocker.unblock():
        try:
            yield
        finally:
            connection.close()
            with operator() as line:
                line.execute("TRUNCATE accounts_organisation, cases_sweep CASCADE")


def begin(hands: ThreadPoolExecutor, deed: Callable[[], Any]) -> "Future[Any]":
    """On a connection of its own."""

    def done() -> Any:
        try:
            return deed()
        finally:
            connection.close()

    return hands.submit(done)


def until(question: str, *values: object) -> None:
    """Until the database says yes, which it does within moments or never."""
    with operator() as line:
        for _ in range(6000):
            if line.execute(question, values).fetchone() == (True,):  # type: ignore[call-overload]
                return
            line.execute("SELECT pg_sleep(0.01)")
    raise AssertionError(f"It never came: {question}")


def until_waiting(many: int) -> None:
    """Until so many connections to this database wait for a lock; another runner's wait on the same server."""
    until(f"SELECT count(DISTINCT pid) = %s FROM ({WAITING}) AS them", many)
