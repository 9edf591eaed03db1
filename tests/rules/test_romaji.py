import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.romaji import one_spelling, passport, romaji


@pytest.mark.parametrize(
    ("kana", "said"),
    [
        ("さとう", "satou"),
        ("しょうじ", "shouji"),
        ("ハットリ", "hattori"),
        ("こっちゃん", "kotchan"),
        ("ジェームス", "jeemusu"),
        ("フィリップ", "firippu"),
        ("きゅうしゅう", "kyuushuu"),
        ("しんいち", "shinichi"),
    ],
)
def test_kana_are_spelled_letter_by_letter(kana: str, said: str) -> None:
    assert romaji(kana) == said


@pytest.mark.parametrize(
    ("kana", "said"), [("さとう", "sato"), ("いのうえ", "inoue"), ("おおの ゆうき", "ono yuki"), ("なんば", "namba")]
)
def test_a_passport_leaves_long_vowels_out(kana: str, said: str) -> None:
    assert passport(kana) == said


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("さとう", ["sato", "satou", "satoh", "Satō", "SATOO"]),
        ("しょうじ", ["shoji", "shouji", "syouzi", "syoji"]),
        ("つちや", ["tsuchiya", "tutiya"]),
        ("ふじた", ["fujita", "huzita"]),
        ("しんいち", ["shin'ichi", "shinichi", "sinniti"]),
        ("なんば", ["namba", "nanba"]),
        ("おおの", ["ohno", "ono", "oono"]),
    ],
)
def test_people_spell_one_name_in_many_ways(kana: str, typed: list[str]) -> None:
    assert {one_spelling(way) for way in typed} == {one_spelling(romaji(kana))}


@given(st.text(st.sampled_from("あいうえおかさしちつふじゃゅょっんー"), max_size=10))
def test_one_spelling_of_a_spelling_is_itself(kana: str) -> None:
    assert one_spelling(one_spelling(romaji(kana))) == one_spelling(one_spelling(one_spelling(romaji(kana))))
