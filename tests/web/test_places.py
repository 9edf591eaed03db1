"""What a browser keeps for itself: light, covered names, single keys."""

import pytest
from django.test import Client


@pytest.mark.parametrize(("name", "value"), [("theme", "dark"), ("privacy", "on"), ("shortcuts", "off")])
def test_a_setting_stays_in_this_browser(world, name, value):
    client = Client()
    answer = client.post(f"/{name}/", {name: value, "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert f'data-{name}="{value}"' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("name", ["theme", "privacy", "shortcuts"])
def test_a_setting_nobody_offers_is_the_usual(world, name):
    client = Client()
    client.post(f"/{name}/", {name: "loud"})
    client.cookies[name] = "loud"
    assert 'data-theme="auto" data-privacy="off" data-shortcuts="on"' in client.get("/sign-in/").content.decode()


def test_a_switch_never_leads_out_of_the_house(world):
    assert Client().post("/theme/", {"theme": "dark", "next": "https://next.door/"}).headers["Location"] == "/"


@pytest.mark.parametrize("wished", ["nowhere", "case"])
def test_a_switch_takes_the_way_back_as_an_address_and_never_as_the_name_of_a_page(world, wished):
    assert Client().post("/theme/", {"theme": "dark", "next": wished}).headers["Location"] == wished


def test_a_worker_finds_her_places_and_the_search_and_an_administrator_no_search(world, sign_in):
    assert 'role="search"' in sign_in(world.yuki).get("/today/").content.decode()
    assert 'role="search"' not in sign_in(world.ada).get("/people/").content.decode()


def test_the_place_one_is_at_is_marked(world, sign_in):
    page = sign_in(world.yuki).get("/today/").content.decode()
    assert '<a href="/today/" aria-current="page">' in page
    assert '<a href="/desk/">' in page


def test_the_keys_are_listed_for_the_readers_own_places(world, sign_in):
    page = sign_in(world.ada).get("/people/").content.decode()
    assert "<kbd>g</kbd> <kbd>p</kbd>" in page
    assert "<kbd>g</kbd> <kbd>d</kbd>" not in page
