"""A session that ends under a half-written form gives every word back after sign-in."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, House, Person

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
    page.goto("/")
    page.get_by_role("link", name="相談を受け付ける").click()
    expect_all_back(page)


def test_the_server_keeps_the_draft_too_and_says_when(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    expect(page.locator(".kept")).to_have_text(re.compile(r"下書き.*\d\d:\d\d"), timeout=15_000)
    other = Person(browser, house, "hana").page
    other.goto("/desk/intake/")
    expect_all_back(other)
    other.get_by_role("button", name="下書きを消す").click()
    expect(other.get_by_label("一覧や電話で使う呼び名")).to_have_value("")


def test_a_draft_thrown_away_is_gone_from_the_tab_as_well(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    type_half(page)
    page.get_by_role("button", name="下書きに残す").click()
    expect_all_back(page)
    page.get_by_role("button", name="下書きを消す").click()
    expect(page.get_by_label("一覧や電話で使う呼び名")).to_have_value("")
