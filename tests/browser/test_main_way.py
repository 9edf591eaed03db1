"""From the old ledger and a family's call to the next knock on the door, as a coordinator and a worker walk it."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, House, Person

BOOKS = [str(ROOT / "tests" / "data" / "ledger" / name) for name in ("uketsuke.csv", "keika.csv")]
NUMBER, FAMILY = "2024-052", "2024-052 のご家族"
pytestmark = pytest.mark.browser


def test_from_the_old_ledger_to_the_next_visit(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana", anew=True)
    bring_the_ledger(hana)
    address = open_the_family(hana.page)

    yuki = Person(browser, house, "yuki", phone=True, anew=True)
    three_taps(yuki, address)
    due = due_day(yuki)
    hana.page.goto(address)
    expect(hana.page.locator("#next ~ .next")).to_contain_text("訪問")
    expect(hana.page.locator(".why").first).to_contain_text("日")

    weeks_later(house, hana.page, address, due)
    mio = Person(browser, house, "mio", anew=True)
    the_board_shows_it(mio.page, due)
    rin = Person(browser, house, "rin", anew=True)
    assert rin.page.goto(address).status == 404
    assert [sin for sin in yuki.sins + hana.sins + mio.sins if "404" not in sin] == []
    assert [url for url in house.far_requests if not url.startswith(house.url)] == []


def bring_the_ledger(hana: Person) -> None:
    page = hana.page
    page.get_by_role("link", name="これまでの台帳を取り込む").click()
    page.set_input_files("input[type=file]", BOOKS)
    page.get_by_role("button", name="中身を確かめる").click()
    hana.picture("ledger-preview")
    page.get_by_role("button", name=re.compile("取り込む（ケース60件・記録452件")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("台帳を取り込みました")


def open_the_family(page: Page) -> str:
    """Found by its old number in the one search box; what it returns is the address of the case."""
    page.get_by_role("searchbox").fill(NUMBER)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(FAMILY)
    address = page.url
    page.get_by_role("link", name="支援を開始する").first.click()
    page.locator("#id_lead label", has_text="雪村").click()
    page.get_by_label("段階").select_option("door")
    page.get_by_role("button", name="支援を開始する").click()
    expect(page.locator("#next ~ .next")).to_contain_text("訪問")
    return address


def three_taps(yuki: Person, address: str) -> None:
    """Begun at the brief: just before New Year the first visit lies beyond the days of her list."""
    page = yuki.page
    page.goto(address.replace("/cases/", "/today/"))
    page.get_by_role("button", name="着きました").click()
    page.get_by_text("扉ごしに声", exact=True).click()
    page.get_by_role("button", name="記録して終える").click()
    expect(page.get_by_role("heading", name="次の一歩")).to_be_visible()
    yuki.picture("phone-done")


def due_day(yuki: Person) -> date:
    """The day the phone just offered."""
    return date.fromisoformat(yuki.page.locator("input[name=on]").first.input_value())


def weeks_later(house: House, page: Page, address: str, due: date) -> None:
    """The clock tried at its day and after its window; a visit's window ends with the day after."""
    assert re.search(r"\b[1-9]\d* due", engawa(house.manage("sweep", "--at", f"{due}T23:00+09:00")))
    page.goto(address)
    expect(page.locator(".history")).not_to_contain_text("予定の期間を過ぎました")
    after = due + timedelta(days=3)
    assert re.search(r"\b[1-9]\d* overdue", engawa(house.manage("sweep", "--at", f"{after}T12:00+09:00")))
    page.goto(address)
    expect(page.locator(".history")).to_contain_text("予定の期間を過ぎました")


def engawa(said: str) -> str:
    return next(line for line in said.splitlines() if line.startswith("Engawa"))


def the_board_shows_it(page: Page, due: date) -> None:
    """The manager looks ahead: due on its day, overdue after its window."""
    for day, name in ((due, "対応時期"), (due + timedelta(days=3), "期限超過")):
        page.goto(f"/board/?on={day}")
        page.locator(".tiles a", has_text=name).click()
        expect(page.get_by_role("main")).to_contain_text(FAMILY)


def test_a_call_becomes_a_case_on_the_list(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana", anew=True).page
    page.get_by_role("link", name="相談を受け付ける").click()
    page.get_by_label("一覧や電話で使う呼び名").fill("撫子さん宅")
    page.get_by_label("本人との続柄").first.select_option("mother")
    page.get_by_label("電話番号").first.fill("０９０ー００００ー１２３４")
    page.get_by_label("本人の姓", exact=True).fill("髙橋")
    page.get_by_role("button", name="受付を記録する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("撫子さん宅")
    expect(page.get_by_role("main")).to_contain_text("髙橋")


def test_the_manager_sees_the_board_in_english_too(browser: Browser, house: House) -> None:
    mio = Person(browser, house, "mio", language="en")
    mio.page.goto("/board/")
    expect(mio.page.get_by_role("heading", level=1)).to_have_text("Board")
    mio.page.locator(".tiles a").first.click()
    expect(mio.page).to_have_url(f"{house.url}/desk/?view=overdue")
