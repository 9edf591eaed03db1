import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.kana import to_katakana
from cases.rules.romaji import one_spelling, romaji
from cases.rules.voicing import voicings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヤマサキ", "ヤマザキ"),
        ("ナカジマ", "ナカシマ"),
        ("タカタ", "タカダ"),
        ("ハット", "パット"),
        ("ヒラハヤシ", "ヒラバヤシ"),
    ],
)
def test_each_reading_is_a_voicing_of_the_other_in_kana_and_in_romaji(one: str, other: str) -> None:
    assert other in voicings(one)
    assert one in voicings(other)
    latin, its = one_spelling(romaji(one)), one_spelling(romaji(other))
    assert its in voicings(latin)
    assert latin in voicings(its)


KANA = st.text(
    st.sampled_from(to_katakana("かがさざしじすずただちてでとどはばぱひびふぶへほあいうなまやゃっん")), max_size=12
)


@given(KANA)
def test_the_way_back_is_a_voicing_too(kana: str) -> None:
    assert all(kana in voicings(other) for other in voicings(kana))


@given(KANA)
def test_one_sound_changes_and_the_length_stays(kana: str) -> None:
    others = list(voicings(kana))
    assert all(sum(a != b for a, b in zip(kana, other, strict=True)) == 1 for other in others)
    assert len(others) == len(set(others))


@pytest.mark.parametrize("word", ["", "アイウ", "高橋", "ガ" * 25])
def test_what_has_no_such_sound_and_what_is_no_name_has_none(word: str) -> None:
    assert list(voicings(word)) == []
