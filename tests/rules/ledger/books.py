"""The three old books, and small ones made for a test."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from cases.rules.ledger.book import Book
from cases.rules.ledger.reading import read_book
from cases.rules.ledger.sheets import Reading, read_sheet

DATA = Path(__file__).parents[2] / "data" / "ledger"
TODAY = date(2026, 11, 24)

INTAKE = "受付番号,本人氏名,生年月日,電話番号,備考"
PROGRESS = "受付番号,日付,方法,対象,様子"


def book(name: str) -> Book:
    return read_book(name, (DATA / name).read_bytes())


def text(name: str) -> str:
    return (DATA / name).read_bytes().decode("cp932")


def reading(data: bytes | str, name: str = "book.csv") -> Reading:
    """The first sheet of a file."""
    raw = data.encode() if isinstance(data, str) else data
    found = read_book(name, raw)
    assert not found.problems, found.problems
    return read_sheet(found.sheets[0], today=TODAY)


def excel(rows: Sequence[Sequence[object]], title: str = "受付簿") -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
