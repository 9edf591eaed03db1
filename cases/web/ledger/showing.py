"""A comparison of books as plain values, so that the templates only place them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.models import Case, Contact, Family
from cases.models.events import plain_day
from cases.models.labels import in_a_row, label, response_label, side_by_side
from cases.models.labels_ledger import FIELDS, KINDS, OUTCOMES, sentence
from cases.queries.ledger.batches import clashed_tries, corrections
from cases.queries.ledger.comparing import Comparison, Item
from cases.queries.ledger.reading import SheetRead
from cases.rules.facts import Outing, Relationship, Sex, Trigger
from cases.rules.ladder import Stage
from cases.rules.ledger.becoming import SOURCES
from cases.rules.ledger.columns import KEPT, LEFT_OUT, SYNONYMS, Field, Kind
from cases.rules.ledger.merging import Difference
from cases.rules.ledger.pairing import Outcome
from cases.rules.ledger.rows import IntakeRow, ProgressRow
from cases.rules.methods import Method
from cases.rules.phones import show
from cases.rules.problems import Problem
from cases.rules.responses import Response

FIRST, MOST_BAD = 50, 200
MOST_WORKERS = 100  # names asked for, the most usual first; the others stay in their words beside the case
BIG, ROWS_A_MINUTE = 10_000, 60_000
LONGEST = 60
CODES: dict[str, type[StrEnum]] = {
    "caller.relationship": Relationship,
    "person.sex": Sex,
    "person.outing": Outing,
    "person.triggers": Trigger,
    "case.stage": Stage,
}


def day(told: date | None) -> str:
    if told is None:
        return ""
    return plain_day(told)


def minutes(rows: int) -> int:
    """How long a big book takes to come in, rounded up; 0 where nobody has to wait for it."""
    return -(-rows // ROWS_A_MINUTE) if rows > BIG else 0


def summary(compared: Comparison) -> list[dict[str, Any]]:
    """Each sheet with how many of its rows become what."""
    found: dict[str, dict[Outcome, int]] = {sheet.place: dict.fromkeys(Outcome, 0) for sheet in compared.sheets}
    for one in compared.items:
        found[one.sheet.place][one.outcome] += 1
    return [
        {
            "place": sheet.place,
            "file": sheet.file,
            "title": sheet.reading.sheet.title,
            "kind": KINDS[sheet.kind] if sheet.kind else "",
            "counts": list(found[sheet.place].items()),
            "rows": len(sheet.rows),
            "bad": found[sheet.place][Outcome.BAD],
            "problems": [sentence(problem) for problem in sheet.reading.problems],
        }
        for sheet in compared.sheets
    ]


def outcomes() -> list[tuple[Outcome, object]]:
    return list(OUTCOMES.items())


def columns(sheet: SheetRead) -> dict[str, Any]:
    """The form in which a person says by hand which column is what."""
    matched = sheet.reading.columns
    placed = {place: one for one, place in matched.places.items()} if matched else {}
    header = sheet.reading.sheet.header if matched else ()
    known = [(one.value, FIELDS[one]) for one in SYNONYMS[matched.kind]] if matched else []
    rows = [
        {"name": name, "field": placed.get(place) or _unplaced(sheet, name)}
        for place, name in enumerate(header)
        if name
    ]
    return {
        "place": sheet.place, "title": sheet.reading.sheet.title, "file": sheet.file, "kind": sheet.kind or "",
        "kinds": list(KINDS.items()), "header": rows, "fields": known,
    }  # fmt: skip


def _unplaced(sheet: SheetRead, name: str) -> str:
    matched = sheet.reading.columns
    return KEPT if matched is None or name in matched.unmatched else LEFT_OUT


def lines(items: Iterable[Item], *, blocks: bool) -> list[dict[str, Any]]:
    """Rows with what is wrong with them, or with what is kept as told."""
    found = []
    for one in items:
        problems = [problem for problem in one.row.problems if problem.blocks == blocks]
        if problems:
            found.append(_where(one) | {"problems": [_told(problem) for problem in problems]})
    return found


def _told(problem: Problem) -> tuple[str, str]:
    return str(problem.facts.get("column", "")), sentence(problem)


def _where(one: Item) -> dict[str, Any]:
    return {"line": one.row.line, "sheet": one.sheet.reading.sheet.title, "number": one.row.number}


def new_cases(items: Sequence[Item], workers: dict[str, str]) -> list[dict[str, Any]]:
    return [_case(one, one.row, workers) for one in items if isinstance(one.row, IntakeRow)]


def _case(one: Item, row: IntakeRow, workers: dict[str, str]) -> dict[str, Any]:
    return _where(one) | {
        "name": row.name.as_told,
        "kana": f"{row.kana.family} {row.kana.given}".strip(),
        "birth": day(row.birth.on) or row.birth.as_told,
        "caller": row.caller.as_told,
        "relationship": label(row.relationship),
        "phone": row.phone.shown,
        "stage": label(row.stage) if row.stage else row.stage_told,
        "told_worker": row.worker,
        "worker": workers.get(row.worker, ""),
        "next": day(row.next_on.on) or row.next_on.as_told,
        "note": row.note,
    }


def new_tries(items: Sequence[Item]) -> list[dict[str, Any]]:
    return [_where(one) | _try(one.row) for one in items if isinstance(one.row, ProgressRow)]


def _try(row: ProgressRow) -> dict[str, Any]:
    return {
        "day": day(row.day.on),
        "time": row.time.at,
        "method": label(row.method) if row.method else "",
        "response": response_label(row.response, row.method) if row.method else "",
        "minutes": row.minutes.minutes,
        "worker": row.worker,
        "note": row.note,
    }


def changed(compared: Comparison, outcome: Outcome) -> list[dict[str, Any]]:
    """Both values of each field: what stands here, and what the book says now."""
    tries = clashed_tries(list(compared.items))
    here = corrections(tries) if outcome == Outcome.CLASHED and tries else {}
    found = [*compared.of(Kind.INTAKE, outcome), *compared.of(Kind.PROGRESS, outcome)][:FIRST]
    return [_where(one) | {"values": _values(one, here)} for one in found]


def _values(one: Item, here: Mapping[UUID, Contact]) -> list[dict[str, Any]]:
    if isinstance(one.row, ProgressRow):
        known = one.pair.known if one.pair else None
        ours = _words_of(here.get(known.contact)) if known and known.contact else ""
        return [{"name": _("Contact"), "ours": ours, "theirs": _words_of_row(one.row), "clashes": bool(ours)}]
    return [
        {"name": _name(diff.name), "ours": value(diff.name, diff.ours), "theirs": value(diff.name, diff.theirs),
         "clashes": diff.clashes}
        for diff in _once(one.differences)
    ]  # fmt: skip


def _once(differences: Sequence[Difference]) -> list[Difference]:
    """A column that fills several fields is told once, in the words it was told in."""
    of_column: dict[object, Difference] = {}
    for diff in differences:
        name = _name(diff.name)
        before = of_column.get(name)
        if before is None or not diff.name.endswith(".phone_told") or not before.name.endswith(".phone_told"):
            of_column[name] = replace(diff, clashes=diff.clashes or (before is not None and before.clashes))
    return list(of_column.values())


def _name(name: str) -> object:
    """The column it comes from, or the field where a column fills several that differ."""
    if name == "case.ledger_note":
        return verbose_name(Case, "ledger_note")
    if SOURCES[name] == Field.ADDRESS:
        return verbose_name(Family, name.split(".")[1])
    return FIELDS[SOURCES[name]]


def verbose_name(model: type[Model], field: str) -> object:
    return getattr(model._meta.get_field(field), "verbose_name", field)


def _words_of(contact: Contact | None) -> str:
    if contact is None:
        return ""
    method = Method(contact.method)
    return side_by_side(label(method), response_label(Response(contact.response), method))


def _words_of_row(row: ProgressRow) -> str:
    told = _try(row)
    return side_by_side(*(told[one] for one in ("day", "method", "response", "note")))[:LONGEST]


def value(name: str, told: Any) -> str:
    """A field's value in words."""
    if told in (None, "", []):
        return "—"
    if name in CODES:
        told_codes = told if isinstance(told, list) else [told]
        return in_a_row(str(label(CODES[name](one))) for one in told_codes)
    if name.endswith(".phone"):
        return show(str(told))
    if name.startswith("day.") or name == "person.birth_on":
        return day(date.fromisoformat(str(told)))
    return str(told)
