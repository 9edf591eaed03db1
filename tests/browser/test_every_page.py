"""Every page a role can reach: no barrier, no overflow, no error, nobody else asked; in both languages and lights."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import DESK, PHONE, House, Person

pytestmark = pytest.mark.browser
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NARROW = {"width": 320, "height": 640}
TWICE_AS_LARGE = {"width": 640, "height": 400}  # 1280 × 800 at 200 %
NOT_PAGES = re.compile(r"\.(csv|xlsx|ics|zip)|/print/|^/(static|sign-out)|^/$")
QUICKLY = {"preload": False, "resultTypes": ["violations"]}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
OF_EVERYBODY = re.compile(r"^/(account|password)/")  # looked at once, as the first role
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('main *, header *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
      && !e.closest('.scroll, nav.tabs')).slice(0, 3).map((e) => e.outerHTML.slice(0, 90)) : []"""
_found: dict[str, list[str]] = {}


def shape(address: str) -> str:
    """Pages of one kind look alike: /cases/<id>/ is looked at once."""
    parts = urlsplit(address)
    return ID.sub("<id>", parts.path)


def reachable(person: Person, login: str) -> list[str]:
    """One address of each kind, found the way a reader finds them: by following links from the start."""
    if login not in _found:
        seen, waiting, start = dict[str, str](), [urlsplit(person.page.url).path], person.house.url
        while waiting:
            address = waiting.pop(0)
            if shape(address) in seen or NOT_PAGES.search(address):
                continue
            seen[shape(address)] = address
            answer = person.context.request.get(address)
            assert answer.status == 200, address
            links = re.findall(r'<a [^>]*href="([^"#]+)"', answer.text())
            inside = [link.replace("&amp;", "&") for link in links if not re.match(r"[a-z]+:", link)]
            base = urlsplit(address).path
            waiting += [(base + link if link.startswith("?") else link.removeprefix(start)) for link in inside]
        _found[login] = list(seen.values())
    return _found[login]


def barriers(person: Person, **options: object) -> Iterator[str]:
    heard = len(person.sins)
    found = Axe().run(person.page, options=QUICKLY | options).response["violations"]
    del person.sins[heard:]  # axe tries a style of its own, which our policy refuses
    for one in found:
        for node in one["nodes"][:2]:
            yield f"{one['id']}: {node['html'][:120]}"


def troubles(person: Person, *, phone: bool, dark: bool) -> Iterator[str]:
    page = person.page
    page.set_viewport_size(PHONE if phone else DESK)
    page.emulate_media(color_scheme="dark" if dark else "light")
    yield from barriers(person)
    page.emulate_media(color_scheme="light" if dark else "dark")
    yield from barriers(person, **ONLY_COLOURS)
    for size in (NARROW, PHONE) if phone else (TWICE_AS_LARGE, DESK):  # the last is also the picture's
        page.set_viewport_size(size)
        yield from (f"wider than {size['width']}: {html}" for html in page.evaluate(TOO_WIDE))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("login", ["hana", "yuki", "mio", "ada"])
def test_no_barrier_on_any_page(browser: Browser, house: House, login: str, language: str) -> None:
    """Japanese on a desk by day and English on a phone at night, and the colours of the other light each time."""
    person, phone = Person(browser, house, login, language=language), language == "en"
    found = []
    for address in reachable(person, login):
        if login != "hana" and OF_EVERYBODY.search(address):
            continue
        person.page.goto(address)
        found += [f"{address} {trouble}" for trouble in troubles(person, phone=phone, dark=phone)]
        name = f"{login}-{language}{ID.sub('one', urlsplit(address).path).replace('/', '-')}".rstrip("-")
        person.page.emulate_media(color_scheme="dark" if phone else "light")
        person.picture(name)
    assert not found, "\n".join(found)
    person.leave()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_barrier_before_signing_in(browser: Browser, house: House, language: str) -> None:
    stranger, phone = Person(browser, house, language=language), language == "en"
    found = []
    for address in ("/sign-in/", "/password/reset/", "/no-such-page/"):
        stranger.page.goto(address)
        found += [f"{address} {trouble}" for trouble in troubles(stranger, phone=phone, dark=phone)]
        stranger.page.emulate_media(color_scheme="dark" if phone else "light")
        stranger.picture(f"stranger-{language}{address.replace('/', '-')}".rstrip("-"))
    assert not found, "\n".join(found)
    stranger.leave()
