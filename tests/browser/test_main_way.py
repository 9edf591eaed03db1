"""From a family's call to the next knock on the door, the way a tired coordinator and a worker would walk it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser


def test_from_the_call_to_the_next_visit(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana")
    page = hana.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("受付・ケース一覧")
    page.get_by_role("link", name="相談を受け付ける").click()
    page.get_by_label("一覧や電話で使う呼び名").fill("撫子さん宅")
    page.get_by_label("電話番号").fill("０９０ー００００ー１２３４")
    page.get_by_label("本人の姓", exact=True).fill("髙橋")
    page.get_by_role("button", name="受付を記録する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("撫子さん宅")
    address = page.url
    page.get_by_text("その他の操作").click()
    page.get_by_role("link", name="支援を開始する").click()
    page.locator("#id_lead").select_option(label=page.locator("select[name=lead] option", has_text="雪村").inner_text())
    page.locator("#id_stage").select_option("door")
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("#next ~ .next")).to_contain_text("訪問")

    yuki = Person(browser, house, "yuki", phone=True)
    four_taps(yuki)
    rin = Person(browser, house, "rin")
    assert rin.page.goto(address).status == 404
    assert [sin for sin in yuki.sins + hana.sins if "404" not in sin] == []
    assert [url for url in house.far_requests if not url.startswith(house.url)] == []

    due = due_day(yuki)
    house.manage("sweep", "--at", f"{due:%Y-%m-%d}T12:00+09:00")
    later = f"{due + timedelta(days=3):%Y-%m-%d}T12:00+09:00"
    assert "overdue: " in house.manage("sweep", "--at", later)
    page.goto(address)
    expect(page.locator(".history")).to_contain_text("予定の期間を過ぎました")


def four_taps(yuki: Person) -> None:
    page = yuki.page
    page.get_by_role("link", name="撫子さん宅").click()
    page.get_by_role("button", name="着きました").click()
    page.get_by_text("扉ごしに声", exact=True).click()
    page.get_by_role("button", name="記録して終える").click()
    expect(page.get_by_role("heading", name="次の一歩")).to_be_visible()
    yuki.picture("phone-done")


def due_day(yuki: Person) -> date:
    """The day the phone just offered."""
    return date.fromisoformat(yuki.page.locator("input[name=on]").first.input_value())


def test_the_manager_sees_the_board_in_english_too(browser: Browser, house: House) -> None:
    mio = Person(browser, house, "mio", language="en")
    expect(mio.page.get_by_role("heading", level=1)).to_have_text("Board")
    mio.page.locator(".tiles a").first.click()
    expect(mio.page).to_have_url(f"{house.url}/desk/?view=overdue")
