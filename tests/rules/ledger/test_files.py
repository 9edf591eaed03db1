import io
import zipfile
from datetime import date, datetime
from time import process_time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cases.rules.ledger import csvfile, excelfile, packed
from cases.rules.ledger.book import MEGABYTE
from cases.rules.ledger.reading import read_book
from cases.rules.ledger.sheets import read_sheet
from cases.rules.ledger.troubles import Trouble
from tests.rules.ledger.books import INTAKE, TODAY, excel, reading


def trouble(data: bytes, name: str = "book.csv") -> tuple[str, dict[str, str | int]]:
    book = read_book(name, data)
    assert book.sheets == ()
    (problem,) = book.problems
    assert problem.blocks
    return problem.code, problem.facts


def test_broken_bytes_name_their_line() -> None:
    good = f"{INTAKE}\n1,山﨑　健,,,\n".encode("cp932")
    assert trouble(good + b"2,\x81\xff\xff,,,\n") == (Trouble.BROKEN_BYTES, {"row": 3})
    bom = f"\ufeff{INTAKE}\n".encode()
    assert trouble(bom + b"1,\x81") == (Trouble.BROKEN_BYTES, {"row": 2})


def test_a_book_of_an_old_server_is_read_in_its_encoding() -> None:
    told = f"{INTAKE}\n1,山崎　健,S55.3.2,,人見知り、猫が好き\n"
    assert reading(told.encode("euc_jp")) == reading(told) == reading(told.encode("cp932"))


def test_a_quote_left_open_names_its_line() -> None:
    assert trouble(f'{INTAKE}\n1,山﨑,,,\n2,"髙橋,,,\n3,佐藤,,,'.encode()) == (Trouble.BROKEN_QUOTES, {"row": 3})


@pytest.mark.parametrize("data", [b"\n\n,,,\n", "\ufeff".encode(), excel([]), excel([[None, " "]])])
def test_a_book_without_a_word_is_empty(data: bytes) -> None:
    assert trouble(data)[0] == Trouble.EMPTY_BOOK


def test_bytes_of_nothing_known_are_no_book() -> None:
    assert trouble(b"\x7fELF\x02\x01\x00\x00")[0] == Trouble.NOT_A_BOOK


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as one:
        one.writestr("xl/worksheets/sheet1.xml", b"0" * 30 * MEGABYTE)
    assert trouble(packed.getvalue())[0] == Trouble.UNPACKS_TOO_BIG


def test_a_row_of_endless_cells_is_refused_before_it_is_read() -> None:
    book = excel([INTAKE.split(","), ["A-1", "髙橋　健"]])
    cells = b"<c><v>1</v></c>" * 300_000
    assert trouble(patched(book, (b"</row></sheetData>", cells + b"</row></sheetData>")))[0] == Trouble.UNPACKS_TOO_BIG


def test_endless_texts_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_OF_ANOTHER", MEGABYTE)
    book = io.BytesIO(excel([INTAKE.split(","), ["A-1", "髙橋　健"]]))
    with zipfile.ZipFile(book, "a") as one:
        one.writestr("xl/sharedStrings.xml", b"<si><t>a</t></si>" * MEGABYTE)
    assert trouble(book.getvalue())[0] == Trouble.UNPACKS_TOO_BIG


def test_entities_are_not_expanded() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><worksheet>&e;</worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel([[1, 2]]))) as good, zipfile.ZipFile(packed, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, evil if name.startswith("xl/worksheets/") else good.read(name))
    assert trouble(packed.getvalue())[0] == Trouble.DAMAGED


