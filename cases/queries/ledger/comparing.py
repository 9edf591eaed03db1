"""The books beside what stands here: what is new, the same, changed, changed here since, and what cannot come in."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Organisation
from cases.models import Case, Contact, LedgerRow
from cases.queries.ledger.current import current_values, held_fields
from cases.queries.ledger.lengths import too_long
from cases.queries.ledger.reading import SheetRead
from cases.rules.due import local_day, moment
from cases.rules.ledger.becoming import Wanted, row_digest, wanted
from cases.rules.ledger.columns import Columns, Field, Kind
from cases.rules.ledger.merging import Difference, differences
from cases.rules.ledger.pairing import Known, Outcome, Pair, pair
from cases.rules.ledger.rows import IntakeRow, ProgressRow
from cases.rules.ledger.troubles import Trouble
from cases.rules.problems import Problem

NOON = time(12)  # where only the day was told
CLOCKS_DIFFER = timedelta(minutes=10)
MERGED_AT_ONCE = 2000
LONGEST_WAIT = 366  # days, as for a plan made by hand
Workers = Mapping[str, UUID | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a book, and what becomes of it. `digest` is of what it says, where nothing is wrong with the row."""

    sheet: SheetRead
    row: IntakeRow | ProgressRow
    outcome: Outcome
    digest: str = ""
    pair: Pair | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def changes_here(self) -> bool:
        """Does bringing it in change what stands here? Where everything clashes, nothing is written."""
        fresh = any(not diff.clashes for diff in self.differences)
        return self.outcome == Outcome.CHANGED or (self.outcome == Outcome.CLASHED and fresh)

    @property
    def columns(self) -> Columns:
        assert self.sheet.reading.columns is not None
        return self.sheet.reading.columns


@dataclass(frozen=True, kw_only=True)
class Comparison:
    sheets: Sequence[SheetRead]
    items: Sequence[Item]

    def of(self, kind: Kind, *outcomes: Outcome) -> list[Item]:
        return [one for one in self.items if one.sheet.kind == kind and one.outcome in outcomes]

    @cached_property
    def counts(self) -> Counter[tuple[Kind, Outcome]]:
        return Counter((one.sheet.kind, one.outcome) for one in self.items if one.sheet.kind)

    @cached_property
    def fingerprint(self) -> str:
        """Of everything that would be written: another one means that something changed since it was shown."""
        told = sorted(f"{one.pair.identity} {one.outcome} {one.pair.digest}" for one in self.items if one.pair)
        told += sorted(f"{diff}" for one in self.items for diff in one.differences)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def compare(sheets: Sequence[SheetRead], house: Organisation, workers: Workers, at: datetime) -> Comparison:
    """`workers`: the names of the ledger and who they are here; `at`: now."""
    intake = [_told(sheet) for sheet in sheets if sheet.kind == Kind.INTAKE]
    progress = [_told(sheet) for sheet in sheets if sheet.kind == Kind.PROGRESS]
    numbers = {one.row.number for items in (*intake, *progress) for one in items if one.row.number}
    known = {one.identity: one for one in newest(house, Kind.INTAKE, numbers)}
    taken = set(Case.objects.filter(organisation=house, code__in=numbers - set(known)).values_list("code", flat=True))
    cases = [_check_cases(items, taken) for items in _each_once(intake)]
    came = {one.row.number for items in cases for one in items if one.outcome != Outcome.BAD} | set(known)
    wished = {one.row.number for items in cases for one in items}
    tries = [[_check_try(one, came, wished, house, at) for one in items] for items in progress]
    done = [*_paired(cases, known.values()), *_paired(tries, _known_tries(house, known.values()))]
    return Comparison(sheets=sheets, items=[*_merged(done, house, workers, at)])


def _told(sheet: SheetRead) -> list[Item]:
    return [_item(sheet, row) for row in sheet.rows]


def _item(sheet: SheetRead, row: IntakeRow | ProgressRow) -> Item:
    if not row.is_good:
        return Item(sheet=sheet, row=row, outcome=Outcome.BAD)
    assert sheet.reading.columns is not None
    return Item(sheet=sheet, row=row, outcome=Outcome.NEW, digest=row_digest(row, sheet.reading.columns))


def newest(house: Organisation, kind: Kind, identities: Iterable[str]) -> list[Known]:
    """What the last reading of each identity wrote, without its words: they are read for the few that changed."""
    return _known(LedgerRow.objects.filter(organisation=house, kind=kind, identity__in=list(identities)))


def _known_tries(house: Organisation, cases: Iterable[Known]) -> list[Known]:
    ids = [one.case for one in cases]
    return _known(LedgerRow.objects.filter(organisation=house, kind=Kind.PROGRESS, case__in=ids))


def _known(rows: QuerySet[LedgerRow]) -> list[Known]:
    found = rows.order_by("identity", "-version").distinct("identity")
    told = found.values_list("identity", "digest", "version", "case_id", "contact_id")
    return [
        Known(identity=name, digest=digest, version=version, case=case, contact=contact)
        for name, digest, version, case, contact in told
    ]


def _bad(item: Item, code: Trouble, one: Field = Field.NUMBER, **facts: str | int) -> Item:
    place = item.columns.places.get(one)
    column = item.row.header[place] if place is not None else str(one)
    where: dict[str, str | int] = {"row": item.row.line, "column": column}
    problem = Problem(code=code, facts=where | facts)
    row = replace(item.row, problems=(*item.row.problems, problem))
    return replace(item, row=row, outcome=Outcome.BAD)


