"""The frame of every page: keys, composing, light, covered names, messages."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def hana(browser: Browser, house: House) -> Person:
    return Person(browser, house, "hana")


def compose(page: Page, text: str) -> None:
    """Begin to write a word the way an input method does, and press Enter to choose it."""
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent", {"type": kind, "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
        )


def test_enter_while_composing_neither_searches_nor_sends(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.locator("#q").focus()
    compose(page, "はなみずき")
    page.locator("#q").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    )
    page.evaluate("document.querySelector('form.find').requestSubmit()")
    expect(page).to_have_url(f"{hana.house.url}/desk/")
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "花水木"})
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"/find/\?for="))
    hana.leave()


def test_a_postal_code_written_with_an_input_method_fills_the_address(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/intake/")
    page.locator("[data-postal-url]").focus()
    session = page.context.new_cdp_session(page)
    code = "１３４００８８"
    session.send("Input.imeSetComposition", {"text": code, "selectionStart": 7, "selectionEnd": 7})
    expect(page.locator("[name=municipality]")).to_have_value("")
    session.send("Input.insertText", {"text": code})
    expect(page.locator("[name=municipality]")).to_have_value("江戸川区")
    hana.leave()


def test_a_form_that_asks_for_a_method_is_sent_once_too(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.locator("tbody a").first.click()
    page.locator("[data-key=n]").click()
    page.locator("form.contact").wait_for()
    page.wait_for_load_state()
    stopped = page.evaluate("""() => [1, 2].map(() => {
        const tap = new Event("submit", { bubbles: true, cancelable: true });
        document.querySelector("form.contact").dispatchEvent(tap);
        return tap.defaultPrevented;
    })""")
    assert stopped == [False, True]
    hana.leave()


def test_what_one_module_cannot_do_stops_no_other(hana: Person) -> None:
    page = hana.page
    page.add_init_script("""Object.defineProperty(window, "sessionStorage", {
        get() { throw new DOMException("refused", "SecurityError"); },
    })""")
    page.goto("/desk/intake/")
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()
    assert {"refused" in sin for sin in hana.sins} == {True}


def test_single_keys_are_silent_while_a_word_is_composed(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.locator("body").dispatch_event("keydown", {"key": "?", "isComposing": True, "bubbles": True})
    expect(page.locator("dialog#keys")).to_be_hidden()
    hana.leave()


def test_the_keys_search_walk_go_and_list_themselves(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("tbody a").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#main").focus()
    page.keyboard.press("g")
    page.keyboard.press("b")
    expect(page).to_have_url(f"{hana.house.url}/board/")
    hana.leave()


def test_single_keys_can_be_switched_off(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.keyboard.press("?")
    page.locator("dialog button[name=shortcuts][value=off]").click()
    expect(page.locator("html")).to_have_attribute("data-shortcuts", "off")
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_text("花岡").first.click()
    page.get_by_role("button", name="キーボード操作").click()
    expect(page.locator("dialog#keys")).to_be_visible()
    hana.leave()


def test_light_and_language_stay_as_chosen(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="暗い").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/board/")
    expect(page.locator("body")).to_have_css("background-color", "rgb(28, 27, 25)")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/desk/")
    expect(page.locator("h1")).to_have_text("Desk")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    hana.leave()


def test_covered_names_show_themselves_one_by_one(browser: Browser, house: House) -> None:
    yuki = Person(browser, house, "yuki", phone=True)
    page = yuki.page
    page.get_by_role("link", name="花水木さん宅").first.click()
    page.locator(".menu summary").click()
    page.locator("button[name=privacy][value=on]").click()
    address, covered = page.locator("main .hush").first, "rgba(0, 0, 0, 0)"
    expect(address).to_have_css("color", covered)
    page.emulate_media(forced_colors="active")  # colours of the reader's own must not uncover anybody
    expect(address).to_have_css("color", covered)
    page.emulate_media(forced_colors="none")
    page.wait_for_load_state()
    address.focus()
    expect(address).not_to_have_css("color", covered)
    yuki.leave()


def test_the_first_tab_skips_to_the_content(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    hana.leave()


def tab_to(page: Page, words: str) -> None:
    """Tab on until what has the focus says these words."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate(
            "document.activeElement.textContent.trim() + ' ' + (document.activeElement.name ?? '')"
        ):
            return
    pytest.fail(f"Tab never reaches {words}")


