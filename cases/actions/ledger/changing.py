"""A line of the intake book that changed: only what the last reading wrote is written anew, in sets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F

from cases.actions.ledger.hand import Hand, Made
from cases.actions.opening import index_families
from cases.models import Case, Family, LedgerRow, Person
from cases.models.writing import change_all
from cases.queries.ledger.comparing import Item
from cases.queries.ledger.current import caller_of, current_values
from cases.rules.ledger.becoming import said
from cases.rules.ledger.pairing import Known
from cases.rules.names import sort_key
from cases.rules.rhythm.table import OF_PEOPLE

DAY_FIELDS = frozenset({"birth_on"})
FOUND_BY = {"family", "caller", "person"}
# The tables whose rows count their versions, and what of a line is told there.
VERSIONED: dict[type[models.Model], frozenset[str]] = {
    Family: frozenset({"family", "caller"}),
    Person: frozenset({"person"}),
    Case: frozenset({"case", "day"}),
}
Key = tuple[type[models.Model], UUID]


@dataclass(kw_only=True)
class Changes:
    """Rows with the names of their fields that change: those of one table and the same fields are written in one
    statement, and no other field is touched, which somebody may be writing at this moment."""

    rows: dict[Key, models.Model] = field(default_factory=dict)
    names: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    versions: dict[type[models.Model], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    families: set[UUID] = field(default_factory=set)  # found by something else from now on

    def change(self, case: Case, fresh: Mapping[str, Any], hand: Hand) -> None:
        person = case.person
        tables = {"family": person.family, "caller": caller_of(case), "person": person, "case": case}
        for table, row in tables.items():
            told = {name.split(".")[1]: value for name, value in fresh.items() if name.startswith(f"{table}.")}
            if row is not None and told:
                self._set(row, {name: _meant(name, value) for name, value in told.items()})
        if fresh.get("day.received"):
            self._set(case, {"inquired_at": hand.moment_of(date.fromisoformat(fresh["day.received"]))})
        self._count(case, {name.split(".")[0] for name in fresh})

    def write(self) -> None:
        alike: dict[tuple[type[models.Model], tuple[str, ...]], list[models.Model]] = defaultdict(list)
        for key, row in self.rows.items():
            alike[key[0], tuple(sorted(self.names[key]))].append(row)
        for (_, names), rows in alike.items():
            change_all(rows, names)
        for model, ids in self.versions.items():
            model._default_manager.filter(pk__in=ids).update(version=F("version") + 1)
        index_families(self.families)

    def _set(self, row: models.Model, told: Mapping[str, Any]) -> None:
        key = (type(row), row.pk)
        kept = self.rows.setdefault(key, row)
        self.names[key] |= set(told)
        for name, value in told.items():
            setattr(kept, name, value)

    def _count(self, case: Case, tables: set[str]) -> None:
        """Whoever has a form of an older version open is asked before anything is overwritten."""
        person = case.person
        if "person" in tables:
            self._set(person, {"sort_key": sort_key(person.full_kana)})
        of: dict[type[models.Model], UUID] = {Family: person.family_id, Person: person.pk, Case: case.pk}
        for model, told in VERSIONED.items():
            if tables & told:
                self.versions[model].add(of[model])
        if tables & FOUND_BY:
            self.families.add(person.family_id)


def _meant(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAY_FIELDS and value else value


def known_of(item: Item) -> Known:
    """What was written of a line that changed."""
    assert item.pair is not None
    assert item.pair.known is not None
    return item.pair.known


def cases_by_id(ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Locked in the order of their keys, as every other deed locks one."""
    found = Case.objects.filter(pk__in=list(ids)).select_related("person__family", "organisation", "lead")
    locked = found.order_by("pk").select_for_update(of=("self",), no_key=True)
    return {case.pk: case for case in locked.prefetch_related("person__family__relatives")}


def change_cases(made: Made, items: Sequence[Item], hand: Hand) -> dict[UUID, date]:
    """The next day of each case whose book names another; the rest is written at once."""
    cases = cases_by_id(known_of(item).case for item in items)
    changes, days = Changes(), dict[UUID, date]()
    for item in items:
        before = known_of(item)
        case = cases[before.case]
        fresh = {diff.name: diff.theirs for diff in item.differences if not diff.clashes}
        clashes = any(diff.clashes for diff in item.differences)
        if clashes and not fresh:
            continue
        changes.change(case, fresh, hand)
        if "day.next" in fresh:
            days[case.pk] = date.fromisoformat(fresh["day.next"])
        row = hand.row(item, case.pk, wrote=before.wrote | fresh)
        row.was = {diff.name: diff.ours for diff in item.differences if not diff.clashes}
        if clashes:
            row.digest = before.digest  # so that it is shown again until the book or the house gives way
        made.rows.append(row)
        made.events.append(hand.event("ledger.changed", case.pk, fields=sorted(fresh)))
    changes.write()
    return days


def change_back(rows: Sequence[LedgerRow], hand: Hand) -> dict[UUID, date | None]:
    """Undo: each field that still says what that reading wrote gets back what stood there before."""
    cases = cases_by_id(row.case_id for row in rows)
    changes, days = Changes(), dict[UUID, date | None]()
    for row in rows:
        case = cases[row.case_id]
        now = {name: said(value) for name, value in current_values(case).items()}
        back = {name: value for name, value in row.was.items() if now.get(name) == row.wrote.get(name)}
        changes.change(case, {name: value for name, value in back.items() if name != "day.next"}, hand)
        if "day.next" in back and case.next_reason in OF_PEOPLE:
            days[case.pk] = date.fromisoformat(back["day.next"]) if back["day.next"] else None
    changes.write()
    return days
