import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.kana import (
    OTHER_ROW,
    ROWS,
    is_kana,
    row_bounds,
    row_of,
    sort_key,
    tidy,
    to_hiragana,
    to_katakana,
)

HIRAGANA = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3094), min_size=1, max_size=12)


@pytest.mark.parametrize("told", ["やまだ はなこ", "ヤマダ　ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ", "やまた゛ はなこ"])
def test_kana_of_any_width_and_script_is_one(told: str) -> None:
    assert to_katakana(tidy(told)) == "ヤマダ ハナコ"


def test_a_reading_keeps_the_script_it_was_told_in() -> None:
    assert tidy("  ﾔﾏﾀﾞ　　はなこ ") == "ヤマダ はなこ"


@pytest.mark.parametrize(("text", "is_one"), [("オリビア", True), ("こーの・", True), ("ー", False), ("山だ", False)])
def test_kana_are_told_from_other_words(text: str, is_one: bool) -> None:
    assert is_kana(text) is is_one


def test_names_stand_in_the_order_of_the_fifty_sounds() -> None:
    in_order = [
        "あべ",
        "アンドウ",
        "かい",
        "がい",
        "かう",
        "かとう あい",
        "カトウ ワタル",
        "がとう あい",
        "かとうだ あい",
    ]
    assert sorted(set(in_order), key=sort_key) == in_order


def test_unvoiced_stands_before_voiced_before_semi_voiced() -> None:
    assert sorted(["ぱん", "ばん", "はん", "はんか"], key=sort_key) == ["はん", "ばん", "ぱん", "はんか"]


def test_a_long_mark_sorts_as_its_vowel_and_small_kana_as_large() -> None:
    assert sort_key("コーノ") == sort_key("こおの")
    assert sort_key("しょうじ") == sort_key("シヨウジ")
    assert sort_key("さゝき") == sort_key("ささき")


@pytest.mark.parametrize(
    ("kana", "row"),
    [("おおた", "あ"), ("がもう", "か"), ("ﾂｼﾞ", "た"), ("ぱく", "は"), ("ヴェラ", "あ"), ("わだ", "わ"), ("ん", "わ")],
)
def test_the_jump_bar_knows_the_row(kana: str, row: str) -> None:
    assert row_of(kana) == row


@pytest.mark.parametrize("kana", ["", "Smith", "山田"])
def test_what_is_no_kana_stands_under_others(kana: str) -> None:
    assert row_of(kana) == OTHER_ROW


@given(HIRAGANA)
def test_there_and_back_is_the_same_kana(kana: str) -> None:
    assert to_hiragana(to_katakana(kana)) == kana


@given(HIRAGANA)
def test_every_kana_stands_within_the_bounds_of_its_row(kana: str) -> None:
    row = row_of(kana)
    assert row in ROWS
    start, end = row_bounds(row)
    assert start <= sort_key(kana) < end


@given(HIRAGANA, HIRAGANA, HIRAGANA)
def test_one_family_name_stands_together(family: str, given_name: str, other: str) -> None:
    mine, theirs = sort_key(f"{family} {given_name}"), sort_key(f"{other} {given_name}")
    if sort_key(family) < sort_key(other):
        assert mine < theirs


def test_the_longest_reading_still_fits_its_column() -> None:
    assert len(sort_key("が" * 60 + " " + "が" * 60)) == 120
