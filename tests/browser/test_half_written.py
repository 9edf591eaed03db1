"""A session that ends under a half-written form gives every word back after sign-in."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import HIDE, PASSWORD, STAND_STILL, House, Person

pytestmark = pytest.mark.browser
RECORD = "受付を記録する"


def type_half(page: Page) -> None:
    page.goto("/desk/intake/")
    page.get_by_label("一覧や電話で使う呼び名").fill("途中さん宅")
    page.get_by_label("本人との続柄").first.select_option("father")
    page.get_by_label("主訴（家族の相談内容）").fill("夜が心配とのこと。")
    page.get_by_label("コロナ禍").check()
    page.get_by_role("button", name="ご家族をもう一人加える").click()
    page.locator("#id_relatives-0-name").fill("山田 太郎")


def sign_in_again(page: Page) -> None:
    page.fill("input[name=login]", "hana@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("form.sign-in button.btn-primary")


def expect_all_back(page: Page) -> None:
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("途中さん宅")
    expect(page.get_by_label("主訴（家族の相談内容）")).to_have_value("夜が心配とのこと。")
    expect(page.get_by_label("本人との続柄").first).to_have_value("father")
    expect(page.get_by_label("コロナ禍")).to_be_checked()
    expect(page.locator("#id_relatives-0-name")).to_have_value("山田 太郎")


def test_a_session_that_ends_under_a_form_gives_it_back_after_sign_in(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    page.context.clear_cookies(name="hitokoe_session")
    page.get_by_role("button", name=RECORD).click()
    page.wait_for_url(re.compile("/sign-in/"))
    sign_in_again(page)
    page.wait_for_url(re.compile("/desk/intake/"))
    expect_all_back(page)
    page.get_by_role("button", name=RECORD).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("途中さん宅")
    page.wait_for_load_state()  # its scripts forget what has arrived
    page.goto("/desk/intake/")
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("")


def test_a_form_refused_after_a_sign_in_elsewhere_is_not_lost_either(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    page.context.clear_cookies()
    beside = page.context.new_page()
    beside.goto("/sign-in/")
    sign_in_again(beside)
    beside.wait_for_url(re.compile("/desk/"))
    page.get_by_role("button", name=RECORD).click()
    page.wait_for_load_state()
    page.goto("/")
    page.get_by_role("link", name="相談を受け付ける").click()
    expect_all_back(page)


def test_the_server_keeps_the_draft_too_and_says_when(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    expect(page.locator(".kept")).to_have_text(re.compile(r"下書き.*\d\d:\d\d"))
    other = Person(browser, house, "hana").page
    other.goto("/desk/intake/")
    expect_all_back(other)
    other.get_by_role("button", name="下書きを消す").click()
    expect(other.get_by_label("一覧や電話で使う呼び名")).to_have_value("")


def expect_elsewhere(browser: Browser, house: House, nickname: str) -> None:
    """In another browser of the same writer; what a page told while it was left may still be on its way."""
    other = Person(browser, house, "hana").page
    for _ in range(30):
        other.goto("/desk/intake/")
        if other.get_by_label("一覧や電話で使う呼び名").input_value() == nickname:
            return
    pytest.fail(f"“{nickname}” did not come")


def hide(page: Page) -> None:
    """As a phone does before it ends the browser: the tab is no longer seen and runs no further."""
    page.evaluate(HIDE)


def test_what_was_typed_last_is_told_when_the_page_is_left(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/intake/")
    page.get_by_label("一覧や電話で使う呼び名").fill("途中さん宅")
    page.goto("/board/")
    expect_elsewhere(browser, house, "途中さん宅")


def test_what_was_typed_last_is_told_when_the_tab_is_hidden(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.add_init_script(STAND_STILL)
    page.goto("/desk/intake/")
    page.get_by_label("一覧や電話で使う呼び名").fill("途中さん宅")
    with page.expect_request("**/desk/intake/draft/"):
        hide(page)


def test_the_submission_itself_leaves_no_draft(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.add_init_script(STAND_STILL)
    type_half(page)
    drafts: list[str] = []
    page.context.on("request", lambda one: drafts.append(one.url) if one.url.endswith("/draft/") else None)
    page.get_by_role("button", name=RECORD).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("途中さん宅")
    page.goto("/desk/")
    expect(page.locator(".waiting")).to_have_count(0)
    assert drafts == []


def test_what_was_typed_before_the_scripts_had_come_is_not_overwritten(browser: Browser, house: House) -> None:
    page, held = Person(browser, house, "hana").page, list[Route]()
    type_half(page)
    page.route("**/js/main*.js", lambda route: held.append(route))
    page.goto("/desk/intake/", wait_until="commit")
    page.get_by_label("一覧や電話で使う呼び名").fill("夜半さん宅")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.wait_for_load_state()
    expect(page.get_by_label("主訴（家族の相談内容）")).to_have_value("夜が心配とのこと。")
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("夜半さん宅")


def test_throwing_away_and_typing_on_leaves_no_draft(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    page.get_by_role("button", name="下書きに残す").click()
    page.wait_for_load_state()
    page.get_by_label("一覧や電話で使う呼び名").fill("もう要らない")
    page.get_by_role("button", name="下書きを消す").click()
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("")
    page.goto("/desk/")
    expect(page.locator(".waiting")).to_have_count(0)


def test_signing_out_keeps_the_words_on_the_server_and_none_in_the_tab(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana", anew=True)
    page = hana.page
    page.goto("/desk/intake/")
    page.get_by_label("一覧や電話で使う呼び名").fill("途中さん宅")
    order: list[str] = []
    page.on("response", lambda one: order.append("kept") if one.url.endswith("/draft/") else None)
    page.on("request", lambda one: order.append("signed out") if one.url.endswith("/sign-out/") else None)
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    page.wait_for_url(re.compile("/sign-in/"))
    assert order == ["kept", "signed out"]
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('keep:'))") == []
    hana.sign_in("hana")
    page.goto("/desk/")
    page.locator(".waiting a").click()
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("途中さん宅")


def test_a_word_still_being_composed_is_told_and_stays_composed(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/intake/")
    page.get_by_label("一覧や電話で使う呼び名").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "とちゅう", "selectionStart": 4, "selectionEnd": 4})
    hide(page)
    expect(page.locator(".kept")).to_contain_text("下書き")
    keyboard.send("Input.insertText", {"text": "途中さん宅"})
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("途中さん宅")


def test_the_hour_of_a_draft_is_the_organisations_wherever_its_writer_is(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana", zone="America/New_York").page
    page.goto("/desk/?view=open")
    page.goto(f"{page.locator('main table a').first.get_attribute('href')}note/")
    page.clock.set_fixed_time(datetime(2026, 11, 25, 5, 3, tzinfo=UTC))
    page.locator("textarea").first.fill("猫の話の途中")
    expect(page.locator(".kept")).to_contain_text("14:03")


def test_half_a_contact_waits_as_one_quiet_line(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/find/")
    page.get_by_role("searchbox").fill("桔梗さん宅")
    page.get_by_role("searchbox").press("Enter")
    case = page.locator("main a[href^='/cases/']", has_text="桔梗さん宅").first.get_attribute("href")
    page.goto(f"{case}contact/")
    page.locator("#id_note").fill("猫の話の途中")
    hide(page)
    expect(page.locator(".kept")).to_contain_text("下書き")
    page.goto("/desk/")
    expect(page.locator(".waiting")).to_contain_text("書きかけが1件あります")
    page.locator(".waiting a").click()
    page.wait_for_load_state()
    expect(page.locator("#id_note")).to_have_value("猫の話の途中")
    page.get_by_role("button", name="下書きを消す").click()
    expect(page.locator("#id_note")).to_have_value("")


def test_a_draft_thrown_away_is_gone_from_the_tab_as_well(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    page.get_by_role("button", name="下書きに残す").click()
    page.wait_for_load_state()
    expect_all_back(page)
    page.get_by_role("button", name="下書きを消す").click()
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("")
