"""Countries stand where a reader looks for them."""

from babel import Locale

from cases.rules.calendar import countries
from cases.rules.countries import country_key
from cases.rules.kana import OTHER_ROW, row_of


def order(language: str, *codes: str) -> list[str]:
    names = Locale.parse(language).territories
    return sorted(codes, key=lambda code: country_key(names[code], language))


def test_kanji_and_kana_stand_in_one_order_of_the_fifty_sounds():
    assert order("ja", "US", "GB", "KR", "KP", "CN", "JP", "TL", "FR", "ZA", "MN") == [
        "US", "GB", "KR", "KP", "CN", "JP", "TL", "FR", "ZA", "MN",
    ]  # fmt: skip
    assert order("ja", "MK", "KP", "HK", "MO", "TF", "PF") == ["KP", "MK", "HK", "MO", "TF", "PF"]
    assert order("ja", "CD", "CG") == ["CG", "CD"]
    assert order("ja", "DE", "TR", "DM", "DO") == ["DE", "DO", "DM", "TR"]


def test_a_letter_with_a_mark_stands_with_its_letter():
    assert order("en", "ZW", "AX", "AL", "AF") == ["AF", "AX", "AL", "ZW"]


def test_every_country_has_a_reading():
    names = Locale.parse("ja").territories
    assert [names[one] for one in countries() if row_of(country_key(names[one], "ja")) == OTHER_ROW] == []
