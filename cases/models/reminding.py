"""How a colleague wants to be told: by what way and at what hour, on which devices, and through which calendar."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.tenancy import Walled, one_of
from cases.rules.reminders import Channel, Remind


class Wish(Walled):
    """One colleague's own way for one kind of reminder; without a row it is the usual one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="wishes", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=16)
    channel = models.CharField(max_length=4, default=Channel.MAIL)
    hour = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="wish_once_for_a_kind"),
            one_of(Remind, "kind", "wish_kind_known"),
            one_of(Channel, "channel", "wish_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class PushDevice(Walled):
    """A browser that may show a notification: its address at its maker's push service, and the keys to write to it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="devices", db_constraint=False, db_index=False)
    endpoint = models.CharField(max_length=600)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60)  # the browser's own, such as Firefox, so that its owner knows it again
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)  # when its service last took a notification

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "endpoint"], name="push_device_once")]

    def __str__(self) -> str:
        return self.name


class FeedQuerySet(models.QuerySet["Feed"]):
    def living(self) -> Self:
        return self.filter(revoked_at=None)


class Feed(Walled):
    """A calendar's secret address. Only a digest is kept, so the address is shown once."""

    NAMINGS = ("nickname", "code")

    user = models.ForeignKey(User, models.CASCADE, related_name="feeds", db_constraint=False, db_index=False)
    digest = models.CharField(max_length=64, unique=True)
    naming = models.CharField(max_length=8, default="nickname")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="feed_one_living"),
            models.CheckConstraint(condition=Q(naming__in=["nickname", "code"]), name="feed_naming_known"),
        ]

    def __str__(self) -> str:
        return self.naming
