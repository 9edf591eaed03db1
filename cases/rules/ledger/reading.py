"""From the bytes of a file to its sheets."""

from pathlib import PurePath

from cases.rules.ledger import csvfile, excelfile
from cases.rules.ledger.book import MEGABYTE, MOST_MEGABYTES, Book, Line, Unreadable, is_blank, to_sheet
from cases.rules.ledger.columns import LEAST_KNOWN, known_in
from cases.rules.ledger.filekinds import PACKED, refuse_others
from cases.rules.ledger.troubles import Trouble
from cases.rules.problems import Problem

OF_EXCEL = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb")


def read_book(name: str, data: bytes) -> Book:
    """Never raises: a file that cannot be read is a book with problems and no sheets. What it is, its bytes say."""
    try:
        found = [(title, to_sheet(title, lines)) for title, lines in _tables(name, data)]
    except Unreadable as why:
        return Book(name=name, problems=(why.problem,))
    sheets = tuple(sheet for _, sheet in found if sheet is not None)
    if not sheets:
        return Book(name=name, problems=(Problem(code=Trouble.EMPTY_BOOK),))
    return Book(name=name, sheets=sheets)


def _tables(name: str, data: bytes) -> list[tuple[str, list[Line]]]:
    refuse_others(data)  # before its size: a big photograph is not mended by being split
    if len(data) > MOST_MEGABYTES * MEGABYTE:
        raise Unreadable(Trouble.FILE_TOO_BIG, megabytes=MOST_MEGABYTES)
    if data.startswith(PACKED):
        return excelfile.read_sheets(data)
    lines = csvfile.read_lines(data)
    _refuse_prose(PurePath(name).suffix.lower(), lines)
    return [(PurePath(name).stem, lines)]


def _refuse_prose(ending: str, lines: list[Line]) -> None:
    """A text whose name says Excel is read where its columns are known, for many a program names its CSV so."""
    written = [line for line in lines if not is_blank(line.cells)]
    if ending in OF_EXCEL and written and not any(known_in(line.cells) >= LEAST_KNOWN for line in written):
        raise Unreadable(Trouble.RENAMED_TEXT, ending=ending)
    if written and max(len(line.cells) for line in written) < LEAST_KNOWN:
        raise Unreadable(Trouble.PLAIN_TEXT)
