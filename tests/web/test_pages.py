"""Who gets which page: own, other, next door, nobody."""

import re

import pytest
from django.test import Client
from django.urls import reverse

PAGES = ["desk", "intake", "today", "board", "people", "settings", "find"]
ALLOWED = {
    "hana": {"desk", "intake", "today", "board", "find"},
    "yuki": {"desk", "today", "find"},
    "mio": {"desk", "board", "find"},
    "ada": {"people", "settings"},
}
CASE_PAGES = {
    "case": {"hana", "yuki", "mio"},
    "case_print": {"hana", "mio"},
    "case_contact": {"hana", "yuki"},
    "case_plan": {"hana", "yuki"},
    "case_move": {"hana", "yuki"},
    "case_note": {"hana", "yuki"},
    "case_consent": {"hana", "yuki"},
    "case_pause": {"hana"},
    "case_close": {"hana"},
    "case_reopen": {"hana"},
    "case_hand-over": {"hana"},
    "case_second": {"hana"},
    "case_open-method": {"hana"},
    "case_edit": {"hana"},
    "case_edit_family": {"hana"},
    "case_edit_facts": {"hana"},
    "case_open": {"hana"},
    "brief": {"hana", "yuki"},
    "phone_record": {"hana", "yuki"},
    "phone_done": {"hana", "yuki", "mio"},
}
CAST = ["hana", "yuki", "sora", "mio", "ada", "rin"]


@pytest.mark.parametrize("who", ALLOWED)
def test_each_role_has_its_places_and_no_others(world, sign_in, who):
    client = sign_in(getattr(world, who))
    got = {page for page in PAGES if client.get(reverse(page)).status_code == 200}
    assert got == ALLOWED[who]


@pytest.mark.parametrize("who", CAST)
def test_a_case_is_404_for_everyone_it_is_not_for(world, sign_in, who):
    client = sign_in(getattr(world, who))
    answers = {page: client.get(reverse(page, args=[world.ken.pk])).status_code for page in CASE_PAGES}
    assert answers == {page: 200 if who in readers else 404 for page, readers in CASE_PAGES.items()}


@pytest.mark.parametrize("page", [*PAGES, "account"])
def test_a_stranger_is_sent_to_sign_in(world, page):
    answer = Client().get(reverse(page))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


def test_every_page_keeps_its_headers(world, sign_in):
    answer = sign_in(world.hana).get("/desk/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_nickname_stands_on_the_list_and_never_the_name(world, sign_in):
    page = sign_in(world.hana).get("/desk/").content.decode()
    assert "花水木さん宅" in page
    assert "山﨑" not in page


def test_a_page_speaks_the_readers_language(world, sign_in):
    assert "相談を受け付ける" in sign_in(world.hana, "ja").get("/desk/").content.decode()
    assert "Take a call" in sign_in(world.hana, "en").get("/desk/").content.decode()


def test_the_menu_speaks_it_too(world, sign_in):
    menu = sign_in(world.hana, "ja").get("/desk/").content.decode().split('class="menu"')[1].split("</details>")[0]
    assert all(word in menu for word in ("画面の明るさ", "暗い画面", "明るい画面", "画面の氏名", "ログアウト"))
    assert re.findall(r">\s*[A-Z][a-z]+[^<]*<", re.sub(">(English|Hana)<", "><", menu)) == []


def test_every_look_at_a_case_leaves_a_reading(world, sign_in):
    sign_in(world.mio).get(reverse("case", args=[world.ken.pk]))
    from_the_table = world.readings()
    assert from_the_table == [(world.mio.pk, "case")]
