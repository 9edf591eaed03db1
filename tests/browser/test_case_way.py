"""The case page at the desk: accept with one tap and take it back, record by the method, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser


def open_case(page: Page, nickname: str) -> str:
    page.goto("/desk/")
    page.locator("#q").fill(nickname)  # the first page of the list may be full of a ledger another test has brought
    page.locator("#q").press("Enter")
    page.locator("table").get_by_role("link", name=nickname).first.click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]+/$"))
    return page.url


def answers(person: Person) -> Locator:
    return person.page.locator("#id_response > fieldset:not([hidden])")


def test_what_was_accepted_can_be_taken_back_for_a_moment(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    accept = hana.page.get_by_role("button", name=re.compile("この予定にする|今日の予定にする"))
    for nickname in ("若竹さん宅", "桔梗さん宅", "都忘れさん宅", "木蓮さん宅"):  # the demo agrees every second one
        open_case(hana.page, nickname)
        if accept.count():
            break
    accept.click()
    hana.page.wait_for_load_state()
    anyway = hana.page.get_by_label("勤務のない日と分かったうえで")
    if anyway.count():  # it is late, so it would be for today, and today nobody works
        anyway.check()
        hana.page.get_by_role("button", name="保存する").click()
    expect(hana.page.get_by_text("決定済み")).to_be_visible()
    hana.page.locator(".notes").get_by_role("button", name="元に戻す").click()
    expect(hana.page.get_by_text("取り消しました。")).to_be_visible()
    expect(hana.page.get_by_text("決定済み")).to_be_hidden()
    expect(hana.page.get_by_text("決めた予定を取り消しました")).to_be_visible()
    hana.leave()


def test_the_answers_follow_the_method_and_the_next_contact_stands(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    case = open_case(hana.page, "桔梗さん宅")
    hana.page.goto(f"{case}contact/")
    hana.page.locator("#id_method").get_by_text("手紙", exact=True).click()
    expect(answers(hana).get_by_text("届けた", exact=True)).to_be_visible()
    expect(hana.page.locator("#id_response").get_by_text("扉ごしに声", exact=True)).to_be_hidden()
    answers(hana).get_by_text("返事あり", exact=True).click()
    hana.page.locator("#id_note").fill("写真のはがきに返事が来た。")
    hana.page.get_by_role("button", name="保存する").click()
    expect(hana.page.locator(".notes")).to_contain_text("次は")
    expect(hana.page.locator(".history .response").first).to_have_text("返事あり")
    hana.leave()


def test_a_half_told_contact_survives_leaving_the_page(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    case = open_case(hana.page, "桔梗さん宅")
    hana.page.goto(f"{case}contact/")
    hana.page.locator("#id_method").get_by_text("電話", exact=True).click()
    answers(hana).get_by_text("声", exact=True).click()
    hana.page.goto(case)
    hana.page.goto(f"{case}contact/")
    expect(hana.page.locator("input[name=method]:checked")).to_have_value("phone")
    expect(hana.page.locator("fieldset:not([disabled]) > label > input[name=response]:checked")).to_have_value("voice")
    hana.leave()


def test_without_scripts_a_button_brings_the_answers_and_loses_nothing(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana", scripts=False)
    case = open_case(hana.page, "桔梗さん宅")
    hana.page.goto(f"{case}contact/")
    hana.page.locator("#id_note").fill("電車の話をした。")
    hana.page.locator("#id_method").get_by_text("電話", exact=True).click()
    hana.page.get_by_role("button", name="この方法の様子を表示").click()
    expect(hana.page.locator("#id_note")).to_have_value("電車の話をした。")
    answers(hana).get_by_text("話せた", exact=True).click()
    hana.page.get_by_role("button", name="保存する").click()
    expect(hana.page.locator(".history")).to_contain_text("電車の話をした。")
    hana.leave()


def test_whom_one_met_follows_what_happened_on_the_phone(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    case = open_case(hana.page, "桔梗さん宅")
    hana.page.goto(f"{case}contact/")
    hana.page.locator("#id_method").get_by_text("電話", exact=True).click()
    met = hana.page.locator("input[name=with_whom]:checked")
    answers(hana).locator("label:has(input[value=family_only])").click()
    expect(met).to_have_value("relative")
    answers(hana).locator("label:has(input[value=voice])").click()
    expect(met).to_have_value("person")
    hana.leave()


def test_the_board_shows_its_last_column_in_english(browser: Browser, house: House) -> None:
    mio = Person(browser, house, "mio", language="en", anew=True)
    mio.page.goto("/board/")
    expect(mio.page.locator(".shares thead th").last).to_have_text("Silent")
    assert mio.page.locator(".scroll:has(.shares)").evaluate("box => box.scrollWidth <= box.clientWidth")
    mio.leave()
