from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from cases.models.case import Case
from cases.models.tenancy import one_of
from cases.rules.facts import OBSERVERS, OURSELVES, Concern
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response

READERS = ["staff_only", "family_ok", "person_ok", "both"]


class ContactQuerySet(models.QuerySet["Contact"]):
    def standing(self) -> Self:
        """Those no later entry corrects."""
        return self.filter(corrected_by=None)


class Contact(models.Model):
    """One try, written once; a correction is a new row that points to the old."""

    id = models.UUIDField(primary_key=True)  # made by the browser or phone, so a try sent twice is stored once
    digest = models.CharField(max_length=64)  # of what was sent, so another body under the same id is refused
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts", db_constraint=False, db_index=False)
    method = models.CharField(_("Method"), max_length=16)
    direction = models.CharField(max_length=8, default=Direction.OUTGOING)
    with_whom = models.CharField(_("With whom"), max_length=8, default=WithWhom.PERSON)
    response = models.CharField(_("Response"), max_length=20)
    started_at = models.DateTimeField(_("When"))
    # An old ledger may know only the day; the contact stands at noon then.
    time_told = models.BooleanField(default=True, db_default=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    # None: who came is nobody here. An old ledger names people who have left; `recorder_told` is what it says.
    worker = models.ForeignKey(
        User, models.PROTECT, related_name="contacts", null=True, blank=True, db_constraint=False, db_index=False
    )
    recorder_told = models.CharField(max_length=80, blank=True, default="", db_default="")
    second = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    observed_by = models.CharField(max_length=24, default=OURSELVES)
    relayed = models.BooleanField(_("The family was asked to pass a word on"), default=False, db_default=False)
    concern = models.CharField(_("Concern"), max_length=16, default=Concern.NONE)
    note = models.TextField(_("Note"), blank=True)
    readers = models.CharField(max_length=12, default="staff_only")  # two walls in one household
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, db_constraint=False
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="contact_within_walls"),
            one_of(Method, "method", "contact_method_known"),
            one_of(Response, "response", "contact_response_known"),
            one_of(WithWhom, "with_whom", "contact_with_known"),
            one_of(Concern, "concern", "contact_concern_known"),
            models.CheckConstraint(condition=Q(observed_by__in=list(OBSERVERS)), name="contact_observer_known"),
            models.CheckConstraint(condition=Q(readers__in=READERS), name="contact_readers_known"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__lte=1440), name="contact_within_a_day"),
        ]
        indexes = [
            models.Index(fields=["organisation", "case", "-started_at", "-id"], name="contact_line"),  # by keyset
            # case page and lane: does something warn that two go together?
            models.Index(
                fields=["organisation", "case", "-started_at"],
                name="contact_violent",
                condition=Q(concern=Concern.VIOLENCE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.response}"