def _each_once(sheets: Sequence[list[Item]]) -> Iterator[list[Item]]:
    """The same case in two sheets must say the same; else the later one stays out."""
    first: dict[str, tuple[str, int]] = {}
    for items in sheets:
        here: dict[str, tuple[str, int]] = {}
        kept = []
        for one in items:
            before, line = first.get(one.row.number, (one.digest, 0))
            if one.outcome != Outcome.BAD and before != one.digest:
                one = _bad(one, Trouble.NUMBER_TWICE, number=one.row.number, first=line)
            elif one.outcome != Outcome.BAD:
                here[one.row.number] = (one.digest, one.row.line)
            kept.append(one)
        first = here | first
        yield kept


def _check_cases(items: list[Item], taken: set[str]) -> list[Item]:
    return [_check_case(one, taken) if one.outcome != Outcome.BAD else one for one in items]


def _check_case(item: Item, taken: set[str]) -> Item:
    assert isinstance(item.row, IntakeRow)
    if item.row.number in taken:
        return _bad(item, Trouble.NUMBER_TAKEN, number=item.row.number)
    for one, most in too_long(item.row, item.columns):
        item = _bad(item, Trouble.TOO_LONG, one, most=most)
    return item


def _check_try(item: Item, came: set[str], wished: set[str], house: Organisation, at: datetime) -> Item:
    number = item.row.number
    if item.outcome == Outcome.BAD:
        return item
    if number not in came:
        return _bad(item, Trouble.CASE_STAYS_OUT if number in wished else Trouble.UNKNOWN_CASE, number=number)
    if started_at(item.row, house) > at + CLOCKS_DIFFER:
        return _bad(item, Trouble.IN_FUTURE, Field.TIME)
    return item


def started_at(row: IntakeRow | ProgressRow, house: Organisation) -> datetime:
    assert isinstance(row, ProgressRow)
    assert row.day.on is not None
    return moment(row.day.on, row.time.at or NOON, house.zone)


def _paired(sheets: Sequence[list[Item]], known: Iterable[Known]) -> Iterator[Item]:
    """Rows that stay out pass by; the others come back with their partner."""
    of_row = {id(one.row): one for items in sheets for one in items}
    good = [[(one.digest, one.row) for one in items if one.outcome != Outcome.BAD] for items in sheets]
    pairs = {id(one.row): one for one in pair(good, known)}
    for key, item in of_row.items():
        made = pairs.get(key)
        yield replace(item, outcome=made.outcome, pair=made) if made else item


def _merged(items: Sequence[Item], house: Organisation, workers: Workers, at: datetime) -> Iterator[Item]:
    """What stands here is fetched for some rows at a time."""
    waiting = iter(items)
    while some := list(islice(waiting, MERGED_AT_ONCE)):
        yield from _merged_some(some, house, workers, at)


def _merged_some(items: Sequence[Item], house: Organisation, workers: Workers, at: datetime) -> Iterator[Item]:
    changed = [one.pair.known for one in items if one.pair and one.pair.known]
    if not changed:
        yield from items
        return
    cases = {case.pk: case for case in _cases_of(changed)}
    wrote, corrected = _wrote(house, changed), _corrected_here(changed)
    for one in items:
        known = one.pair.known if one.pair else None
        if one.outcome != Outcome.CHANGED or known is None or one.pair is None:
            yield one
        elif isinstance(one.row, ProgressRow):
            yield replace(one, outcome=Outcome.CLASHED) if known.contact in corrected else one
        else:
            known = replace(known, wrote=wrote[known.identity, known.version])
            wants = wants_of(one, workers, house, at)
            yield _compared(replace(one, pair=replace(one.pair, known=known)), known, cases[known.case], wants)


def _compared(item: Item, known: Known, case: Case, wants: Wanted) -> Item:
    found = differences(known.wrote, current_values(case), wants.fields, held=held_fields(case))
    clashed = any(diff.clashes for diff in found)
    return replace(item, differences=found, outcome=Outcome.CLASHED if clashed else item.outcome)


def wants_of(item: Item, workers: Workers, house: Organisation, at: datetime) -> Wanted:
    assert isinstance(item.row, IntakeRow)
    led = workers.get(item.row.worker) is not None
    on, today = item.row.next_on.on, local_day(at, house.zone)
    planned = led and on is not None and 0 <= (on - today).days <= LONGEST_WAIT
    return wanted(item.row, item.columns, planned=planned, led=led)


def _cases_of(changed: Sequence[Known]) -> Iterable[Case]:
    found = Case.objects.filter(pk__in=[one.case for one in changed if one.contact is None])
    return found.select_related("person__family", "organisation").prefetch_related("person__family__relatives")


def _wrote(house: Organisation, changed: Sequence[Known]) -> dict[tuple[str, int], dict[str, object]]:
    """The fields each version of a changed intake line filled."""
    names = [one.identity for one in changed if one.contact is None]
    rows = LedgerRow.objects.filter(organisation=house, kind=Kind.INTAKE, identity__in=names)
    return {(name, version): told for name, version, told in rows.values_list("identity", "version", "wrote")}


def _corrected_here(changed: Sequence[Known]) -> set[UUID]:
    """Contacts of earlier readings that somebody corrected here since."""
    ids = [one.contact for one in changed if one.contact]
    return {one for one in Contact.objects.filter(corrects__in=ids).values_list("corrects_id", flat=True) if one}
