"""Half a form, kept for its writer alone until it is sent or thrown away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from cases.models import Draft
from cases.models.writing import remove

INTAKE = "intake"
CONTACT, RECORD = "contact", "record"  # at the desk, on the phone: each under its case


def place_of(form: str, case: UUID) -> str:
    return f"{form}:{case}"


def keep_draft(place: str, fields: dict[str, Any], *, by: User, at: datetime) -> Draft:
    """The newest takes the place of the one before."""
    draft, _ = Draft.objects.update_or_create(
        author=by, place=place, defaults={"organisation_id": by.organisation_id, "fields": fields, "saved_at": at}
    )
    return draft


def drop_draft(place: str, *, by: User) -> None:
    """The writer needs it no more."""
    remove(Draft, author=by.pk, place=place)
