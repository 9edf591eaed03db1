from dataclasses import replace
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.rules.dates import DateTrouble
from cases.rules.facts import Relationship, Sex, Trigger
from cases.rules.ledger.columns import Field, Kind, match_columns
from cases.rules.ledger.guard import guarded, is_risky, unguarded
from cases.rules.ledger.mending import mendable_csv
from cases.rules.ledger.reading import read_book
from cases.rules.ledger.rows import digest
from cases.rules.ledger.sheets import read_sheet
from cases.rules.ledger.troubles import Trouble
from cases.rules.ledger.words import RESPONSES, heard, triggers
from cases.rules.methods import Method, WithWhom
from cases.rules.phones import PhoneTrouble
from cases.rules.responses import Response
from tests.rules.ledger.books import INTAKE, PROGRESS, TODAY, reading


def test_columns_are_known_by_other_names() -> None:
    columns = match_columns(["No.", "※ 氏 名", "フリガナ", "ＴＥＬ", "血液型"])
    assert columns is not None
    assert (columns.kind, columns.unmatched, columns.missing) == (Kind.INTAKE, ("血液型",), ())
    assert columns.places == {Field.NUMBER: 0, Field.NAME: 1, Field.KANA: 2, Field.PHONE: 3}


def test_a_sheet_of_neither_kind_is_left_alone() -> None:
    found = reading("品名,数量\nお茶,3\n")
    assert (found.columns, found.rows) == (None, ())
    assert [(problem.code, problem.blocks) for problem in found.problems] == [(Trouble.UNKNOWN_SHEET, False)]


def test_a_missing_column_is_named() -> None:
    found = reading("受付番号,日付,方法,対象\n1,R8.4.3,訪問,本人\n")
    (problem,) = found.problems
    assert (problem.code, problem.facts["field"], found.rows) == (Trouble.MISSING_COLUMN, Field.RESPONSE, ())


def test_a_hand_may_match_what_the_names_do_not() -> None:
    (sheet,) = read_book("x.csv", "受付番号,日付,方法,どうだった\n1,R8.4.3,訪問,物音あり\n".encode()).sheets
    found = read_sheet(sheet, today=TODAY, kind=Kind.PROGRESS, mapping={"どうだった": "response"})
    assert found.progress[0].response == Response.PRESENCE


def test_a_hand_may_leave_a_column_out() -> None:
    columns = match_columns(["受付番号", "氏名", "本人氏名"], mapping={"氏名": ""})
    assert columns is not None
    assert columns.places[Field.NAME] == 2


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        (",山﨑　健,,,", Trouble.MISSING_NUMBER, "受付番号"),
        ("1,,,,", Trouble.MISSING_NAME, "本人氏名"),
        ("1,山﨑　健,2000年2月30日,,", DateTrouble.NO_SUCH_DAY, "生年月日"),
        ("1,山﨑　健,S65.1.1,,", DateTrouble.AFTER_ERA, "生年月日"),
        ("1,山﨑　健,R9.1.1,,", DateTrouble.IN_FUTURE, "生年月日"),
        ("1,山﨑　健,,,メモ,余り", Trouble.ROW_TOO_LONG, "受付番号"),
    ],
)
def test_a_row_that_cannot_go_in_says_where_and_why(cells: str, code: str, column: str) -> None:
    (row,) = reading(f"{INTAKE}\n{cells}\n").intake
    (problem,) = row.problems
    assert not row.is_good
    assert (problem.code, problem.facts["row"], problem.facts["column"]) == (code, 2, column)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("1,山﨑健,,,", Trouble.NAME_NOT_SPLIT),
        ("1,山﨑　健,ねずみ年,,", DateTrouble.UNREADABLE),
        ("1,山﨑　健,,03-12,", PhoneTrouble.TOO_SHORT),
    ],
)
def test_what_is_only_unclear_goes_in_with_a_note(cells: str, code: str) -> None:
    (row,) = reading(f"{INTAKE}\n{cells}\n").intake
    assert row.is_good
    assert [problem.code for problem in row.problems] == [code]


def test_the_second_row_of_a_number_stays_out() -> None:
    first, second = reading(f"{INTAKE}\n２０２４ー１,山﨑　健,,,\n2024-1,髙橋　恵,,,\n").intake
    assert first.is_good
    assert second.problems[0].code == Trouble.NUMBER_TWICE
    assert second.problems[0].facts["first"] == 2


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("1,,訪問,本人,物音あり", Trouble.MISSING_DAY),
        ("1,R8.4,訪問,本人,物音あり", Trouble.MISSING_DAY),
        ("1,R9.4.1,訪問,本人,物音あり", DateTrouble.IN_FUTURE),
        ("1,R8.4.3,,本人,物音あり", Trouble.MISSING_METHOD),
        ("1,R8.4.3,テレパシー,本人,物音あり", Trouble.MISSING_METHOD),
    ],
)
def test_a_try_needs_its_day_and_its_method(cells: str, code: str) -> None:
    (row,) = reading(f"{PROGRESS}\n{cells}\n").progress
    assert [(problem.code, problem.blocks) for problem in row.problems] == [(code, True)]


