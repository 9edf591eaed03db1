"""The uploaded books as sheets that have been read, the way a person chose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import LedgerBatch
from cases.rules.due import local_day
from cases.rules.ledger.book import Book
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.kept import keep, kept_book
from cases.rules.ledger.reading import read_book
from cases.rules.ledger.rows import IntakeRow, ProgressRow
from cases.rules.ledger.sheets import Reading, read_sheet
from cases.rules.problems import Problem, blocking


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`data`: its cells as `keep` kept them, or the bytes of the file itself."""

    name: str
    data: bytes

    def book(self) -> Book:
        return kept_book(self.name, self.data)


def taken(name: str, data: bytes) -> tuple[Upload, Sequence[Problem]]:
    """The one time that the bytes of a file are taken apart; with problems nothing of it is kept."""
    book = read_book(name, data)
    return Upload(name=name, data=b"" if book.problems else keep(book)), book.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """`place` says which sheet of which file, so that a choice made by hand finds it again."""

    place: str
    file: str
    reading: Reading

    @property
    def kind(self) -> Kind | None:
        return self.reading.columns.kind if self.reading.columns else None

    @property
    def rows(self) -> tuple[IntakeRow, ...] | tuple[ProgressRow, ...]:
        return self.reading.rows

    @property
    def is_read(self) -> bool:
        return self.reading.columns is not None and not blocking(self.reading.problems)


def uploads_of(batch: LedgerBatch) -> list[Upload]:
    files = batch.files.filter(to_mend=False).order_by("place")
    return [Upload(name=one.name, data=bytes(one.data)) for one in files]


def read_all(uploads: Sequence[Upload], choices: Mapping[str, Any], today: date) -> list[SheetRead]:
    """Every sheet of every book; a book that cannot be read at all was refused when it was uploaded."""
    return [one for place, upload in enumerate(uploads) for one in _sheets(place, upload, choices, today)]


def _sheets(place: int, upload: Upload, choices: Mapping[str, Any], today: date) -> Iterator[SheetRead]:
    for number, sheet in enumerate(upload.book().sheets):
        name = f"{place}.{number}"
        chosen = choices.get(name, {})
        kind = Kind(chosen["kind"]) if chosen.get("kind") else None
        reading = read_sheet(sheet, today=today, kind=kind, mapping=chosen.get("columns"))
        yield SheetRead(place=name, file=upload.name, reading=reading)


def read_as(batch: LedgerBatch, choices: Mapping[str, Any]) -> list[SheetRead]:
    """The books of a batch, with their columns chosen so."""
    return read_all(uploads_of(batch), choices, local_day(batch.at, batch.organisation.zone))


def unread(sheets: Sequence[SheetRead]) -> list[SheetRead]:
    """What a person has to say more about: every sheet where none holds a row, else those of a known kind."""
    if not any(sheet.rows for sheet in sheets):
        return list(sheets)
    return [sheet for sheet in sheets if sheet.kind and not sheet.is_read]


def troubles_of(sheets: Sequence[SheetRead]) -> list[dict[str, Any]]:
    """Why these could not be read, as it is kept with the batch."""
    return [
        {"file": sheet.file, "code": str(problem.code), "facts": problem.facts}
        for sheet in unread(sheets)
        for problem in sheet.reading.problems
    ]


def names_of_workers(sheets: Sequence[SheetRead]) -> list[str]:
    """Every name the ledger gives a worker, most often named first."""
    counted: dict[str, int] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if row.worker:
                counted[row.worker] = counted.get(row.worker, 0) + 1
    return sorted(counted, key=lambda name: (-counted[name], name))
