"""Undoing one batch: what it brought is gone, unless somebody has worked on it since."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from cases.actions.doing import Changed, allow
from cases.actions.ledger.bringing import CASES_AT_ONCE, in_parts, one_at_a_time, workers_of
from cases.actions.ledger.changing import change_back
from cases.actions.ledger.hand import Hand
from cases.actions.ledger.settling import settle
from cases.models import Case, Event, LedgerBatch, LedgerFile, LedgerRow
from cases.queries.calendars import days_ahead
from cases.rules.access import May
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import BatchState, Undone

KEPT = (Undone.WORKED_ON, Undone.READ_LATER)


@transaction.atomic
def undo(batch: LedgerBatch, *, by: User, at: datetime) -> LedgerBatch:
    """Raises Changed for one that is not standing. Events stay: they are of deeds, and this is one more."""
    allow(by, May.LEDGER_IMPORT)
    one_at_a_time(batch.organisation)
    mine = LedgerBatch.objects.filter(pk=batch.pk, state=BatchState.BROUGHT)
    if not mine.update(state=BatchState.UNDONE, undone_at=at, undone_by=by):
        raise Changed
    batch.refresh_from_db()
    changed = list(LedgerRow.objects.filter(batch=batch, kind=Kind.INTAKE, version__gt=1).order_by("case"))
    did = _take_away(batch)
    house, lessened = batch.organisation, set(did[Undone.LESSENED])
    hand = Hand(batch=batch, house=house, by=by, at=at, workers=workers_of(batch), calendars=days_ahead(house, at))
    days: dict[UUID, date | None] = {}
    for rows in in_parts(CASES_AT_ONCE, [row for row in changed if row.case_id in lessened]):
        days |= change_back(rows, hand)
    settle(lessened, house, days, calendars=hand.calendars, at=at)
    LedgerFile.objects.filter(batch=batch).delete()
    batch.kept = _kept(did)
    batch.save(update_fields=["kept"])
    _tell(did, hand)
    return batch


def _take_away(batch: LedgerBatch) -> dict[Undone, list[UUID]]:
    """By the one function of the database that may take away what is written once (migration ledger_walls)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT found, became FROM hitokoe_undo_ledger(%s)", [batch.pk])
        rows = cursor.fetchall()
    did: dict[Undone, list[UUID]] = defaultdict(list)
    for case, became in rows:
        did[Undone(became)].append(case)
    return did


def _kept(did: dict[Undone, list[UUID]]) -> list[dict[str, str]]:
    codes = dict(Case.objects.filter(pk__in=[pk for why in KEPT for pk in did[why]]).values_list("pk", "code"))
    kept = [{"case": str(pk), "code": codes.get(pk, ""), "why": str(why)} for why in KEPT for pk in did[why]]
    return sorted(kept, key=lambda one: one["code"])


def _tell(did: dict[Undone, list[UUID]], hand: Hand) -> None:
    counts = {str(why): len(cases) for why, cases in did.items()}
    hand.event("ledger.undone", None, **counts).save(force_insert=True)
    Event.objects.bulk_create(hand.event("ledger.undone", pk) for pk in did[Undone.LESSENED])
