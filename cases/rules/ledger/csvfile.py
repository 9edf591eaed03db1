"""CSV in CP932, UTF-8, UTF-16 or EUC-JP, by comma or tab, with line breaks inside quotes."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from cases.rules.ledger.book import HEADER_WITHIN, MOST_ROWS, Line, Unreadable, not_too_wide, said_once
from cases.rules.ledger.columns import LEAST_KNOWN, known_in
from cases.rules.ledger.troubles import Trouble

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NOT_TEXT = "\x00"
DELIMITERS = ",\t"
HEAD = 8192  # characters looked at before the first line is read


def read_lines(data: bytes) -> list[Line]:
    """Raises Unreadable for broken bytes, an open quote, or too many rows."""
    marked = data.startswith(tuple(bom for bom, _ in BOMS))
    if not marked and NOT_TEXT.encode() in data:
        raise Unreadable(Trouble.NOT_A_BOOK)
    text = decode(data)
    if NOT_TEXT in text:
        raise Unreadable(Trouble.NOT_A_BOOK)
    return list(_lines(text))


def decode(data: bytes) -> str:
    """Strictly: one wrong byte stops the file, so that no name is kept half."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as as_utf8:
        return _as_cp932(data, as_utf8)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as why:
        raise _broken(why) from None


def _as_cp932(data: bytes, as_utf8: UnicodeDecodeError) -> str:
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError as as_cp932:
        if old := _as_euc(data):
            return old
        # It was meant in the encoding that read further.
        raise _broken(max(as_utf8, as_cp932, key=lambda why: why.start)) from None
    return text if _is_known(text) else _as_euc(data) or text


def _as_euc(data: bytes) -> str:
    """Of an old server; its kanji are half-width kana to CP932, so only the names of the columns tell. Else empty."""
    try:
        text = data.decode("euc_jp")
    except UnicodeDecodeError:
        return ""
    return text if _is_known(text) else ""


def _is_known(text: str) -> bool:
    return max(_most_known(text[:HEAD], one) for one in DELIMITERS) >= LEAST_KNOWN


def _broken(why: UnicodeDecodeError) -> Unreadable:
    return Unreadable(Trouble.BROKEN_BYTES, row=why.object.count(b"\n", 0, why.start) + 1)


def _lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    before, said = 0, dict[str, str]()
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise Unreadable(Trouble.TOO_MANY_ROWS, most=MOST_ROWS)
            yield Line(number=before + 1, cells=tuple(said_once(said, cell) for cell in not_too_wide(cells)))
            before = reader.line_num
    except csv.Error:
        raise Unreadable(Trouble.BROKEN_QUOTES, row=before + 1) from None


def _delimiter(text: str) -> str:
    """What parts a line into most names of columns; where neither does, what stands there more often."""
    head = text[:HEAD]
    return max(DELIMITERS, key=lambda one: (_most_known(head, one), head.count(one), one == ","))


def _most_known(head: str, delimiter: str) -> int:
    lines = islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), HEADER_WITHIN)
    try:
        return max((known_in(line) for line in lines), default=0)
    except csv.Error:
        return 0  # the reading itself will say where it breaks