def test_a_coordinator_gets_from_the_list_to_a_contact_by_keyboard(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/?view=all")
    tab_to(page, "若竹さん宅")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("若竹さん宅")
    page.wait_for_load_state()
    tab_to(page, "記録する")
    page.keyboard.press("Enter")
    expect(page.locator("form [name=response]").first).to_be_attached()
    page.wait_for_load_state()
    tab_to(page, "response")
    page.keyboard.press("Space")
    tab_to(page, "保存する")
    page.keyboard.press("Enter")
    expect(page.locator(".notes")).to_contain_text("次")
    hana.leave()


def test_a_session_that_ended_gives_the_words_back(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana", anew=True)
    page = hana.page
    page.goto("/desk/intake/")
    page.locator("[name=nickname]").fill("桜草さん宅")
    cookies = [one for one in hana.context.cookies() if "session" not in one["name"]]
    hana.context.clear_cookies()
    hana.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.locator("form[data-keep] .btn-primary").first.click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.fill("input[name=login]", "hana@example.org")
    page.fill("input[name=password]", "hitokoe-demo-engawa")
    page.click("form.sign-in button.btn-primary")
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    page.goto("/desk/intake/")
    expect(page.locator("[name=nickname]")).to_have_value("桜草さん宅")
    hana.leave()


def test_no_picture_of_another_is_asked_for_while_our_own_styles_are_on_their_way(hana: Person) -> None:
    hana.page.route("**/css/forms*.css", lambda route: route.abort())
    hana.page.goto("/desk/intake/")
    expect(hana.page.locator("select").first).to_be_visible()
    assert [sin for sin in hana.sins if "Content Security Policy" in sin] == []


COVERED = """() => [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility()
  && ['sticky', 'fixed'].includes(getComputedStyle(e).position) && e.offsetWidth > 1)
  .map((e) => e.getBoundingClientRect()).filter((r) => r.bottom > 0 && r.top < innerHeight)
  .reduce((sum, r) => sum + Math.min(r.bottom, innerHeight) - Math.max(r.top, 0), 0) / innerHeight"""


@pytest.mark.parametrize("height", [360, 512, 600])
@pytest.mark.parametrize("login", ["hana", "yuki"])
def test_zoomed_in_nothing_that_stays_covers_what_is_read(
    browser: Browser, house: House, login: str, height: int
) -> None:
    """1280 pixels at 200 % are 640."""
    somebody = Person(browser, house, login)
    page = somebody.page
    page.set_viewport_size({"width": 640, "height": height})
    if login == "hana":
        page.goto("/desk/?view=all")
        page.get_by_role("link", name="花水木さん宅").click()
        page.wait_for_url(re.compile(r"/cases/[0-9a-f-]+/$"))
        paths = [page.url, page.url + "contact/", "/desk/intake/"]
    else:
        page.goto("/today/")
        page.locator(".today a").first.click()
        page.wait_for_url(re.compile(r"/today/[0-9a-f-]+/$"))
        paths = [page.url, page.url + "record/"]
    for path in paths:
        page.goto(path)
        if "intake" in path:
            page.fill("[name=family_name]", "山﨑")
            page.fill("[name=given_name]", "健")
            expect(page.locator("#similar")).to_contain_text("花水木さん宅")
        page.evaluate("scrollTo(0, 300)")
        assert page.evaluate(COVERED) < 0.05, path
    somebody.leave()


def test_a_message_closed_from_the_keyboard_hands_the_focus_on(hana: Person) -> None:
    page = hana.page
    page.goto("/desk/?view=all&stage=door")
    page.locator("form.keep [name=name]").fill("扉の前")
    page.locator("form.keep button").click()
    expect(page.locator(".notes li")).to_have_count(1)
    page.wait_for_load_state()
    page.locator(".notes .close").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notes li")).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()
    hana.leave()


LINES = """(chosen) => [...document.querySelectorAll(chosen)].filter((e) => e.checkVisibility()).filter((e) => {
  const words = document.createRange();
  words.selectNodeContents(e);
  const tops = [...words.getClientRects()].map((r) => r.top);
  return Math.max(...tops) - Math.min(...tops) > 10;
}).map((e) => e.textContent.trim())"""


@pytest.mark.parametrize("login", ["hana", "mio", "yuki", "ada"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_words_of_the_bar_and_the_menu_stand_in_one_line(
    browser: Browser, house: House, login: str, language: str
) -> None:
    somebody = Person(browser, house, login, language=language)
    page = somebody.page
    page.goto("/account/")
    page.locator(".menu > summary").click()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(LINES, ".places li span, .menu .switch .btn, .menu li a, .menu li button") == []
    somebody.leave()
