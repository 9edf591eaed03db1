from concurrent.futures import ThreadPoolExecutor

import pytest

from cases.rules.postal import Town, fold, show, split_address, towns

NISHIKASAI = Town(prefecture="東京都", municipality="江戸川区", town="西葛西")


@pytest.mark.parametrize(
    "told", ["134-0088", "1340088", "１３４－００８８", "〒134-0088", "〒 134ー0088", " 134 0088 "]
)
def test_a_code_is_written_in_many_ways(told: str) -> None:
    assert towns(told) == [NISHIKASAI]


@pytest.mark.parametrize("told", ["", "999-8888", "134", "134-00888", "abcdefg"])
def test_an_unknown_code_has_no_town(told: str) -> None:
    assert towns(told) == []


def test_one_code_may_cover_several_towns() -> None:
    assert len(towns("452-0961")) > 60
    assert {town.municipality for town in towns("452-0961")} == {"清須市"}


def test_the_code_of_an_office_leads_to_its_town() -> None:
    assert towns("100-8791") == [Town(prefecture="東京都", municipality="千代田区", town="大手町")]


def test_a_code_is_shown_with_its_hyphen() -> None:
    assert show(fold("１３４００８８")) == "134-0088"


def test_an_address_is_split_where_it_begins_with_its_code() -> None:
    assert split_address("1340088", "東京都江戸川区西葛西1-2-3") == ("東京都", "江戸川区", "西葛西1-2-3")
    assert split_address("1340088", "北海道北見市") == ("", "", "北海道北見市")


def test_many_threads_look_up_at_once() -> None:
    codes = ["134-0088", "330-0063", "601-8001", "860-0806"] * 25
    with ThreadPoolExecutor(8) as many:
        found = list(many.map(towns, codes))
    assert all(len(places) == 1 for places in found)
