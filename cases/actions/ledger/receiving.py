"""Taking the books in: kept until they are brought in or put away, read the way a person chooses."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Least, Now

from accounts.models import Organisation, User
from cases.actions.doing import Changed, allow
from cases.models import LedgerBatch, LedgerFile
from cases.queries.ledger.reading import Upload
from cases.rules.access import May
from cases.rules.ledger.pairing import BatchState

KEPT_FOR = timedelta(days=7)


@transaction.atomic
def receive(uploads: Sequence[Upload], *, by: User, at: datetime) -> LedgerBatch:
    """Nothing of it stands in the work until `bring`."""
    allow(by, May.LEDGER_IMPORT)
    here = {"organisation_id": by.organisation_id}
    batch = LedgerBatch.objects.create(**here, by=by, at=at, names=[one.name for one in uploads])
    for place, one in enumerate(uploads):
        LedgerFile.objects.create(**here, batch=batch, place=place, name=one.name[-200:], data=one.data)
    return batch


@transaction.atomic
def choose(
    batch: LedgerBatch,
    *,
    choices: Mapping[str, Any] | None = None,
    workers: Mapping[str, str] | None = None,
    troubles: Sequence[Mapping[str, Any]] | None = None,
    by: User,
) -> None:
    """How the columns are read, what of them could not be, and who the workers of the ledger are here.

    Raises Changed once it is brought in."""
    allow(by, May.LEDGER_IMPORT)
    told = {"choices": choices, "workers": workers, "troubles": troubles}
    changes = {name: value for name, value in told.items() if value is not None}
    if changes and not LedgerBatch.objects.filter(pk=batch.pk).previewed().update(**changes):
        raise Changed
    for name, value in changes.items():
        setattr(batch, name, value)


@transaction.atomic
def discard(batch: LedgerBatch, *, by: User) -> None:
    """Put it away unread. One that is brought in already stays."""
    allow(by, May.LEDGER_IMPORT)
    if LedgerBatch.objects.filter(pk=batch.pk).previewed().update(state=BatchState.DISCARDED):
        LedgerFile.objects.filter(batch=batch).delete()


def forget_old(organisation: Organisation, at: datetime) -> int:
    """Books nobody brought in, and rows nobody mended, for a week. Tried ahead of time it forgets nothing early."""
    old = LedgerBatch.objects.filter(organisation=organisation, at__lt=Least(Value(at), Now()) - KEPT_FOR)
    old.previewed().update(state=BatchState.DISCARDED)
    forgotten, _ = LedgerFile.objects.filter(batch__in=old).delete()
    return forgotten
