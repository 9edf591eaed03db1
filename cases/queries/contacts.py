"""Contacts by what their writers sent."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.models import Contact
from cases.queries.prepared import Row, planned


def written_before(key: UUID) -> Row | None:
    """Digest, author and case of the contact of this id; None for one that is new."""
    return next(iter(written(key=key)), None)


@planned
def written(key: UUID) -> QuerySet[Any, Any]:
    return Contact.objects.filter(pk=key).values_list("digest", "author_id", "case_id")
