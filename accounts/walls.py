"""The walls between organisations: who the database believes it is speaking to."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import local
from time import perf_counter
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import User
from accounts.roles import Role

GOOD_FOR_SECONDS = 60


class Reader(StrEnum):
    """The database roles the application may become; none can bypass row-level security."""

    SIGN_IN = "hitokoe_signin"
    WORKER = "hitokoe_worker"
    COORDINATOR = "hitokoe_coordinator"
    MANAGER = "hitokoe_manager"
    ADMINISTRATOR = "hitokoe_administrator"
    JOB = "hitokoe_job"


READER_OF = {
    Role.WORKER: Reader.WORKER,
    Role.COORDINATOR: Reader.COORDINATOR,
    Role.MANAGER: Reader.MANAGER,
    Role.ADMINISTRATOR: Reader.ADMINISTRATOR,
}


def signing_key() -> bytes:
    """The key both sides share; never the secret key itself."""
    return hashlib.sha256(b"hitokoe.walls:" + settings.SECRET_KEY.encode()).digest()


def signed(reader: Reader, organisation_id: UUID | None, user_id: UUID | None, *, until: int) -> str:
    """`organisation:user:role:expiry:hmac`, checked again inside every policy; expiry in seconds of the epoch."""
    told = f"{organisation_id or ''}:{user_id or ''}:{reader}:{until}"
    seal = hmac.new(signing_key(), told.encode(), hashlib.sha256).hexdigest()
    return f"{told}:{seal}"


CLOCK = "extract(epoch FROM statement_timestamp())"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks on a connection now; `ahead` is how far the database's clock runs before our own."""

    role: str
    context: str
    ahead: float


NOBODY = Voice("none", "", 0.0)


class _Heard(local):
    """Those who speak on this thread's connection, innermost last."""

    def __init__(self) -> None:
        self.voices: list[Voice] = []


_HEARD = _Heard()
# Becomes a reader and tells what the database's clock says, in one question.
SPEAK = "SELECT set_config('role', %s, true), set_config('hitokoe.context', %s, true), " + CLOCK


@contextmanager
def _speaking_as(
    reader: Reader, organisation_id: UUID | None, user_id: UUID | None, *, seconds: int, savepoint: bool = True
) -> Iterator[None]:
    # Inside one transaction only: a pooled connection must never carry a reader over to the next request.
    began, voices = not connection.in_atomic_block, _HEARD.voices
    before = voices[-1] if voices and not began else NOBODY
    with transaction.atomic(savepoint=savepoint), connection.cursor() as cursor:
        context = ""  # at the sign-in nobody is known, so there is nothing to sign
        if reader is not Reader.SIGN_IN:
            # The expiry is counted on the database's clock, which is the one that will check it.
            ahead = before.ahead or _read_clock(cursor)
            context = signed(reader, organisation_id, user_id, until=int(perf_counter() + ahead) + seconds)
        cursor.execute(SPEAK, [reader, context])
        voices.append(Voice(reader, context, float(cursor.fetchone()[2]) - perf_counter()))
        try:
            yield
        finally:
            voices.pop()
        # Both settings end by themselves with the transaction, and with a savepoint that is rolled back.
        if not began and not connection.needs_rollback:
            cursor.execute(SPEAK, [before.role, before.context])


def _read_clock(cursor: CursorWrapper) -> float:
    cursor.execute(f"SELECT {CLOCK}")
    return float(cursor.fetchone()[0]) - perf_counter()


@contextmanager
def within(user: User, *, seconds: int = GOOD_FOR_SECONDS, savepoint: bool = True) -> Iterator[None]:
    """What this person may see, and nothing else; `seconds` for the rare deed that takes longer than a page.

    A request does without a savepoint: what fails in it is undone as a whole."""
    reader = READER_OF[Role(user.role)]
    with _speaking_as(reader, user.organisation_id, user.pk, seconds=seconds, savepoint=savepoint):
        yield


@contextmanager
def as_sign_in() -> Iterator[None]:
    """Before anyone is known: the tables of sign-in, and no case."""
    with _speaking_as(Reader.SIGN_IN, None, None, seconds=GOOD_FOR_SECONDS):
        yield


@contextmanager
def as_job(organisation_id: UUID | None = None, *, seconds: int = 3600) -> Iterator[None]:
    """The clock's and the commands' work inside one organisation; without one, only the list of organisations."""
    with _speaking_as(Reader.JOB, organisation_id, None, seconds=seconds):
        yield