def patched(book: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """The same book with other bytes in its sheet."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as good, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            part = good.read(name)
            for old, new in changes if name.startswith("xl/worksheets/") else ():
                assert old in part
                part = part.replace(old, new)
            made.writestr(name, part)
    return packed.getvalue()


def with_row(number: int) -> bytes:
    book = excel([INTAKE.split(","), ["A-1", "髙橋　健"]])
    row = f'<row r="{number}"><c r="A{number}" s="0"/></row></sheetData>'.encode()
    return patched(book, (b"</sheetData>", row))


def test_a_format_drawn_down_to_the_last_row_takes_no_time() -> None:
    began = process_time()
    (sheet,) = read_book("book.xlsx", with_row(1_048_576)).sheets
    assert len(sheet.lines) == 1
    assert process_time() - began < 20


def test_a_row_no_sheet_can_have_is_refused_before_it_is_counted_up_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excelfile, "LAST_ROW", 500)
    assert trouble(with_row(999_999_999))[0] == Trouble.TOO_MANY_ROWS


def test_a_formula_nobody_has_reckoned_is_no_empty_cell() -> None:
    book = excel([INTAKE.split(","), ["A-1", "髙橋　健", None, "=B2"]])
    assert trouble(book)[0] == Trouble.NEVER_RECKONED
    assert trouble(patched(book, (b"<v />", b"")))[0] == Trouble.NEVER_RECKONED
    reckoned = patched(book, (b"<v />", b"<v>0312345678</v>"))
    assert reading(reckoned).intake[0].phone.as_told == "312345678"
    empty = patched(book, (b'r="D2"', b'r="D2" t="str"'))
    assert reading(empty).intake[0].phone.as_told == ""


def test_the_error_of_a_formula_is_no_value() -> None:
    rows = reading(excel([INTAKE.split(","), ["A-1", "#N/A", "", "#REF!"], ["A-2", "髙橋　健", "", "", "#N/A"]])).intake
    assert [[problem.code for problem in row.problems] for row in rows] == [
        ["error_cell", "error_cell", "missing_name"], ["error_cell"],
    ]  # fmt: skip
    assert (rows[0].phone.as_told, rows[1].note, rows[1].is_good) == ("", "", True)


def test_a_carriage_return_in_a_cell_is_no_word() -> None:
    (row,) = reading(excel([INTAKE.split(","), ["A-1", "髙橋　健", "", "", "一行目_x000D_\n二_x0007_行目"]])).intake
    assert row.note == "一行目\n二行目"


def test_a_word_that_comes_back_stands_in_memory_once() -> None:
    first, second = read_book("book.csv", f"{INTAKE}\n1,山﨑　健\n2,山﨑　健\n".encode()).sheets[0].lines
    assert first.cells[1] is second.cells[1]


def test_a_row_of_csv_and_the_days_of_a_book_stand_in_memory_once() -> None:
    (sheet,) = read_book(
        "book.csv", f"{INTAKE},受付日\n1,山﨑　健,S55.3.2,,,R8.4.3\n2,山﨑　健,,,,R8.4.3\n".encode()
    ).sheets
    first, second = read_sheet(sheet, today=TODAY).intake
    assert first.cells is sheet.lines[0].cells
    assert first.received is second.received


def test_more_columns_than_a_ledger_has_are_refused() -> None:
    many = f"{INTAKE}{',x' * 200}\n1,山﨑　健{',y' * 300}\n"
    assert trouble(many.encode()) == (Trouble.TOO_MANY_COLUMNS, {"most": 200})
    assert trouble(excel([line.split(",") for line in many.splitlines()]))[0] == Trouble.TOO_MANY_COLUMNS
    assert len(reading(f"{INTAKE}{',' * 300}\n1,山﨑　健{',' * 300}\n").intake) == 1


def test_days_of_the_mac_are_read_as_they_are_shown() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    assert workbook.active is not None
    workbook.active.append(["受付番号", "本人氏名", "生年月日"])
    workbook.active.append(["A-1", "髙橋　健", datetime(1980, 3, 2)])  # noqa: DTZ001 - cells have no zone
    written = io.BytesIO()
    workbook.save(written)
    (row,) = reading(written.getvalue()).intake
    assert row.birth.on == date(1980, 3, 2)


def test_a_file_beyond_the_limit_is_refused() -> None:
    assert trouble(b"a" * (20 * MEGABYTE + 1)) == (Trouble.FILE_TOO_BIG, {"megabytes": 20})


def test_rows_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfile, "MOST_ROWS", 3)
    monkeypatch.setattr(excelfile, "MOST_ROWS", 3)
    assert trouble(b"a,b\n" * 5) == (Trouble.TOO_MANY_ROWS, {"most": 3})
    assert trouble(excel([["a", "b"]] * 5)) == (Trouble.TOO_MANY_ROWS, {"most": 3})


def test_days_and_numbers_of_excel_are_read_as_they_are() -> None:
    rows: list[list[object]] = [
        ["受付番号", "受付日", "本人氏名", "生年月日", "郵便番号"],
        ["A-1", datetime(2026, 4, 3), "髙橋　健", datetime(1980, 3, 2), 1340088],  # noqa: DTZ001 - cells have no zone
        ["A-2", 46115, "山﨑　翔", "48歳", "134-0088"],
    ]
    first, second = reading(excel(rows), "book.xlsx").intake
    assert (first.received.on, first.birth.on, first.postal_code) == (date(2026, 4, 3), date(1980, 3, 2), "1340088")
    assert (second.received.on, second.birth.year) == (date(2026, 4, 3), 1978)


def test_titles_padding_and_repeated_headers_fall_away() -> None:
    header: list[object] = [None, "受付番号", "本人氏名", None]
    rows: list[list[object]] = [
        ["相談受付簿"],
        [],
        header,
        [None, "1", "山﨑　健"],
        [],
        header,
        [None, "2", "髙橋　恵"],
        [None, " ", None],
    ]
    found = reading(excel(rows))
    assert [(row.line, row.number) for row in found.intake] == [(4, "1"), (7, "2")]


def test_hidden_sheets_are_not_read() -> None:
    workbook = openpyxl.Workbook()
    hidden = workbook.create_sheet("旧")
    hidden.append(["受付番号", "本人氏名", "住所"])
    hidden.sheet_state = "hidden"
    assert workbook.active is not None
    workbook.active.append(["受付番号", "本人氏名", "住所"])
    written = io.BytesIO()
    workbook.save(written)
    (sheet,) = read_book("book.xlsx", written.getvalue()).sheets
    found = read_sheet(sheet, today=TODAY)
    assert [problem.code for problem in found.problems] == [Trouble.EMPTY_SHEET]


def test_a_line_number_is_where_a_person_finds_it() -> None:
    found = reading(f'題\n\n{INTAKE}\n1,山﨑　健,,,"二行\nの備考"\n2,髙橋　恵,,,\n')
    assert [(row.line, row.number) for row in found.intake] == [(4, "1"), (6, "2")]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_no_bytes_break_the_reader(data: bytes, start: bytes) -> None:
    book = read_book("book.csv", start + data)
    assert bool(book.sheets) != bool(book.problems)
    for sheet in book.sheets:
        read_sheet(sheet, today=TODAY)
