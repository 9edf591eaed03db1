"""What warns whoever goes to a house, and who of the case could come along."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from cases.models import Case, Contact
from cases.rules.due import local_day
from cases.rules.facts import Concern
from cases.rules.in_two import Warned, warned


def violent(**case: object) -> QuerySet[Contact]:
    """Newest first."""
    return Contact.objects.filter(**case, concern=Concern.VIOLENCE).standing().order_by("-started_at", "-id")


def newest_violence(case: str) -> Subquery:
    """When it was last recorded, beside a row in which `case` names the key of its case."""
    return Subquery(violent(case=OuterRef(case)).values("started_at")[:1])


def warning(case: Case, at: datetime) -> Warned | None:
    return warning_from(case, violent(case=case).values_list("started_at", flat=True).first(), at)


def warning_from(case: Case, violence_at: datetime | None, at: datetime) -> Warned | None:
    """The same where the moment is known already."""
    zone = case.organisation.zone
    on = local_day(violence_at, zone) if violence_at else None
    return warned(on, case.person.issues, today=local_day(at, zone))


def companion(case: Case) -> User | None:
    """Who is on this case beside its lead; a worker's own wall hides it, so the database is asked for her."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hitokoe_on_case(%s)", [case.pk])
        there: list[UUID] = [row[0] for row in cursor.fetchall()]
    found: User | None = User.objects.filter(pk__in=there).exclude(pk=case.lead_id).order_by("pk").first()
    return found
