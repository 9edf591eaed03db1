from cases.rules.ledger.becoming import SOURCES, Wanted, row_digest, wanted
from cases.rules.ledger.columns import KEPT, LEFT_OUT, Columns, match_columns
from cases.rules.ledger.leftovers import progress_lines
from cases.rules.ledger.merging import differences
from cases.rules.ledger.rows import IntakeRow
from tests.rules.ledger.books import INTAKE, PROGRESS, reading


def read(text: str) -> tuple[IntakeRow, Columns]:
    found = reading(text)
    assert found.columns is not None
    return found.intake[0], found.columns


def become(text: str) -> Wanted:
    row, columns = read(text)
    return wanted(row, columns, planned=False, led=False)


def test_every_field_says_from_which_column_it_comes() -> None:
    assert set(become(f"{INTAKE}\n1,髙橋 健,,,\n").fields) == set(SOURCES)


def test_nobody_called_where_nothing_is_told_of_a_caller() -> None:
    assert not become(f"{INTAKE}\n1,髙橋 健,,,\n").has_caller
    assert become(f"{INTAKE}\n1,髙橋 健,,03-0000-0001,\n").has_caller


def test_who_calls_for_himself_is_no_relative_and_the_phone_is_his_own() -> None:
    head = "受付番号,相談者氏名,続柄,電話番号,本人氏名"
    told = become(f"{head}\n1,髙橋　健,本人,03-0000-0001,髙橋 健\n")
    assert not told.has_caller
    assert (told.fields["person.phone"], told.fields["family.phone"]) == ("+81300000001", "")
    assert told.fields["case.ledger_note"] == ""
    assert become(f"{head}\n1,健ちゃん,本人,,髙橋 健\n").fields["case.ledger_note"] == "相談者氏名：健ちゃん"


def test_what_cannot_be_read_is_kept_in_the_ledger_s_own_words() -> None:
    told = become(
        "受付番号,受付日,本人氏名,続柄,性別,郵便番号,きっかけ,外出状況,支援段階\n1,先月,髙橋 健,継母,男の子,123,雷,夜だけ,様子見\n"
    )
    assert told.of("case")["ledger_note"].splitlines() == [
        "受付日：先月", "続柄：継母", "郵便番号：123", "性別：男の子", "きっかけ：雷", "外出状況：夜だけ", "支援段階：様子見",
    ]  # fmt: skip


def test_plain_words_leave_nothing_over() -> None:
    told = become(
        "受付番号,受付日,本人氏名,続柄,性別,きっかけ,外出状況,支援段階\n1,R8.4.1,髙橋 健,母,男,不登校、いじめ,不明,手紙\n"
    )
    assert told.of("case")["ledger_note"] == ""


def test_a_try_keeps_what_its_codes_do_not_say() -> None:
    found = reading(f"{PROGRESS}\n1,R8.4.3,LINE,父,スタンプの返事\n1,R8.4.4,訪問,本人,応答なし\n")
    assert found.columns is not None
    first, second = found.progress
    assert progress_lines(first, found.columns, named=True) == "方法：LINE\n対象：父\n様子：スタンプの返事"
    assert progress_lines(second, found.columns, named=True) == ""


def test_a_column_nobody_matched_counts_and_one_left_out_does_not() -> None:
    text = INTAKE + ",血液型\n1,髙橋 健,,,,{}\n"
    (one, columns), (other, _) = read(text.format("AB")), read(text.format("O"))
    assert row_digest(one, columns) != row_digest(other, columns)
    header = [*INTAKE.split(","), "血液型"]
    without = match_columns(header, mapping={"血液型": LEFT_OUT})
    kept = match_columns(header, mapping={"備考": KEPT})
    assert without is not None
    assert kept is not None
    assert row_digest(one, without) == row_digest(other, without)
    assert kept.unmatched == ("備考", "血液型")


def test_both_values_are_told_where_a_field_changed_on_both_sides() -> None:
    wrote = {"a": "old", "b": "old", "c": "old", "day.next": "2026-12-01"}
    now = {"a": "ours", "b": "old", "c": "theirs", "day.next": None}
    wants = {"a": "theirs", "b": "theirs", "c": "theirs", "day.next": None}
    found = differences(wrote, now, wants)
    assert [(one.name, one.ours, one.theirs, one.clashes) for one in found] == [
        ("a", "ours", "theirs", True), ("b", "old", "theirs", False),
    ]  # fmt: skip
    assert [one.clashes for one in differences(wrote, now, wants, held=frozenset({"b"}))] == [True, True]
