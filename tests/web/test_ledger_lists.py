"""Each number of a reading opens its list: what these books brought, and nothing else."""

import re
from html import unescape

import pytest

from accounts.walls import within
from cases.models import Case, Contact, Reading
from tests.ledgers import AI, KEN, LETTER, NOW, REFUSED, TRIES, VOICE, intake, progress
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


def test_the_number_of_contacts_opens_them_with_their_cases(world, hana, brought):
    link = re.search(r'<a href="([^"]+/contacts/)">1</a>', brought[1])
    assert link
    assert brought[1].count(link[1]) == 1  # of what is none, there is no list
    assert f'href="{link[1]}"' in hana.get(PAGE).content.decode()
    page = hana.get(link[1]).content.decode()
    for words in ("A-2", "断られた", "2026年10月12日", "西田"):
        assert words in page
    with within(world.hana):
        look_at = Reading.objects.get(page="ledger")
        assert look_at.shown == [Case.objects.get(code="A-2").pk]
    hana.post(brought[0] + "undo/")
    assert hana.get(link[1]).status_code == 404


def test_a_long_history_is_leafed_through_case_by_case(hana):
    tries = [
        LETTER.replace("10-10", f"10-{day:02d}").replace("A-1", code) for day in range(1, 31) for code in ("A-1", "A-2")
    ]
    address, page = look(hana, intake(KEN, AI), progress(*tries))
    bring(hana, address, page)
    first = hana.get(address + "contacts/").context["rows"]
    assert [row["code"] for row in first] == ["A-1"] * 30 + ["A-2"] * 20
    rest = hana.get(address + "contacts/?from=50").context
    assert ([row["code"] for row in rest["rows"]], rest["before"], rest["after"]) == (["A-2"] * 10, 0, None)
    assert hana.get(address + "contacts/?from=99999999999999999999").status_code == 200
    assert hana.get(address + "contacts/?from=999999").context["rows"] == []


@pytest.mark.parametrize(
    ("head", "row", "minutes"),
    [
        (TRIES.replace(",時間(分)", ""), VOICE.replace(",30,", ","), None),
        (TRIES, VOICE.replace(",30,", ",,"), None),
        (TRIES, VOICE.replace(",30,", ",0,"), 0),
    ],
)
def test_minutes_nobody_told_are_not_shown_as_none_spent(world, hana, head, row, minutes):
    address, page = look(hana, intake(KEN), progress(row, head=head))
    assert [one["minutes"] for one in page.context["tries"]] == [minutes]
    bring(hana, address, page)
    with within(world.hana):
        contact = Contact.objects.get(case__code="A-1")
    assert contact.minutes == minutes
    assert hana.get(address + "contacts/").context["rows"][0]["minutes"] == minutes
    for here in (f"/cases/{contact.case_id}/", f"/cases/{contact.case_id}/print/"):
        assert ("0分" in hana.get(here).content.decode()) == (minutes == 0)
