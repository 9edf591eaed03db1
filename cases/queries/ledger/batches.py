"""The readings of one organisation, newest first."""

from uuid import UUID

from accounts.models import User
from cases.models import Contact, LedgerBatch, LedgerRow
from cases.queries.ledger.comparing import Item
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import BatchState, Outcome

MOST = 30


def batches(user: User) -> list[LedgerBatch]:
    """Those put away are gone from the list."""
    found = LedgerBatch.objects.visible_to(user).exclude(state=BatchState.DISCARDED).select_related("by", "undone_by")
    return list(found.order_by("-at", "-id")[:MOST])


def contacts_of(batch: LedgerBatch, *, start: int, most: int) -> list[Contact]:
    """Of what one reading wrote into the history, the part that begins at `start`: case by case, day by day."""
    rows = LedgerRow.objects.filter(batch=batch, kind=Kind.PROGRESS).order_by("identity", "version")
    part = list(rows.values_list("contact_id", flat=True)[start : start + most])
    around = ("case__person__family", "worker", "corrected_by")
    found = Contact.objects.filter(organisation=batch.organisation_id).select_related(*around).in_bulk(part)
    return [found[pk] for pk in part if pk in found]


def corrections(items: list[Item]) -> dict[UUID, Contact]:
    """The entry that stands here now, by the contact a changed line had written."""
    first_of = {one.pair.known.contact: one.pair.known.contact for one in items if one.pair and one.pair.known}
    waiting = {pk: first for pk, first in first_of.items() if pk and first}
    newest: dict[UUID, Contact] = {}
    while waiting:
        later: dict[UUID, UUID] = {}
        for one in Contact.objects.filter(corrects__in=list(waiting)):
            assert one.corrects_id
            newest[waiting[one.corrects_id]] = one
            later[one.pk] = waiting[one.corrects_id]
        waiting = later
    return newest


def clashed_tries(items: list[Item]) -> list[Item]:
    return [one for one in items if one.sheet.kind == Kind.PROGRESS and one.outcome == Outcome.CLASHED]
