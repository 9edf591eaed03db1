"""One's own calendar: a secret address, made and revoked by its owner."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.walls import as_job
from cases.actions.doing import allow, hold
from cases.models import Feed
from cases.queries.feed import digest_of
from cases.rules.access import May


@transaction.atomic
def make_feed(naming: str, *, by: User, at: datetime) -> str:
    """The secret of the new address, told this once; an older address of hers ends with it."""
    allow(by, May.TODAY)
    hold(by.pk)  # asked for twice at once, the second address ends the first
    revoke_feed(by=by, at=at)
    secret = secrets.token_urlsafe(32)
    Feed.objects.create(
        organisation_id=by.organisation_id, user=by, digest=digest_of(secret), naming=naming, made_at=at
    )
    return secret


@transaction.atomic
def revoke_feed(*, by: User, at: datetime) -> bool:
    """Did one live? Whatever follows it finds nothing at its next look."""
    allow(by, May.TODAY)
    return bool(Feed.objects.living().filter(user=by).update(revoked_at=at))


def end_feeds(user: User, *, at: datetime) -> None:
    """After a lost phone, and when someone leaves; the office may do that and sees no address."""
    with as_job(user.organisation_id):
        Feed.objects.living().filter(user=user).update(revoked_at=at)
