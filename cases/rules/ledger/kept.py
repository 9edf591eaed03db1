"""A book that has been read once: its cells as they were read, kept small, so that no file is taken apart twice."""

import json
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from cases.rules.ledger.book import Book, Cell, Line, Sheet, said_once
from cases.rules.ledger.reading import read_book

MAGIC = b"cells 1\n"
FAST = 1
PRESSED_AT_ONCE = 64 * 1024
MEANT: dict[str, Callable[[Any], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def keep(book: Book) -> bytes:
    """Of a book that could be read. A row is pressed as soon as it is written down, so the whole stands nowhere."""
    press = zlib.compressobj(FAST)
    told = (press.compress(json.dumps(one, default=_told).encode() + b"\n") for one in _rows(book))
    return b"".join([MAGIC, *told, press.flush()])


def kept_book(name: str, data: bytes) -> Book:
    """What `keep` kept; other bytes are those of a file, kept by a version of this program before it."""
    if not data.startswith(MAGIC):
        return read_book(name, data)
    rows = (json.loads(row, object_hook=_meant) for row in _unpressed(data))
    return Book(name=name, sheets=tuple(_sheets(rows)))


def _unpressed(data: bytes) -> Iterator[bytes]:
    """Row by row: unpressed, a long book is larger than all that is read of it."""
    press, end = zlib.decompressobj(), b""
    for start in range(len(MAGIC), len(data), PRESSED_AT_ONCE):
        *rows, end = (end + press.decompress(data[start : start + PRESSED_AT_ONCE])).split(b"\n")
        yield from rows


def _rows(book: Book) -> Iterator[list[Any]]:
    for one in book.sheets:
        yield [one.title, one.header, len(one.lines)]
        yield from ([line.number, line.cells] for line in one.lines)


def _sheets(rows: Iterator[list[Any]]) -> Iterator[Sheet]:
    said: dict[str, str] = {}
    for title, header, count in rows:
        lines = (
            Line(number=number, cells=tuple(said_once(said, cell) for cell in cells))
            for number, cells in islice(rows, count)
        )
        yield Sheet(title=title, header=tuple(header), lines=tuple(lines))


def _told(cell: object) -> dict[str, Any]:
    """What JSON has no word for, under the name of its kind."""
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    assert isinstance(cell, datetime | date | time)
    return {type(cell).__name__: cell.isoformat()}


def _meant(told: dict[str, Any]) -> Cell:
    ((kind, value),) = told.items()
    return MEANT[kind](value)
