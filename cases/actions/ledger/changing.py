"""A line of the intake book that changed: only what the last reading wrote is written anew."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F

from cases.actions.ledger.hand import Hand, Made
from cases.actions.opening import index_family
from cases.models import Case, Family, LedgerRow, Person
from cases.queries.ledger.comparing import Item
from cases.queries.ledger.current import caller_of, current_values
from cases.rules.ledger.becoming import said
from cases.rules.names import sort_key
from cases.rules.rhythm.table import OF_PEOPLE

DAY_FIELDS = frozenset({"birth_on"})
FOUND_BY = {"family", "caller", "person"}


def cases_by_id(ids: Iterable[UUID]) -> dict[UUID, Case]:
    found = Case.objects.filter(pk__in=list(ids)).select_related("person__family", "organisation", "lead")
    return {case.pk: case for case in found.prefetch_related("person__family__relatives")}


def change_cases(made: Made, items: Sequence[Item], hand: Hand) -> dict[UUID, date]:
    """The next day of each case whose book names another; the rest is written at once."""
    known = [one.pair.known for one in items if one.pair and one.pair.known]
    cases = cases_by_id(one.case for one in known)
    days: dict[UUID, date] = {}
    for item, before in zip(items, known, strict=True):
        case = cases[before.case]
        fresh = {diff.name: diff.theirs for diff in item.differences if not diff.clashes}
        clashes = any(diff.clashes for diff in item.differences)
        if clashes and not fresh:
            continue
        write_fields(case, fresh, hand)
        if "day.next" in fresh:
            days[case.pk] = date.fromisoformat(fresh["day.next"])
        row = hand.row(item, case.pk, wrote=before.wrote | fresh)
        row.was = {diff.name: diff.ours for diff in item.differences if not diff.clashes}
        if clashes:
            row.digest = before.digest  # so that it is shown again until the book or the house gives way
        made.rows.append(row)
        made.events.append(hand.event("ledger.changed", case.pk, fields=sorted(fresh)))
    return days


def write_fields(case: Case, fresh: Mapping[str, Any], hand: Hand) -> None:
    person = case.person
    tables: dict[str, models.Model | None] = {
        "family": person.family, "caller": caller_of(case), "person": person, "case": case,
    }  # fmt: skip
    for table, row in tables.items():
        told = {name.split(".")[1]: value for name, value in fresh.items() if name.startswith(f"{table}.")}
        if row is not None and told:
            for name, value in told.items():
                setattr(row, name, date.fromisoformat(value) if name in DAY_FIELDS and value else value)
            row.save(update_fields=list(told))
    if fresh.get("day.received"):
        case.inquired_at = hand.moment_of(date.fromisoformat(fresh["day.received"]))
        case.save(update_fields=["inquired_at"])
    _count_versions(case, fresh)


def _count_versions(case: Case, fresh: Mapping[str, Any]) -> None:
    """Whoever has a form of an older version open is asked before anything is overwritten."""
    tables = {name.split(".")[0] for name in fresh}
    person = case.person
    if tables & {"family", "caller"}:
        Family.objects.filter(pk=person.family_id).update(version=F("version") + 1)
    if "person" in tables:
        Person.objects.filter(pk=person.pk).update(sort_key=sort_key(person.full_kana), version=F("version") + 1)
    if tables & {"case", "day"}:
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    if tables & FOUND_BY:
        index_family(person.family_id)


def change_back(rows: Sequence[LedgerRow], hand: Hand) -> dict[UUID, date | None]:
    """Undo: each field that still says what that reading wrote gets back what stood there before."""
    cases = cases_by_id(row.case_id for row in rows)
    days: dict[UUID, date | None] = {}
    for row in rows:
        case = cases[row.case_id]
        now = {name: said(value) for name, value in current_values(case).items()}
        back = {name: value for name, value in row.was.items() if now.get(name) == row.wrote.get(name)}
        write_fields(case, {name: value for name, value in back.items() if name != "day.next"}, hand)
        if "day.next" in back and case.next_reason in OF_PEOPLE:
            days[case.pk] = date.fromisoformat(back["day.next"]) if back["day.next"] else None
    return days
