"""Bringing the old ledger: what was uploaded, what came of it, and what each line last said."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.case import Case
from cases.models.contact import Contact
from cases.models.tenancy import Walled, one_of, within_walls
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import BatchState


class LedgerBatchQuerySet(models.QuerySet["LedgerBatch"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organisation_id=user.organisation_id)

    def previewed(self) -> Self:
        return self.filter(state=BatchState.PREVIEWED)


class LedgerBatch(Walled):
    """Books uploaded together. Previewed first; then brought in or put away; what was brought can be undone."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    at = models.DateTimeField()  # also the day the books are read on: an age counts back from it
    state = models.CharField(max_length=12, default=BatchState.PREVIEWED)
    names = models.JSONField(default=list)  # of the files
    choices = models.JSONField(default=dict, blank=True)  # sheet -> its kind and columns, chosen by hand
    workers = models.JSONField(default=dict, blank=True)  # name in the ledger -> id of ours, "" for nobody yet
    troubles = models.JSONField(default=list, blank=True)  # why its sheets cannot be read yet: file, code and facts
    counts = models.JSONField(default=dict, blank=True)  # of what was brought
    brought_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    kept = models.JSONField(default=list, blank=True)  # what undoing left, and why

    objects = LedgerBatchQuerySet.as_manager()

    class Meta:
        constraints = [within_walls("ledger_batch"), one_of(BatchState, "state", "ledger_batch_state_known")]
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="ledger_batch_newest")]  # the page's list

    def __str__(self) -> str:
        return f"{self.state} {self.at:%Y-%m-%d}"


class LedgerFile(Walled):
    """The bytes of a book between preview and bringing in, or of the rows to mend after it; forgotten after a week."""

    batch = models.ForeignKey(LedgerBatch, models.CASCADE, related_name="files", db_constraint=False, db_index=False)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    to_mend = models.BooleanField(default=False)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "to_mend", "place"], name="ledger_file_place_once")]

    def __str__(self) -> str:
        return self.name


class LedgerRow(Walled):
    """What one reading wrote of one line; the highest version of an identity is what the ledger last said."""

    batch = models.ForeignKey(LedgerBatch, models.PROTECT, related_name="rows", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=8)
    identity = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, models.PROTECT, related_name="ledger_rows", db_constraint=False, db_index=False)
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="ledger_rows", null=True, blank=True, db_constraint=False, db_index=False
    )
    wrote = models.JSONField(default=dict, blank=True)  # an intake line: field -> value
    was = models.JSONField(default=dict, blank=True)  # what stood there before, for undoing a change

    class Meta:
        constraints = [
            one_of(Kind, "kind", "ledger_row_kind_known"),
            # also finds the newest version of each identity
            models.UniqueConstraint(
                fields=["organisation", "kind", "identity", "version"], name="ledger_row_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.INTAKE, contact=None) | Q(kind=Kind.PROGRESS, contact__isnull=False),
                name="ledger_row_try_has_a_contact",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "case"], name="ledger_row_of_batch"),  # undoing
            models.Index(fields=["case", "kind"], name="ledger_row_of_case"),  # reading a book again
            # Taking a contact back: its foreign key looks for whoever points to it. By the contact alone, a database
            # that knew little yet of a book just brought in went through the whole book instead, for each contact.
            models.Index(
                fields=["organisation", "contact"], name="ledger_row_of_contact", condition=Q(contact__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity} {self.version}"
