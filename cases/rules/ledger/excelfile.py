"""Excel books (xlsx), read as values; formulas, macros and drawings are not looked at."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from cases.rules.ledger.book import MOST_COLUMNS, MOST_ROWS, Cell, Line, Unreadable, is_blank, not_too_wide
from cases.rules.ledger.filekinds import refuse_packed
from cases.rules.ledger.packed import look_over
from cases.rules.ledger.troubles import Trouble

LAST_ROW = 1_048_576  # of a sheet; a mark on it is no fault, a row beyond it is no book
# How a book writes what XML cannot: the carriage return before a line break is _x000D_.
CONTROL = re.compile("_x00([01][0-9A-Fa-f])_")
KEPT_CONTROLS = "\t\n\r"
BROKEN = (
    InvalidFileException,
    DefusedXmlException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
)


def read_sheets(data: bytes) -> list[tuple[str, list[Line]]]:
    """Each sheet's title and lines. Raises Unreadable; what unpacks too big is refused before it is unpacked."""
    refuse_packed(data)
    try:
        look_over(data)
        return _sheets(data)
    except BROKEN:
        # The library has no error of its own for a book that is not one.
        raise Unreadable(Trouble.DAMAGED) from None


def _sheets(data: bytes) -> list[tuple[str, list[Line]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are not read
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [(sheet.title, list(_lines(sheet))) for sheet in book.worksheets if _is_shown(sheet)]
        finally:
            book.close()


def _is_shown(sheet: object) -> bool:
    return isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        if number > LAST_ROW:
            raise Unreadable(Trouble.TOO_MANY_ROWS, most=MOST_ROWS)
        if values.count(None) == len(values):
            continue  # before anything dearer: a format drawn down to the last row makes a million of these
        cells = tuple(_cell(value) for value in _told(values))
        if is_blank(cells):
            continue
        if number > MOST_ROWS:
            raise Unreadable(Trouble.TOO_MANY_ROWS, most=MOST_ROWS)
        yield Line(number=number, cells=not_too_wide(cells))


def _told(values: Sequence[object]) -> Sequence[object]:
    """Up to the last cell that holds something."""
    return values[: next(place for place in range(len(values), 0, -1) if values[place - 1] is not None)]


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return CONTROL.sub(_control, value) if "_x00" in value else value
    return value if isinstance(value, int | float | date | datetime | time | timedelta | None) else str(value)


def _control(escaped: re.Match[str]) -> str:
    one = chr(int(escaped[1], 16))
    return one if one in KEPT_CONTROLS else ""
