"""What every action shares: leave to act, and a line in the record."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Event
from cases.queries.one_case import locked
from cases.rules.access import May, may

Told = ParamSpec("Told")
Made = TypeVar("Made")
ONE_PLACE = "visit_one_place_at_a_time"


class Changed(Exception):
    """Someone else changed it first."""


class Conflict(Exception):
    """The rules of the house forbid this deed now; `code` says which one, for a sentence on the screen."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def under_a_free_id(deed: Callable[Told, Made]) -> Callable[Told, Made]:
    """Some ids come with the form. One in use where nobody here can see it, in another case or house, is a Conflict.

    Stands outside of the deed's transaction, which the database has broken by then."""

    @wraps(deed)
    def guarded(*args: Told.args, **kwargs: Told.kwargs) -> Made:
        try:
            return deed(*args, **kwargs)
        except IntegrityError as broken:
            if not broken_rule(broken).endswith("_pkey"):
                raise
            raise Conflict("id_taken") from None

    return guarded


def in_one_place(deed: Callable[Told, Made]) -> Callable[Told, Made]:
    """Whoever is asked to be in two places at once is a Conflict; the database is the one that sees it.

    Stands outside of the deed's transaction, as `under_a_free_id` does."""

    @wraps(deed)
    def guarded(*args: Told.args, **kwargs: Told.kwargs) -> Made:
        try:
            return deed(*args, **kwargs)
        except IntegrityError as broken:
            if broken_rule(broken) != ONE_PLACE:
                raise
            raise Conflict("busy") from None

    return guarded


def broken_rule(broken: IntegrityError) -> str:
    """The constraint that refused."""
    refused = getattr(broken.__cause__, "diag", None)
    return str(refused.constraint_name) if refused is not None else ""


def allow(user: User, what: May, case: Case | None = None) -> None:
    """Raises PermissionDenied unless the table in rules/access.py lets this user do it."""
    role = Role(user.role)
    if case is not None and case.organisation_id != user.organisation_id:
        raise PermissionDenied(what)
    if may(role, what) or (case is not None and may(role, what, own=True) and _is_on(user, case)):
        return
    raise PermissionDenied(what)


def _is_on(user: User, case: Case) -> bool:
    return case.assignments.filter(worker=user, ended_at=None).exists()


def hold(*people: UUID) -> None:
    """Until the end of the transaction nobody else gives these people a case or lets them go.

    Always in the same order, so that two deeds never wait for each other."""
    with connection.cursor() as cursor:
        for pk in sorted(set(people)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"carries:{pk}"])


def record(what: str, case: Case, *, by: User | None, at: datetime, note: str = "", **facts: object) -> Event:
    return Event.objects.create(
        organisation_id=case.organisation_id, case=case, what=what, by=by, at=at, note=note, facts=facts
    )


def latest(case: Case) -> Case:
    """The case as it stands now, locked until the deed is done. What was read around it and is still true stays."""
    found = locked(case=case.pk)
    if not found:
        raise Case.DoesNotExist
    now = found[0]
    for name in ("organisation", "person", "lead", "coordinator"):
        known = case._state.fields_cache.get(name)
        if known is not None and known.pk == getattr(now, f"{name}_id"):
            setattr(now, name, known)
    return now
