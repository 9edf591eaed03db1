"""How much each worker carries."""

from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation, User
from cases.rules.ladder import Standing


def carers(organisation: Organisation) -> QuerySet[User]:
    """Those who can lead, with `load`: their open cases."""
    load = Count("led", filter=Q(led__standing=Standing.OPEN))
    found: QuerySet[User] = User.objects.filter(organisation=organisation).carers().annotate(load=load)
    ordered: QuerySet[User] = found.in_order_of_names()  # type: ignore[attr-defined]
    return ordered


def living_cases() -> dict[UUID, int]:
    """Colleague → cases that hang on them; an administrator learns the numbers and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT who, cases FROM hitokoe_living_cases()")
        return dict(cursor.fetchall())


def living_cases_of(user: User) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hitokoe_living_cases_of(%s)", [user.pk])
        return int(cursor.fetchone()[0])
