import pytest

from cases.rules.openly import gives_away


@pytest.mark.parametrize(
    "title", ["山﨑さん宅", "やまさきさん", "浦安市の家", "ひきこもりの件", "HIKIKOMORI 3", "健さん宅"]
)
def test_a_name_a_place_or_the_word_gives_a_household_away(title):
    assert gives_away(title, ["山﨑", "やまさき", "健", "浦安市"])


@pytest.mark.parametrize("title", ["花水木さん宅", "H2026-0001", "保健室の青い鳥"])
def test_a_chosen_nickname_does_not(title):
    assert not gives_away(title, ["山﨑", "やまさき", "健", "浦安市", ""])
