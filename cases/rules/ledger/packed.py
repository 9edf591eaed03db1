"""An Excel book before it is opened: what would take the memory or the hours of the house is refused by its bytes."""

import io
import re
import zipfile
from typing import IO

from cases.rules.ledger.book import MEGABYTE, Unreadable
from cases.rules.ledger.troubles import Trouble

MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 200  # sheets of padding reach about 40, a bomb 1000
# A sheet is read by and by; every other part, such as the texts, stands in memory all at once, and so does one row.
SHEETS, MOST_OF_ANOTHER = "xl/worksheets/", 60 * MEGABYTE
MOST_IN_A_ROW = 40_000  # cells; Excel itself has 16,384
MANY = MEGABYTE  # looked through at once
LONGEST_CELL = 16 * 1024  # bytes of a cell with its formula
# A formula without a value, except where that value is an empty text: no program has ever reckoned it, and its cell
# would be read as empty.
NEVER_RECKONED = re.compile(
    rb"<(?:\w+:)?c\b(?![^<>]*\bt=.str.)[^<>]*>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
END_OF_ROW = re.compile(rb"</(?:\w+:)?row>")


def look_over(data: bytes) -> None:
    """Raises Unreadable, and what the zip library raises for a part that is broken."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        _weigh(book.infolist(), len(data))
        for part in book.infolist():
            with book.open(part) as told:  # whatever it is called: a book says elsewhere which part is a sheet
                _look_through(told)


def _weigh(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    other = max((part.file_size for part in parts if not part.filename.startswith(SHEETS)), default=0)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1) or other > MOST_OF_ANOTHER:
        raise Unreadable(Trouble.UNPACKS_TOO_BIG)


def _look_through(sheet: IO[bytes]) -> None:
    end, in_row = b"", 0
    while some := sheet.read(MANY):
        if NEVER_RECKONED.search(end + some):
            raise Unreadable(Trouble.NEVER_RECKONED)
        first, *more = END_OF_ROW.split(some)
        longest = in_row + len(CELL.findall(first))
        in_row = len(CELL.findall(more[-1])) if more else longest
        if longest > MOST_IN_A_ROW:
            raise Unreadable(Trouble.UNPACKS_TOO_BIG)
        end = (end + some)[-LONGEST_CELL:]
