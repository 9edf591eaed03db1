import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.finding import codes_meant, grams_for, grams_of_query, sounds_like, why

MEGUMI = {
    "code": "H2026-0001",
    "name": "髙橋　恵",
    "kana": "タカハシ めぐみ",
    "nickname": "花水木さん宅",
    "phone": "+81300004914",
    "postal_code": "1340088",
}
GRAMS = set(grams_for(MEGUMI.values()))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("髙橋", "name"),
        ("高橋", "name"),
        ("高橋恵", "name"),
        ("橋　恵", "name"),
        ("恵", "name"),
        ("たかはし", "kana"),
        ("ﾀｶﾊｼ", "kana"),
        ("タカハシめぐみ", "kana"),
        ("たかはs", "kana"),
        ("takahasi", "kana"),
        ("Takahashi Megumi", "kana"),
        ("megumi", "kana"),
        ("花水木", "nickname"),
        ("03-0000", "phone"),
        ("０３００００", "phone"),
        ("+81 3 0000 4914", "phone"),
        ("4914", "phone"),
        ("〒134-0088", "postal_code"),
        ("h2026-0001", "code"),
        ("Ｈ２０２６", "code"),
    ],
)
def test_a_case_is_found_by_anything_it_is_called_and_says_why(typed: str, field: str) -> None:
    assert set(grams_of_query(typed)) <= GRAMS
    assert why(typed, MEGUMI) == field


@pytest.mark.parametrize("typed", ["佐藤", "さとう", "sato", "090-1111", "恵橋"])
def test_a_case_is_not_found_by_what_it_is_not(typed: str) -> None:
    assert not set(grams_of_query(typed)) <= GRAMS
    assert why(typed, MEGUMI) == ""


TOMOKO = {"name": "田中 智子", "kana": "たなか ともこ", "relative:0": "田中 太郎", "relative_kana:0": "たなか たろう"}


@pytest.mark.parametrize(
    "typed", ["katou", "かと", "かとも", "中智", "akatom", "かた", "カタ", "katou taro", "tanaka katou"]
)
def test_the_end_of_a_family_name_and_the_beginning_of_a_given_name_are_no_word(typed: str) -> None:
    assert why(typed, TOMOKO) == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [("田中智子", "name"), ("田中智", "name"), ("tanakatomoko", "kana"), ("Tanaka Tomoko", "kana"),
     ("たなかとも", "kana"), ("タナカタロウ", "relative_kana:0"), ("田中太郎", "relative:0"),
     ("tomo", "kana"), ("中 智", "name")],
)  # fmt: skip
def test_a_whole_name_is_found_without_a_space_and_so_is_any_part_of_one(typed: str, field: str) -> None:
    assert set(grams_of_query(typed)) <= set(grams_for(TOMOKO.values()))
    assert why(typed, TOMOKO) == field


def test_a_phone_told_in_pieces_is_one_number() -> None:
    assert why("0000165", {"relative_phone:0": "03 0000 1653"}) == "relative_phone:0"


@pytest.mark.parametrize("typed", ["", "　", "-", "^", "・"])
def test_nothing_typed_looks_for_nothing(typed: str) -> None:
    assert grams_of_query(typed) == []


def test_a_family_name_typed_with_a_reading_is_both() -> None:
    assert set(grams_of_query("高橋 megumi")) <= GRAMS


def test_the_start_of_each_form_is_marked() -> None:
    assert {"^高", "^タ", "^t", "^0", "^h"} <= GRAMS


def test_accents_and_spellings_of_foreign_names_fall_together() -> None:
    grams = set(grams_for(["Olivia Nordström"]))
    assert set(grams_of_query("nordstrom")) <= grams
    assert set(grams_of_query("NORDSTRÖM")) <= grams
    assert set(grams_of_query("olivia")) <= grams


LETTERS = st.sampled_from("山﨑髙橋邊齋藤あがしょうっジュンー・ん 　々ヶ②㈱")
LATIN = st.sampled_from("abcehijkmnostuyz")
DIGITS = st.sampled_from("0123456789-ー０１")
FIELDS = st.one_of(*(st.text(one, min_size=1, max_size=12) for one in (LETTERS, LATIN, DIGITS)))


@given(FIELDS, st.data())
def test_any_part_of_a_field_finds_it(field: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(field) - 1))
    part = field[start : data.draw(st.integers(start + 1, len(field)))]
    assert set(grams_of_query(part)) <= set(grams_for([field]))


@given(st.text(max_size=20))
def test_a_whole_field_always_finds_itself(field: str) -> None:
    assert set(grams_of_query(field)) <= set(grams_for([field]))


@given(st.from_regex(r"[A-Z]?20[0-9]{2}", fullmatch=True), st.integers(0, 99_999), st.integers(1, 6), st.integers(1, 6))
def test_a_code_is_meant_however_many_zeros_are_written(head: str, number: int, stored: int, typed: int) -> None:
    assert f"{head}-{number:0{stored}d}" in codes_meant(f" {head.lower()}ー{number:0{typed}d}")


@pytest.mark.parametrize("text", ["", "h2026", "h2026-", "03-0000-4914", "山崎-1", "h2026-1x"])
def test_what_is_no_code_means_none(text: str) -> None:
    assert codes_meant(text) == []


@pytest.mark.parametrize("typed", ["タカバシ", "だかはし", "takabashi", "Takahaji", "Megumi DAKAHASHI"])
def test_a_reading_one_sound_away_is_among_those_that_sound_alike(typed: str) -> None:
    assert why(typed, MEGUMI) in ("", "kana")
    assert "kana" in {why(other, MEGUMI) for other in sounds_like(typed)}


@pytest.mark.parametrize("typed", ["", "高橋", "03-0000", "あいう", "がなが" * 20])
def test_what_has_no_voice_sounds_like_nothing_else(typed: str) -> None:
    assert sounds_like(typed) == []
