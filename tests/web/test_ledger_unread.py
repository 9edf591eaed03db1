"""Books that cannot be read yet say so in the list, and why; they are matched by hand or put away."""

import pytest

from accounts.walls import within
from tests.ledgers import CASES, KEN, NOW, VOICE, intake, progress
from tests.web.test_ledger import PAGE, look, newest

NOT_READ, WAITS = "読み取れないシートがあります", "確認待ち"
NO_COLUMN = "「本人の名前」の列が見つかりません"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def listed(client):
    return client.get(PAGE).content.decode()


def nameless():
    return intake(KEN, head=CASES.replace("本人氏名", "おなまえ"))


def by_hand(page, **told):
    """The form of the columns as it stands, with some chosen otherwise."""
    (sheet,) = (one for one in page.context["columns"] if one["kind"] == "intake")
    place, names = sheet["place"], [one["name"] for one in sheet["header"]]
    fields = {one["name"]: one["field"] for one in sheet["header"]} | told
    return {"place": place, f"kind-{place}": "intake", f"was-{place}": "intake", f"name-{place}": names,
            f"field-{place}": [fields[name] for name in names]}  # fmt: skip


def test_the_list_says_that_a_sheet_could_not_be_read_and_why(hana):
    _, page = look(hana, nameless())
    assert page.status_code == 200
    words = listed(hana)
    assert all(one in words for one in (NOT_READ, NO_COLUMN, "取り込まずに片づける"))
    assert WAITS not in words


def test_the_reason_names_the_part_of_the_page_in_which_it_is_mended(hana):
    _, page = look(hana, nameless())
    assert "「列の対応」で" in listed(hana)
    assert "<h2>列の対応</h2>" in page.content.decode()


def test_of_two_books_the_one_that_could_not_be_read_is_told(hana):
    look(hana, nameless(), progress(VOICE))
    assert NOT_READ in listed(hana)


def test_a_book_that_is_no_ledger_says_so_in_the_list_too(hana):
    _, page = look(hana, intake("1,2\n", head="あ,い\n"))
    assert "受付簿にも経過記録にも見えません" in listed(hana)
    assert "まだ一行も読み取れていません" in page.content.decode()


def test_matched_by_hand_they_wait_for_a_look_like_all_others(hana):
    address, page = look(hana, nameless())
    hana.post(address + "columns/", by_hand(page, おなまえ="name"))
    words = listed(hana)
    assert WAITS in words
    assert NOT_READ not in words


def test_matched_wrongly_they_could_not_be_read_again(hana):
    address, page = look(hana, intake(KEN))
    assert WAITS in listed(hana)
    hana.post(address + "columns/", by_hand(page, 本人氏名="kept"))
    assert NO_COLUMN in listed(hana)


def test_they_can_be_put_away(world, hana):
    address, _ = look(hana, nameless())
    hana.post(address + "discard/")
    assert NOT_READ not in listed(hana)
    with within(world.hana):
        assert not newest(world).files.exists()
