"""What the desk says while a call is typed, and the list that keeps its place."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser


def test_a_postal_code_fills_the_address_and_several_towns_are_chosen_from(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/intake/")
    code, town = page.get_by_label("郵便番号"), page.get_by_label("番地・建物")
    code.fill("〒２７９ー０００４")
    expect(town).to_have_value("猫実")
    code.fill("452-0961")
    expect(page.get_by_label("市区町村")).to_have_value("清須市")
    expect(town).to_have_value("")
    page.get_by_label("この郵便番号の町名を選ぶ").select_option(label="春日壱屋敷")
    expect(town).to_have_value("春日壱屋敷")


def test_how_a_birth_was_read_is_said_beside_it(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/intake/")
    page.get_by_label("生年月日").press_sequentially("S55.3.2")
    expect(page.locator("#birth-read")).to_contain_text("1980年3月2日")


SEND_AT_ONCE = """async () => {
  const body = () => new URLSearchParams(new FormData(document.querySelector("#intake")));
  const send = () => fetch("/desk/intake/", {method: "POST", body: body()});
  return (await Promise.all([send(), send(), send()])).map((answer) => answer.url);
}"""


def test_a_form_sent_three_times_at_once_is_one_case(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/intake/")
    page.get_by_label("一覧や電話で使う呼び名").fill("三度さん宅")
    page.get_by_label("本人との続柄").first.select_option("father")
    addresses = page.evaluate(SEND_AT_ONCE)
    assert len(set(addresses)) == 1
    assert "/cases/" in addresses[0]


def test_people_known_already_appear_without_taking_the_focus(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/intake/")
    page.get_by_label("本人の姓", exact=True).fill("山崎")
    box = page.get_by_label("本人の名", exact=True)
    box.fill("健")
    known = page.get_by_role("status").filter(has_text="花水木さん宅")
    expect(known).to_contain_text("名前が同じ")
    expect(box).to_be_focused()
    known.get_by_role("button", name="このご家庭のもう一人として受け付ける").first.click()
    expect(page.locator(".known")).to_contain_text("花水木さん宅")
    expect(page.get_by_label("本人の姓", exact=True)).to_have_value("山崎")


def test_the_way_back_from_a_case_leads_to_the_list_as_it_was(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana").page
    page.goto("/desk/?view=all&order=kana")
    page.locator("tbody th a").last.click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]+/$"))  # its scripts know the way back
    page.locator(".crumbs a").first.click()
    expect(page).to_have_url(f"{house.url}/desk/?view=all&order=kana")
