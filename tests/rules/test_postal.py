from threading import Thread

import pytest

from cases.rules.postal import fold, show, split_address, towns


@pytest.mark.parametrize("told", ["134-0088", "１３４－００８８", "〒134-0088", "1340088", "134ー0088"])
def test_a_code_written_in_many_ways_finds_its_town(told):
    (town,) = towns(told)
    assert (town.prefecture, town.municipality, town.town) == ("東京都", "江戸川区", "西葛西")


@pytest.mark.parametrize("told", ["", "134-008", "000-0000", "不明"])
def test_an_unknown_code_finds_nothing(told):
    assert towns(told) == []


def test_a_code_is_shown_with_its_hyphen():
    assert show(fold("６０１８００１")) == "601-8001"


def test_an_address_parts_from_what_its_code_says():
    assert split_address("134-0088", "東京都江戸川区西葛西1-2-3") == ("東京都", "江戸川区", "西葛西1-2-3")
    assert split_address("134-0088", "千葉県市川市八幡") == ("", "", "千葉県市川市八幡")


def test_every_thread_can_look_up():
    found: list[int] = []
    threads = [Thread(target=lambda code=code: found.append(len(towns(code)))) for code in ("2720021", "8528118")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert all(found)
