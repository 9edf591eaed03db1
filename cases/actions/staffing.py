"""Who works here: inviting, changing a role, letting go."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from accounts.models import Session, User
from accounts.roles import Role
from cases.actions.doing import Conflict, allow
from cases.models import Event
from cases.rules.access import May


def _note(what: str, *, by: User, at: datetime, **facts: str) -> None:
    Event.objects.create(organisation_id=by.organisation_id, what=what, by=by, at=at, facts=facts)


@transaction.atomic
def invite(name: str, email: str, role: Role, *, by: User, at: datetime) -> User:
    """Someone new, who cannot sign in before setting a password. Raises Conflict for a known address."""
    allow(by, May.PEOPLE)
    # Addresses are unique in the whole house, so the constraint sees what this reader may not.
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict("address_known")
    user: User = User.objects.create(
        organisation_id=by.organisation_id, name=name, email=email.lower(), role=role, invited_at=at,
        password=make_password(None),
    )  # fmt: skip
    _note("user.invited", by=by, at=at, user=str(user.pk), role=role)
    return user


@transaction.atomic
def change_role(user: User, role: Role, *, by: User, at: datetime) -> None:
    """Raises Conflict while open cases hang on the role that goes."""
    allow(by, May.PEOPLE)
    if user.role != role and living_cases(user):
        raise Conflict("hand_over_first")
    User.objects.filter(pk=user.pk).update(role=role)
    _note("user.role_changed", by=by, at=at, user=str(user.pk), was=user.role, now=role)


@transaction.atomic
def let_go(user: User, *, by: User, at: datetime) -> None:
    """No more sign-in, from the next click on. Raises Conflict while cases hang on this person, or for oneself."""
    allow(by, May.PEOPLE)
    if user.pk == by.pk:
        raise Conflict("not_oneself")
    if living_cases(user):
        raise Conflict("hand_over_first")
    User.objects.filter(pk=user.pk).update(is_active=False)
    Session.objects.filter(user=user).delete()
    _note("user.deactivated", by=by, at=at, user=str(user.pk))


@transaction.atomic
def take_back(user: User, *, by: User, at: datetime) -> None:
    allow(by, May.PEOPLE)
    User.objects.filter(pk=user.pk).update(is_active=True)
    _note("user.reactivated", by=by, at=at, user=str(user.pk))


def living_cases(user: User) -> int:
    """How many cases hang on this person; an administrator learns the number and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hitokoe_living_cases_of(%s)", [user.pk])
        return int(cursor.fetchone()[0])
