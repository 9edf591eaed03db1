import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.names import FOLDED, loose, split_kana, split_name


@pytest.mark.parametrize("told", ["東海林　浩二", "東海林 浩二", " 東海林 　浩二 "])
def test_a_space_of_any_width_parts_a_name(told: str) -> None:
    assert split_name(told) == ("東海林", "浩二")


@pytest.mark.parametrize("told", ["東海林浩二", "", "マリア デ ロス"])
def test_a_name_that_cannot_be_split_is_left_as_told(told: str) -> None:
    assert split_name(told) is None


def test_a_split_keeps_every_character_of_a_name() -> None:
    assert split_name("髙橋　﨑\U000e0100") == ("髙橋", "﨑\U000e0100")


def test_a_reading_without_a_space_stands_whole_and_says_so() -> None:
    whole = split_kana("こばやしりょう")
    assert (whole.family, whole.given, whole.is_split) == ("こばやしりょう", "", False)
    apart = split_kana("ﾜﾀﾅﾍﾞ　ﾁﾋﾛ")
    assert (apart.family, apart.given, apart.is_split) == ("ワタナベ", "チヒロ", True)


def test_no_reading_is_no_reading_to_split() -> None:
    assert split_kana("").is_split


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("渡邊", "渡邉"),
        ("𠮷田", "吉田"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_variants_of_one_name_are_found_as_one(one: str, other: str) -> None:
    assert loose(one) == loose(other)


def test_different_names_stay_different() -> None:
    assert loose("斎藤") != loose("佐藤")
    assert loose("祐介") != loose("佑介")


def test_no_character_stands_for_two_others() -> None:
    assert not set(FOLDED) & {ord(one) for one in FOLDED.values()}


@given(st.text(max_size=20))
def test_what_is_folded_stays_folded(name: str) -> None:
    assert loose(loose(name)) == loose(loose(loose(name)))
