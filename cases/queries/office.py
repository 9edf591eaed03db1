"""What the office looks at: colleagues, what was done lately, letters that are stuck."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Organisation, User
from accounts.models.user import UserQuerySet
from cases.models import Event, Notice
from cases.models.office_words import SENTENCES

LATEST = 30
# The letter's own facts stay out of the office's sight; the database says so too.
OF_A_LETTER = ("to__name", "template", "state", "due_at", "claimed_at", "tries", "failure")


def colleagues(organisation: Organisation) -> UserQuerySet:
    found: UserQuerySet = User.objects.filter(organisation=organisation).in_order_of_names()
    return found


def lately_done(organisation: Organisation) -> list[Event]:
    """The office's own deeds, newest first."""
    deeds = Event.objects.filter(organisation=organisation, case=None, what__in=SENTENCES)
    return list(deeds.order_by("-at", "-pk")[:LATEST])


def was_removed(rest: UUID, organisation: Organisation) -> bool:
    """Did this organisation have a closed period under this id?"""
    return Event.objects.filter(organisation=organisation, what="recess.dropped", facts__rest=str(rest)).exists()


def stuck(organisation: Organisation, at: datetime) -> QuerySet[Notice]:
    letters = (
        Notice.objects.filter(organisation=organisation).stuck(at).select_related("to").only("to_id", *OF_A_LETTER)
    )
    return letters.order_by("claimed_at", "pk")
