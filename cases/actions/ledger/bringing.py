"""Bringing the previewed books in: exactly what was shown, in one transaction, once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction

from accounts.models import Organisation, User
from cases.actions.doing import Changed, allow
from cases.actions.ledger.building import build_case
from cases.actions.ledger.changing import change_cases, known_of
from cases.actions.ledger.contacts import add_contact
from cases.actions.ledger.hand import Hand, Made
from cases.actions.ledger.mending import keep_to_mend
from cases.actions.ledger.settling import settle
from cases.models import Case, LedgerBatch, LedgerFile
from cases.models.writing import add_all
from cases.queries.calendars import days_ahead
from cases.queries.ledger.comparing import Comparison, Item, compare
from cases.queries.ledger.reading import read_as
from cases.queries.load import carers
from cases.queries.misplaced import mark_clashes
from cases.rules.access import May
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import BatchState, Outcome

CASES_AT_ONCE, TRIES_AT_ONCE, EVENTS_AT_ONCE = 250, 2000, 2000
TURN = "hashtextextended(%s, 0)"
Some = TypeVar("Some")


def preview(batch: LedgerBatch, *, at: datetime) -> Comparison:
    """What bringing it in would do now. Writes nothing."""
    ids = {name: user.pk if user else None for name, user in workers_of(batch).items()}
    return compare(read_as(batch, batch.choices), batch.organisation, ids, at)


def workers_of(batch: LedgerBatch) -> dict[str, User | None]:
    """A name that was given to somebody who has left since is nobody's again."""
    ours = {str(user.pk): user for user in carers(batch.organisation)}
    return {name: ours.get(str(told)) for name, told in batch.workers.items()}


@transaction.atomic
def bring(batch: LedgerBatch, *, shown: str | None, by: User, at: datetime) -> LedgerBatch:
    """`shown`: the fingerprint of the preview a person agreed to; None takes it as it comes.

    Sent twice it brings once. Raises Changed when it would no longer do what was shown, or was put away.
    """
    allow(by, May.LEDGER_IMPORT)
    one_at_a_time(batch.organisation)
    mine = LedgerBatch.objects.filter(pk=batch.pk).previewed()
    if not mine.update(state=BatchState.BROUGHT, brought_at=at):
        return _brought_already(batch)
    batch.state, batch.brought_at = BatchState.BROUGHT, at
    compared = preview(batch, at=at)
    if shown is not None and compared.fingerprint != shown:
        raise Changed
    house = batch.organisation
    hand = Hand(batch=batch, house=house, by=by, at=at, workers=workers_of(batch), calendars=days_ahead(house, at))
    touched = _write(compared, hand)
    mark_clashes(house, at)  # a day the old book has agreed on may be one on which nobody works
    LedgerFile.objects.filter(batch=batch).delete()
    keep_to_mend(batch, compared)
    batch.counts = {kind: _counted(compared, kind) for kind in Kind} | touched
    batch.save(update_fields=["counts"])
    hand.event("ledger.read", None, **batch.counts).save(force_insert=True)
    return batch


def one_at_a_time(house: Organisation) -> None:
    """Two readings at once would both find the same line new; the second waits and finds it the same."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({TURN})", [turn_of(house)])


def is_at_work(house: Organisation) -> bool:
    """Is somebody bringing books of this house in, or taking them back, at this moment?"""
    mine, given_back = f"pg_try_advisory_lock_shared({TURN})", f"pg_advisory_unlock_shared({TURN})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE WHEN {mine} THEN NOT {given_back} ELSE true END", [turn_of(house)] * 2)
        return bool(cursor.fetchone()[0])


def turn_of(house: Organisation) -> str:
    return f"ledger:{house.pk}"


def _brought_already(batch: LedgerBatch) -> LedgerBatch:
    now = LedgerBatch.objects.get(pk=batch.pk)
    if now.state == BatchState.DISCARDED:
        raise Changed
    return now


def _counted(compared: Comparison, kind: Kind) -> dict[str, int]:
    return {outcome: compared.counts[kind, outcome] for outcome in Outcome}


def _write(compared: Comparison, hand: Hand) -> dict[str, int]:
    tries: dict[str, list[Item]] = defaultdict(list)
    for one in compared.of(Kind.PROGRESS, Outcome.NEW, Outcome.CHANGED):
        tries[one.row.number].append(one)
    told: Counter[UUID] = Counter()
    opened = closed = 0
    for items in in_parts(CASES_AT_ONCE, compared.of(Kind.INTAKE, Outcome.NEW)):
        made = Made()
        for item in items:
            mine = tries.pop(item.row.number, [])
            case = build_case(made, item, mine, hand)
            told[case.pk] = len(mine)
            opened += case.lead is not None
            closed += bool(case.closed_methods)
        made.write()
    days: dict[UUID, date] = {}
    changed = compared.of(Kind.INTAKE, Outcome.CHANGED, Outcome.CLASHED)
    changed.sort(key=lambda one: known_of(one).case)  # each part locks its cases in the order of their keys
    for items in in_parts(CASES_AT_ONCE, changed):
        made = Made()
        days |= change_cases(made, items, hand)
        made.write()
    more = _write_tries([one for items in tries.values() for one in items], hand)
    settle({*days, *more}, hand.house, days, calendars=hand.calendars, at=hand.at)
    _tell(told + more, hand)
    return {"opened": opened, "closed_methods": closed}


def _write_tries(items: Sequence[Item], hand: Hand) -> Counter[UUID]:
    """Lines of cases that stand here already."""
    found = Case.objects.filter(organisation=hand.house, code__in={one.row.number for one in items})
    cases = {case.code: case for case in found.only("code", "person_id")}
    told: Counter[UUID] = Counter()
    for some in in_parts(TRIES_AT_ONCE, items):
        made = Made()
        for item in some:
            case = cases[item.row.number]
            add_contact(made, item, case.pk, case.person_id, hand)
            told[case.pk] += 1
        made.write()
    return told


def _tell(told: Mapping[UUID, int], hand: Hand) -> None:
    for some in in_parts(EVENTS_AT_ONCE, list(told.items())):
        add_all([hand.event("ledger.brought", pk, place=2, contacts=count) for pk, count in some])


def in_parts(count: int, items: Sequence[Some]) -> Iterator[list[Some]]:
    waiting = iter(items)
    while some := list(islice(waiting, count)):
        yield some
