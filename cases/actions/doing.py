"""What every action shares: leave to act, and a line in the record."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Event
from cases.models.writing import add
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


def told_as_conflict(deed: Callable[Told, Made]) -> Callable[Told, Made]:
    """What only the database can see it refuses itself, and here that becomes a Conflict: an id that came with the form
    and is in use where nobody here can see it, or somebody who is asked to be in two places at once.

    Stands outside of the deed's transaction, which the database has broken by then."""

    @wraps(deed)
    def guarded(*args: Told.args, **kwargs: Told.kwargs) -> Made:
        try:
            return deed(*args, **kwargs)
        except IntegrityError as broken:
            code = _code_of(broken_rule(broken))
            if not code:
                raise
            raise Conflict(code) from None

    return guarded


def _code_of(rule: str) -> str:
    if rule == ONE_PLACE:
        return "busy"
    return "id_taken" if rule.endswith("_pkey") else ""


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
    for pk in sorted(set(people)):
        take_turn(f"carries:{pk}")


def take_turn(name: str) -> None:
    """Until the end of the transaction whoever takes the turn of this name waits for us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def digest_of(told: Any) -> str:
    """Of a form's words, to know it again when it is sent twice."""
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record(what: str, case: Case, *, by: User | None, at: datetime, note: str = "", **facts: object) -> Event:
    event = Event(organisation_id=case.organisation_id, case=case, what=what, by=by, at=at, note=note, facts=facts)
    add(event)
    return event


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
