"""A reader's own conditions of the list, kept under a name; no case is touched."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from cases.actions.doing import Conflict
from cases.models import SavedFilter
from cases.rules.access import May, may

MOST = 20


@transaction.atomic
def keep_filter(name: str, query: str, *, by: User) -> SavedFilter:
    """The same name again takes the new conditions. Raises Conflict when the shelf is full."""
    if not may(Role(by.role), May.DESK):
        raise PermissionDenied(May.DESK)
    mine = SavedFilter.objects.filter(owner=by)
    if mine.exclude(name=name).count() >= MOST:
        raise Conflict("too_many_filters")
    kept, _ = SavedFilter.objects.update_or_create(
        owner=by, name=name, defaults={"organisation_id": by.organisation_id, "query": query}
    )
    return kept


def drop_filter(kept: SavedFilter, *, by: User) -> None:
    SavedFilter.objects.filter(pk=kept.pk, owner=by).delete()
