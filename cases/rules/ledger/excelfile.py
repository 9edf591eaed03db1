"""Excel books (xlsx), read as values; formulas, macros and drawings are not looked at."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from cases.rules.ledger.book import MEGABYTE, MOST_ROWS, Cell, Line, Unreadable, is_blank
from cases.rules.ledger.troubles import Trouble

MAGIC = b"PK\x03\x04"
MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 200  # sheets of padding reach about 40, a bomb 1000
MOST_COLUMNS = 200
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
    _weigh(data)
    try:
        return _sheets(data)
    except BROKEN:
        # The library has no error of its own for a book that is not one.
        raise Unreadable(Trouble.NOT_A_BOOK) from None


def _weigh(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(Trouble.NOT_A_BOOK) from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 1):
        raise Unreadable(Trouble.UNPACKS_TOO_BIG)


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
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        cells = tuple(_cell(value) for value in values)
        if is_blank(cells):
            continue
        if number > MOST_ROWS:
            raise Unreadable(Trouble.TOO_MANY_ROWS, most=MOST_ROWS)
        yield Line(number=number, cells=cells)


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | float | date | datetime | time | timedelta | None) else str(value)
