from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.case import Case
from cases.models.tenancy import Walled


class Event(Walled):
    """What was done, by whom and when; written with the deed in one transaction and never changed."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="events", null=True, db_constraint=False, db_index=False
    )
    what = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="event_timeline"),  # the case page, by keyset
            models.Index(fields=["organisation", "-at", "-id"], name="event_of_organisation"),
            # week/moved: what the calendar moved, by keyset
            models.Index(
                fields=["organisation", "-at", "-id"], name="event_of_moves", condition=Q(what="case.placed_anew")
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Reading(Walled):
    """Who looked at what; written with the page and never changed. An answer of the search box is one look at many."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="readings", null=True, db_constraint=False, db_index=False
    )
    shown = ArrayField(models.UUIDField(), default=list)  # the cases of an answer, never the words it was asked with
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    at = models.DateTimeField()
    page = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(case__isnull=False) | Q(shown__len__gt=0), name="reading_of_something"),
        ]
        indexes = [models.Index(fields=["case", "-at"], name="reading_of_case")]

    def __str__(self) -> str:
        return self.page
