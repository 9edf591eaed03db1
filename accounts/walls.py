"""The walls between organisations: who the database believes it is speaking to."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

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


SET_BOTH = "SELECT set_config('role', %s, true), set_config('hitokoe.context', %s, true)"


@contextmanager
def _speaking_as(reader: Reader, organisation_id: UUID | None, user_id: UUID | None, *, seconds: int) -> Iterator[None]:
    # Inside one transaction only: a pooled connection must never carry a reader over to the next request.
    with transaction.atomic(), connection.cursor() as cursor:
        # The expiry is counted on the database's clock, which is the one that will check it.
        cursor.execute(
            "SELECT current_setting('role'), coalesce(current_setting('hitokoe.context', true), ''),"
            " extract(epoch FROM statement_timestamp())::bigint"
        )
        role, context, now = cursor.fetchone()
        cursor.execute(SET_BOTH, [reader, signed(reader, organisation_id, user_id, until=now + seconds)])
        yield
        if not connection.needs_rollback:
            cursor.execute(SET_BOTH, [role, context])


@contextmanager
def within(user: User, *, seconds: int = GOOD_FOR_SECONDS) -> Iterator[None]:
    """What this person may see, and nothing else; `seconds` for the rare deed that takes longer than a page."""
    with _speaking_as(READER_OF[Role(user.role)], user.organisation_id, user.pk, seconds=seconds):
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
