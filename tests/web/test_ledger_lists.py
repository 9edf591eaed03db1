"""Each number of a reading opens its list: what these books brought, and nothing else."""

import re
from html import unescape

import pytest

from tests.ledgers import AI, KEN, NOW, REFUSED, intake, progress
from tests.web.test_ledger import PAGE, bring, look


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def brought(world, hana):
    """Ken's namesake with his worker, and Ai, who declined."""
    address, page = look(hana, intake(KEN, AI), progress(REFUSED))
    return address, bring(hana, address, page, 大栗=str(world.yuki.pk)).content.decode()


def listed(client, page, words):
    """The codes of the cases behind the link with these words."""
    link = re.search(rf'<a href="([^"]+)">[^<]*{words}', page)
    assert link, f"no link says {words}"
    return set(re.findall(r"<small>([AH][\w-]+)</small>", client.get(unescape(link[1])).content.decode()))


@pytest.mark.parametrize(
    ("words", "cases"),
    [("1件は、台帳に断られた記録", {"A-2"}), ("1件は担当者が決まった状態で", {"A-1"}), ("2</a>", {"A-1", "A-2"})],
)
def test_each_number_opens_its_cases(hana, brought, words, cases):
    assert listed(hana, brought[1], words) == cases


def test_the_list_of_readings_opens_them_too_until_they_are_undone(hana, brought):
    assert listed(hana, hana.get(PAGE).content.decode(), "2</a>") == {"A-1", "A-2"}
    hana.post(brought[0] + "undo/")
    assert "ledger=" not in hana.get(PAGE).content.decode()


def test_the_list_says_what_it_holds_and_leads_back(hana, brought):
    page = hana.get(f"/desk/?view=refused&ledger={brought[0].split('/')[-2]}").content.decode()
    assert "一回の取り込みで台帳から入ったケースだけを表示しています" in page
    assert f'href="{brought[0]}"' in page
    assert "本人が断った方法のあるケース" in page


@pytest.mark.parametrize("who", ["mio", "rin", "yuki"])
def test_nobody_else_is_told_what_the_books_brought(world, sign_in, brought, who):
    page = sign_in(getattr(world, who)).get(f"/desk/?view=all&ledger={brought[0].split('/')[-2]}")
    assert page.status_code == 200
    assert "A-1" not in page.content.decode() if who == "rin" else page.context["filters"].ledger is None