def test_an_unknown_word_is_kept_and_never_guessed() -> None:
    (row,) = reading(f"{PROGRESS}\n1,R8.4.3,訪問,隣人,いつもどおり\n").progress
    assert (row.response, row.whom, row.relationship) == (Response.NOT_TOLD, WithWhom.UNKNOWN, Relationship.UNKNOWN)
    assert {(problem.code, problem.facts["told"]) for problem in row.problems} == {
        (Trouble.UNKNOWN_WORD, "隣人"),
        (Trouble.UNKNOWN_WORD, "いつもどおり"),
    }
    assert row.is_good


def test_whom_the_words_name_was_there() -> None:
    (row,) = reading(f"{PROGRESS}\n1,R8.4.3,電話,本人,母が出た\n").progress
    assert (row.whom, row.relationship, row.response) == (
        WithWhom.RELATIVE,
        Relationship.MOTHER,
        Response.FAMILY_ONLY,
    )
    assert [problem.code for problem in row.problems] == [Trouble.WHOM_DIFFERS]


def test_a_letter_left_is_not_yet_a_letter_taken() -> None:
    told = [
        heard(words, method) for words in ("手紙を差し入れ", "受け取った") for method in (Method.LETTER, Method.VISIT)
    ]
    assert [one and one.response for one in told] == [Response.NO_SIGN] * 2 + [Response.TOOK_LETTER] * 2


@pytest.mark.parametrize("told", ["訪問を断られた", "お断り（母より）", "もう来ないでほしい", "面会拒否"])
def test_a_refusal_is_heard_in_the_words_people_use_for_it(told: str) -> None:
    said = heard(told, Method.VISIT)
    assert said
    assert said.response == Response.REFUSED


def test_several_triggers_stand_in_one_cell() -> None:
    assert triggers("退職・コロナ") == ((Trigger.LEAVING_JOB, Trigger.COVID), ())
    assert triggers("職場の人間関係") == ((Trigger.WORKPLACE, Trigger.RELATIONS), ())
    assert triggers("不登校、占い") == ((Trigger.SCHOOL_REFUSAL,), ("占い",))


def test_the_tables_reach_every_response_of_the_scale() -> None:
    assert {said.response for said in RESPONSES.values()} == set(Response)


def test_a_digest_sees_content_and_not_its_clothes() -> None:
    (one,) = reading(f"{INTAKE}\n1,山﨑　健,S55.3.2,03-1234-5678,\n").intake
    (other,) = reading(f"題\n{INTAKE}\n１,山﨑　健,1980/3/2,０３ー１２３４ー５６７８,\n").intake
    assert digest(one) == digest(other)
    assert digest(replace(one, sex=Sex.MALE)) != digest(one)


def test_a_digest_sees_another_character_of_a_name() -> None:
    (one,) = reading(f"{INTAKE}\n1,髙橋　健,,,\n").intake
    (other,) = reading(f"{INTAKE}\n1,高橋　健,,,\n").intake
    assert digest(one) != digest(other)


def test_a_bad_row_comes_back_with_its_reason_and_goes_in_once_mended() -> None:
    bad = reading(f"{INTAKE}\n1,山﨑　健,S65.1.1,,=1+1\n").intake
    file = mendable_csv(bad, {"after_era": "「%(column)s」の%(told)sは元号が終わったあとです。"})
    written = file.decode("utf-8-sig")
    assert written.splitlines()[0].endswith(",直すところ")
    assert "「生年月日」のS65.1.1は元号が終わったあとです。" in written
    (mended,) = reading(written.replace("S65.1.1", "S55.1.1").encode("utf-8-sig")).intake
    assert mended.is_good
    assert (mended.name.as_told, mended.note) == ("山﨑　健", "=1+1")


def test_a_file_mended_twice_has_one_column_of_reasons() -> None:
    once = mendable_csv(reading(f"{INTAKE}\n1,山﨑　健,S65,,\n").intake, {})
    twice = mendable_csv(reading(once).intake, {})
    assert once == twice


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@A", "＝1", "＋1", "－1", "＠A", "\t=1", "\r1", " =1", "\u200b=1", "'=1"]
)
def test_a_cell_that_would_run_is_guarded(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "山﨑", "1-2-3", "'quoted'", "A=1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell == unguarded(cell)


@given(st.text(alphabet="=+-@＝'\t\r \u200ba1山", max_size=8))
def test_a_guard_is_taken_back_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not is_risky(guarded(cell)) or guarded(cell).startswith("'")


@given(st.lists(st.text(alphabet="=,\"'\n\t山﨑①㈱ a", max_size=10), min_size=5, max_size=5))
@example(['"\t\t\t', "\t", "\t", "\t\t\t", "\t\t\t"])  # more tabs than commas, and still a file parted by commas
def test_any_cells_come_back_as_they_went(cells: list[str]) -> None:
    (sheet,) = read_book("x.csv", f"{INTAKE}\n1,x,,,\n".encode()).sheets
    (row,) = read_sheet(sheet, today=TODAY).intake
    sent = replace(row, cells=tuple(f"a{cell}z" for cell in cells))
    (back,) = reading(mendable_csv([sent], {})).intake
    assert back.cells[:5] == sent.cells


@pytest.mark.parametrize("evil", ["(" * 30_000, "「" * 30_000, "9月" * 15_000, "令和" * 15_000, "1" * 30_000])
def test_a_monstrous_cell_is_read_in_no_time(evil: str) -> None:
    before = process_time()
    reading(f"{PROGRESS}\n1,{evil},訪問,{evil},{evil}\n")
    assert process_time() - before < 2
