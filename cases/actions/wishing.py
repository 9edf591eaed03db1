"""How one wants to be told, and on which devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job
from cases.actions.doing import Conflict, allow
from cases.models import PushDevice, Wish
from cases.rules.access import May
from cases.rules.reminders import Channel, Remind, Wished, kinds_for

MOST_DEVICES = 10


@transaction.atomic
def wish(told: Mapping[Remind, Wished], *, by: User, at: datetime) -> None:
    """What is as usual leaves no row. Raises Conflict for a kind of another role, and for what must be told."""
    allow(by, May.SIGNED_IN)
    rows = {row.kind: row for row in kinds_for(Role(by.role))}
    for kind, wished in told.items():
        if kind not in rows:
            raise Conflict("not_yours")
        if wished.channel == Channel.NONE and not rows[kind].may_be_off:
            raise Conflict("must_be_told")
    usual = [kind for kind, wished in told.items() if wished == Wished()]
    Wish.objects.filter(user=by, kind__in=usual).delete()
    Wish.objects.bulk_create(
        [
            Wish(organisation_id=by.organisation_id, user=by, kind=kind, channel=wished.channel, hour=wished.hour)
            for kind, wished in told.items()
            if kind not in usual
        ],
        update_conflicts=True, unique_fields=["user", "kind"], update_fields=["channel", "hour"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a browser tells of itself."""

    endpoint: str
    p256dh: str
    auth: str
    name: str


@transaction.atomic
def add_device(told: Subscription, *, by: User, at: datetime) -> PushDevice:
    """The same browser again gets its new keys, and is a colleague's no more who had it before: what is hers would be
    shown to somebody else, and she would count as told. Raises Conflict beyond MOST_DEVICES."""
    allow(by, May.SIGNED_IN)
    others = PushDevice.objects.filter(user=by).exclude(endpoint=told.endpoint)
    if others.count() >= MOST_DEVICES:
        raise Conflict("too_many_devices")
    with as_job(by.organisation_id):
        PushDevice.objects.filter(endpoint=told.endpoint).exclude(user=by).delete()
    facts = {"p256dh": told.p256dh, "auth": told.auth, "name": told.name, "made_at": at}
    device, _ = PushDevice.objects.update_or_create(
        user=by,
        endpoint=told.endpoint,
        defaults=facts,
        create_defaults={**facts, "organisation_id": by.organisation_id},
    )
    return device


@transaction.atomic
def forget_device(pk: UUID, *, by: User) -> None:
    """Forgetting it twice is forgetting it once."""
    allow(by, May.SIGNED_IN)
    PushDevice.objects.filter(pk=pk, user=by).delete()


def forget_devices(user: User) -> None:
    """After a lost phone, and when someone leaves."""
    with as_job(user.organisation_id):
        PushDevice.objects.filter(user=user).delete()
