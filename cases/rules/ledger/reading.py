"""From the bytes of a file to its sheets."""

from pathlib import PurePath

from cases.rules.ledger import csvfile, excelfile
from cases.rules.ledger.book import MEGABYTE, MOST_MEGABYTES, Book, Line, Unreadable, to_sheet
from cases.rules.ledger.troubles import Trouble
from cases.rules.problems import Problem

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also a book locked with a password


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
    if len(data) > MOST_MEGABYTES * MEGABYTE:
        raise Unreadable(Trouble.FILE_TOO_BIG, megabytes=MOST_MEGABYTES)
    if data.startswith(OLD_EXCEL):
        raise Unreadable(Trouble.NOT_A_BOOK)
    if data.startswith(excelfile.MAGIC):
        return excelfile.read_sheets(data)
    return [(PurePath(name).stem, csvfile.read_lines(data))]
