"""What the house owes and keeps for later: letters to send, half-written forms, rests of the year, the clock's log."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.case import Case
from cases.models.tenancy import Walled
from cases.rules.reminders import Channel

UNKNOWN_AFTER = timedelta(minutes=15)  # claimed so long ago, a sender that lives would have said what became of it


class NoticeQuerySet(models.QuerySet["Notice"]):
    def stuck(self, at: datetime) -> Self:
        """Perhaps sent, perhaps not; or tried in vain. Only a person decides what becomes of these."""
        return self.filter(Q(state="sending", claimed_at__lte=at - UNKNOWN_AFTER) | Q(state="given_up"))


class Notice(Walled):
    """A message owed until it is sent; one for each key."""

    to = models.ForeignKey(User, models.PROTECT, related_name="notices", db_constraint=False, db_index=False)
    key = models.CharField(max_length=80)  # what makes it this one message, such as morning:2026-11-24
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, default=Channel.MAIL)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default="owed")
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    # Devices that were out of reach when another one took it; whoever tries them again takes `again_at` away first.
    devices_left = ArrayField(models.UUIDField(), null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="notice_owed_once"),
            models.CheckConstraint(
                condition=Q(state__in=["owed", "sending", "sent", "given_up", "left"]), name="notice_state_known"
            ),
            models.CheckConstraint(condition=Q(channel__in=["mail", "push"]), name="notice_channel_known"),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at", "id"], name="notice_owed", condition=Q(state="owed")),
            # each sending: whose other devices are tried again, a handful at any time
            models.Index(
                fields=["organisation", "again_at", "id"],
                name="notice_again",
                condition=Q(again_at__isnull=False),
            ),
            # board: what is stuck, a handful among years of letters
            models.Index(
                fields=["organisation", "claimed_at"],
                name="notice_stuck",
                condition=Q(state__in=["sending", "given_up"]),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Draft(Walled):
    """Half a form, kept for its writer."""

    author = models.ForeignKey(User, models.CASCADE, related_name="drafts", db_constraint=False, db_index=False)
    place = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "place"], name="draft_one_per_place")]

    def __str__(self) -> str:
        return self.place


class SavedFilter(Walled):
    """Conditions of the desk's list, kept under a name by one reader for himself."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", db_constraint=False, db_index=False)
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=800)  # as in the address; read again by the desk each time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name


class Recess(Walled):
    """A rest of the whole organisation (休止期間), such as Obon and New Year."""

    name = models.CharField(_("Name"), max_length=60)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=models.F("ends_on")), name="recess_in_order"),
        ]
        indexes = [models.Index(fields=["organisation", "starts_on"], name="recess_of_organisation")]  # each planning

    def __str__(self) -> str:
        return self.name


class Sweep(models.Model):
    """The clock's last run of one sweep through the whole house, whether or not every organisation's turn went well."""

    name = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    did = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)  # organisations in which it did not work

    def __str__(self) -> str:
        return self.name


class Turn(Walled):
    """The last turns of one sweep in one organisation: when it worked, and when it broke."""

    name = models.CharField(max_length=40)
    ran_at = models.DateTimeField(null=True)
    did = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)  # its kind, never its words, which may hold a row

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="turn_one_of_a_sweep")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_broken(self) -> bool:
        return self.failed_at is not None and (self.ran_at is None or self.ran_at < self.failed_at)


class Finding(models.Model):
    """What a case can be found by: pairs of characters. Apart from the case, so that planning never touches them."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="finding", db_constraint=False)
    organisation_id = models.UUIDField()
    # Indexed together with the organisation (migration 0010): the one search box.
    grams = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return str(self.case_id)
