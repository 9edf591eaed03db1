from datetime import date

import pytest

from cases.rules.telling import name_of_self, read_family, read_person, read_relative, unread

TODAY = date(2026, 11, 25)


def test_what_was_told_is_read_beside_its_words() -> None:
    read = read_person({"birth_told": "46歳", "onset_told": "H25.4から", "family_kana": "ﾔﾏｻﾞｷ"}, today=TODAY)
    assert (read["birth_on"], read["birth_year"], read["birth_told"]) == (None, 1980, "46歳")
    assert (read["onset_year"], read["family_kana"]) == (2013, "ヤマザキ")


def test_words_taken_back_take_back_what_was_read_of_them() -> None:
    read = read_person({"birth_told": "", "onset_told": "", "phone_told": ""}, today=TODAY)
    assert (read["birth_on"], read["birth_year"], read["onset_year"], read["phone"]) == (None, None, None, "")


def test_what_the_caller_has_read_already_stays() -> None:
    assert read_person({"birth_told": "46歳", "birth_year": 1979}, today=TODAY)["birth_year"] == 1979
    assert read_relative({"phone_told": "母の携帯", "phone": "+819000000000"})["phone"] == "+819000000000"


def test_a_postal_code_never_contradicts_what_was_told() -> None:
    assert read_family({"postal_code": "279-0004"})["municipality"] == "浦安市"
    told = read_family({"postal_code": "279-0004", "municipality": "川崎市"})
    assert (told.get("prefecture", ""), told["municipality"], told.get("address", "")) == ("", "川崎市", "")


@pytest.mark.parametrize(
    ("name", "apart"),
    [("山田 太郎", ("山田", "太郎")), ("山田　太郎", ("山田", "太郎")), ("山田太郎", ("山田太郎", ""))],
)
def test_a_name_of_ones_own_comes_apart_where_it_was_told_apart(name: str, apart: tuple[str, str]) -> None:
    told = name_of_self({"name": name})
    assert (told["family_name"], told["given_name"]) == apart


def test_what_cannot_be_read_is_named_once_each() -> None:
    codes = [one.code for one in unread({"birth_told": "丙午"}, ("090-12", "", "03-1234-5678"), today=TODAY)]
    assert codes == ["unreadable_date", "phone_too_short"]
