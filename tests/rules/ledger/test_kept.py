"""Cells kept as they were read."""

from datetime import date, datetime, time, timedelta

import pytest

from cases.rules.ledger.book import Book, Line, Sheet
from cases.rules.ledger.kept import keep, kept_book
from tests.rules.ledger.books import DATA, book

NAMES = ("uketsuke.csv", "keika.csv", "ledger.xlsx")
CELLS = (
    None, "髙橋 健", "二行\r\nの\u2028覚え", "", 7, 7.5, True, date(2026, 4, 1), time(9, 5),
    timedelta(hours=1, minutes=30), datetime.fromisoformat("2026-04-01T14:30"), datetime.fromisoformat("2026-04-01"),
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_real_book_comes_back_as_it_was_read(name):
    assert kept_book(name, keep(book(name))) == book(name)


def test_every_kind_of_cell_comes_back_as_itself():
    sheet = Sheet(title="記録\n", header=("番号", ""), lines=(Line(number=3, cells=CELLS),))
    empty = Sheet(title="空", header=("番号",), lines=())
    kept = kept_book("a.xlsx", keep(Book(name="a.xlsx", sheets=(sheet, empty, sheet))))
    assert kept.sheets == (sheet, empty, sheet)
    assert [type(cell) for cell in kept.sheets[0].lines[0].cells] == [type(cell) for cell in CELLS]


def test_the_bytes_of_a_file_are_read_as_before():
    assert kept_book("keika.csv", (DATA / "keika.csv").read_bytes()) == book("keika.csv")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_takes_no_more_room_than_the_file(name):
    assert len(keep(book(name))) < (DATA / name).stat().st_size
