import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.finding import grams_for, grams_of_query, why

KOJI = {
    "name": "東海林　浩二",
    "kana": "しょうじ こうじ",
    "phone": "090ー0000ー1653",
    "postal_code": "〒134-0088",
    "code": "H2026-0012",
}
YAMAZAKI = {"name": "山﨑　直樹", "kana": "ﾔﾏｻﾞｷ ﾅｵｷ", "phone": "080-0000-9534"}
NAMES = st.text(alphabet="東海林髙橋山﨑齋藤渡邊浩二直樹恵亮", min_size=1, max_size=8)
KANA = st.text(alphabet="あいうかがさしょじたつっはばぱやまん", min_size=1, max_size=8)
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=11)


def finds(query, fields):
    grams = grams_of_query(query)
    return bool(grams) and set(grams) <= set(grams_for(fields.values()))


@pytest.mark.parametrize(
    "query", ["東海林", "浩二", "ショウジ", "こうじ", "shouji", "090-0000", "1653", "134-0088", "H2026-0012", "浩"]
)
def test_koji_is_found_by_any_part_of_what_he_is_called_by(query):
    assert finds(query, KOJI)


def test_yamazaki_is_found_by_the_common_character():
    assert finds("山崎", YAMAZAKI)
    assert finds("やまざき", YAMAZAKI)


def test_somebody_else_is_not_found():
    assert not finds("西田", KOJI)
    assert grams_of_query("　") == []


@given(st.data(), st.one_of(NAMES, KANA, DIGITS))
def test_any_part_of_an_indexed_field_is_found(data, text):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert finds(text[start:end], {"field": text})


@pytest.mark.parametrize(
    ("query", "key"),
    [("東海林", "name"), ("こうじ", "kana"), ("shoji", "kana"), ("1653", "phone"), ("H2026", "code"), ("西田", "")],
)
def test_a_hit_says_which_field_it_was(query, key):
    assert why(query, KOJI) == key
