from collections import Counter
from datetime import date, time

import pytest

from cases.rules.dates import DateKind
from cases.rules.facts import Outing, Relationship, Trigger
from cases.rules.ladder import Stage
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.rows import IntakeRow, ProgressRow, digest, identity
from cases.rules.ledger.sheets import read_sheet
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import CHIPS, Response
from tests.rules.ledger.books import DATA, TODAY, book, reading, text


@pytest.fixture(scope="module")
def cases() -> tuple[IntakeRow, ...]:
    return reading((DATA / "uketsuke.csv").read_bytes()).intake


@pytest.fixture(scope="module")
def tries() -> tuple[ProgressRow, ...]:
    return reading((DATA / "keika.csv").read_bytes()).progress


def test_every_row_of_both_books_goes_in(cases: tuple[IntakeRow, ...], tries: tuple[ProgressRow, ...]) -> None:
    assert (len(cases), len(tries)) == (60, 452)
    assert all(row.is_good for row in (*cases, *tries))


def test_notes_say_what_was_kept_as_told(cases: tuple[IntakeRow, ...], tries: tuple[ProgressRow, ...]) -> None:
    assert Counter(problem.code for row in cases for problem in row.problems) == {"kana_not_split": 15}
    assert Counter(problem.code for row in tries for problem in row.problems) == {"whom_differs": 49}


def test_births_are_as_exact_as_they_were_told(cases: tuple[IntakeRow, ...]) -> None:
    assert Counter(row.birth.kind for row in cases) == {
        DateKind.AGE: 21,
        DateKind.DAY: 14,
        DateKind.ABOUT: 13,
        DateKind.UNKNOWN: 12,
    }
    assert {row.birth.on for row in cases} >= {date(1973, 1, 15), date(1980, 9, 26), date(1980, 9, 2)}


def test_an_age_counts_from_the_day_the_call_came(cases: tuple[IntakeRow, ...]) -> None:
    row = next(row for row in cases if row.number == "2025-015")
    assert (row.received.on, row.birth.as_told, row.birth.year) == (date(2026, 1, 30), "48歳", 1978)


def test_onsets_have_a_year_only_where_one_was_said(cases: tuple[IntakeRow, ...]) -> None:
    assert Counter(row.onset.year for row in cases) == {None: 39, 2015: 8, 2013: 6, 2019: 6, 2008: 1}
    assert {row.onset.as_told for row in cases} >= {"半年くらい", "10年以上", "コロナの頃"}


def test_names_keep_their_characters(cases: tuple[IntakeRow, ...]) -> None:
    names = Counter(row.name.family for row in cases)
    assert (names["髙橋"], names["高橋"], names["山﨑"], names["山崎"]) == (5, 3, 3, 1)
    assert all(row.name.is_split and row.caller.is_split for row in cases)


def test_readings_of_any_width_or_none(cases: tuple[IntakeRow, ...]) -> None:
    assert sum(not row.kana.family for row in cases) == 9
    assert sum(not row.kana.is_split for row in cases) == 15
    assert next(row.kana.given for row in cases if row.number == "2024-005") == "りょう"


def test_phones_and_postal_codes_all_read(cases: tuple[IntakeRow, ...]) -> None:
    assert all(row.phone.e164.startswith("+81") and len(row.postal_code) == 7 for row in cases)


def test_words_of_the_ledger_become_ours(cases: tuple[IntakeRow, ...]) -> None:
    row = next(row for row in cases if row.number == "2024-009")
    assert (row.relationship, row.outing, row.stage) == (Relationship.MOTHER, Outing.NEARBY_SHOPS, Stage.OUTSIDE)
    assert row.triggers == (Trigger.SCHOOL_REFUSAL, Trigger.BULLYING)
    assert row.note == "昼夜逆転。18時以降"


def test_callers_may_be_the_person(cases: tuple[IntakeRow, ...]) -> None:
    alone = [row for row in cases if row.relationship == Relationship.SELF]
    assert len(alone) == 5
    assert all(row.caller == row.name for row in alone)


def test_a_try_is_read_with_its_time_and_minutes(tries: tuple[ProgressRow, ...]) -> None:
    first = tries[0]
    assert (first.day.on, first.time.at, first.minutes.minutes) == (date(2024, 10, 25), time(15), 0)
    assert (first.method, first.whom, first.response) == (Method.MESSAGE, WithWhom.PERSON, Response.SOUND_OR_NOTE)
    assert Counter(row.minutes.minutes for row in tries) == {5: 100, 30: 97, None: 87, 0: 86, 60: 82}
    assert sum(row.time.as_told == "夕方" and row.time.at is None for row in tries) == 85


def test_refusals_and_cancellations_are_told_apart(tries: tuple[ProgressRow, ...]) -> None:
    assert sum(row.refused for row in tries) == 13
    assert sum(row.response == Response.CANCELLED for row in tries) == 22
    assert not any(row.response == Response.NOT_TOLD for row in tries)


def test_a_response_is_one_that_the_method_can_have(tries: tuple[ProgressRow, ...]) -> None:
    for row in tries:
        assert row.method is not None
        assert row.response in CHIPS[row.method], row.cells


def test_who_saw_it_is_kept(tries: tuple[ProgressRow, ...]) -> None:
    seen = [row for row in tries if row.observed_by is not None]
    assert {(row.response, row.observed_by) for row in seen} == {(Response.TOOK_LETTER, Relationship.MOTHER)}
    assert len(seen) == 16


def test_notes_keep_their_line_breaks_and_characters(tries: tuple[ProgressRow, ...]) -> None:
    assert sum(row.note == "③回目の返事。㈱の話は避ける～。" for row in tries) == 74
    assert sum(row.note == "テレビの音が止まった。\n「また来ます」と声をかけた。" for row in tries) == 78


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("name", ["uketsuke.csv", "keika.csv"])
def test_every_encoding_gives_the_same_rows(name: str, encoding: str) -> None:
    again = reading(text(name).encode(encoding))
    assert again.rows == reading((DATA / name).read_bytes()).rows


def test_tabs_part_cells_as_commas_do() -> None:
    plain = "受付番号,日付,方法,様子\n1,R8.4.3,訪問,物音あり\n"
    assert reading(plain.replace(",", "\t")).progress == reading(plain).progress


def test_the_excel_book_says_the_same_as_the_two_files(
    cases: tuple[IntakeRow, ...], tries: tuple[ProgressRow, ...]
) -> None:
    first, second = (read_sheet(sheet, today=TODAY) for sheet in book("ledger.xlsx").sheets)
    assert (first.sheet.title, second.sheet.title) == ("受付簿", "経過記録")
    assert first.columns is not None
    assert first.columns.kind == Kind.INTAKE
    assert [digest(row) for row in first.intake] == [digest(row) for row in cases]
    assert [digest(row) for row in second.progress] == [digest(row) for row in tries]


def test_the_title_above_the_header_still_counts_as_a_line() -> None:
    first, _ = book("ledger.xlsx").sheets
    assert first.header[0] == "受付番号"
    assert first.lines[0].number == 4


def test_every_row_has_an_identity_of_its_own(cases: tuple[IntakeRow, ...], tries: tuple[ProgressRow, ...]) -> None:
    assert len({identity(row) for row in cases}) == 60
    assert len({identity(row) for row in tries}) == 452
