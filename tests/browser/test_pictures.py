"""The pictures of the README come out of the running demo: `make picture`."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser


def test_the_desk_as_the_readme_shows_it(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    hana.page.goto("/desk/")
    expect(hana.page.locator("tbody tr").first).to_be_visible()
    hana.picture("desk", whole=False)
    hana.leave()


def test_paper_shows_no_frame(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    hana.page.goto("/desk/")
    hana.page.emulate_media(media="print")
    expect(hana.page.locator(".frame")).to_be_hidden()
    expect(hana.page.locator("h1")).to_be_visible()
    hana.picture("desk-on-paper")
    hana.leave()
