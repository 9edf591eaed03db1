"""A file as sheets of lines: CSV of any encoding Japan uses, or an Excel book."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from cases.rules.ledger.columns import LEAST_KNOWN, known_in
from cases.rules.ledger.guard import unguarded
from cases.rules.ledger.troubles import Trouble
from cases.rules.problems import Problem

Some = TypeVar("Some", bound="Cell")
Cell = str | int | float | bool | date | datetime | time | timedelta | None

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
SHORT = 8  # characters
HEADER_WITHIN = 30  # titles, stamps and blank lines above a header are fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`number` is the line a person finds it on in the file, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    title: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    name: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


class Unreadable(Exception):
    """The file cannot be read; holds the problem."""

    def __init__(self, code: Trouble, **facts: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code=code, facts=facts)


def is_blank(cells: Iterable[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def said_once(said: dict[str, str], cell: Cell) -> Cell:
    """Most short words come back on every line; each stands in memory once."""
    return said.setdefault(cell, cell) if isinstance(cell, str) and len(cell) <= SHORT else cell


def not_too_wide(cells: Sequence[Some]) -> tuple[Some, ...]:
    """A row without the empty cells at its end."""
    width = len(cells)
    while width and is_blank(cells[width - 1 : width]):
        width -= 1
    if width > MOST_COLUMNS:
        raise Unreadable(Trouble.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    return tuple(cells[:width])


def to_sheet(title: str, lines: Iterable[Line]) -> Sheet | None:
    """The header is the line that names most columns; what stands above it and what is blank around it falls away."""
    written = [line for line in lines if not is_blank(line.cells)]
    if not written:
        return None
    top = _header_at(written)
    kept = _columns_in_use(written[top:])
    header = tuple(_text(cell) for cell in _picked(written[top], kept))
    below = (Line(number=line.number, cells=_picked(line, kept)) for line in written[top + 1 :])
    return Sheet(title=title, header=header, lines=tuple(line for line in below if not _repeats(line, header)))


def _header_at(lines: Sequence[Line]) -> int:
    known = [known_in(line.cells) for line in lines[:HEADER_WITHIN]]
    if max(known) >= LEAST_KNOWN:
        return known.index(max(known))
    filled = [sum(not is_blank([cell]) for cell in line.cells) for line in lines[:HEADER_WITHIN]]
    return next((place for place, count in enumerate(filled) if count > 1), 0)


def _columns_in_use(lines: Sequence[Line]) -> list[int]:
    return sorted({place for line in lines for place, cell in enumerate(line.cells) if not is_blank([cell])})


def _picked(line: Line, kept: Sequence[int]) -> tuple[Cell, ...]:
    cells = (line.cells[place] if place < len(line.cells) else None for place in kept)
    return tuple(unguarded(cell) if isinstance(cell, str) else cell for cell in cells)


def _repeats(line: Line, header: tuple[str, ...]) -> bool:
    """A header printed again on every page of a ledger."""
    return tuple(_text(cell) for cell in line.cells) == header


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
