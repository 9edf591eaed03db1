"""The worker's phone, thumb by thumb: four taps and no typing, with scripts and without."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STAND_STILL, House, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def yuki(browser: Browser, house: House) -> Person:
    return Person(browser, house, "yuki", phone=True)


def count_taps(page: Page) -> list[str]:
    """Every tap and every key from now on, on whichever page."""
    told: list[str] = []
    page.expose_function("hitokoeTapped", lambda tap: told.append(tap))
    page.add_init_script("""for (const kind of ["pointerdown", "keydown"])
        addEventListener(kind, (e) => hitokoeTapped(`${kind} ${e.key ?? e.target.textContent.trim()}`), true)""")
    page.reload()
    return told


def open_note(page: Page) -> None:
    """It stands open already where another test has left words."""
    if not page.locator("textarea[name=note]").is_visible():
        page.locator("summary", has_text="＋ひとこと").click()


def open_brief(page: Page, family: str) -> None:
    """Whatever other tests, or the holidays ahead, have done to this family's plan."""
    page.goto("/find/")
    page.get_by_role("searchbox").fill(family)
    page.get_by_role("searchbox").press("Enter")
    case = page.locator("main a[href^='/cases/']", has_text=family).first.get_attribute("href")
    assert case is not None
    page.goto(case.replace("/cases/", "/today/"))


def open_record(page: Page, family: str) -> None:
    open_brief(page, family)
    page.locator("form[action$='/arrived/'] button, a[href$='/record/']").first.click()
    expect(page.locator("form.record")).to_be_visible()
    page.wait_for_load_state()  # the scripts are there


def test_four_taps_and_no_key_from_today_to_saved(yuki: Person) -> None:
    page = yuki.page
    page.goto("/today/")
    taps = count_taps(page)
    page.get_by_role("link", name="花水木さん宅").tap()
    page.get_by_role("button", name="着きました").tap()
    expect(page.locator("form.record")).to_be_visible()  # a tap waits for no page, and the brief knows these words too
    page.wait_for_load_state()
    page.get_by_text("扉ごしに声", exact=True).tap()
    page.get_by_role("button", name="記録して終える").tap()
    expect(page.get_by_role("heading", name="次の一歩")).to_be_visible()
    assert [tap.split()[0] for tap in taps] == ["pointerdown"] * 4
    yuki.picture("phone-saved")
    yuki.leave()


def test_a_chip_shows_the_next_step_before_anything_is_sent(yuki: Person) -> None:
    page = yuki.page
    page.add_init_script(STAND_STILL)
    open_record(page, "桔梗さん宅")
    asked = []
    page.on("request", lambda request: None if "/static/" in request.url else asked.append(request.url))
    page.get_by_text("家の外へ", exact=True).click()
    shown = page.locator(".foreseen [data-next]").inner_text()
    assert re.search(r"\d+月\d+日", shown)
    page.locator("summary", has_text="＋心配").click()
    page.get_by_text("食事", exact=True).click()
    expect(page.locator(".foreseen [data-why]")).to_contain_text("責任者")
    page.get_by_text("心配なし", exact=True).click()
    expect(page.locator(".foreseen [data-next]")).to_have_text(shown)
    assert asked == []
    yuki.picture("phone-record")
    yuki.leave()


def test_what_the_chip_showed_is_what_stands_after_saving(yuki: Person) -> None:
    page = yuki.page
    open_record(page, "桔梗さん宅")
    page.locator(".chips label").first.click()
    shown = page.locator(".foreseen [data-next]").inner_text()
    page.get_by_role("button", name="記録して終える").click()
    expect(page.locator(".next")).to_contain_text(re.search(r"\d+月\d+日", shown)[0])  # type: ignore[index]
    page.get_by_role("button", name="この予定にする").click()
    expect(page).to_have_url(f"{yuki.house.url}/today/")
    expect(page.locator(".notes")).to_contain_text("予定にしました")
    yuki.leave()


def test_a_phrase_begins_the_note_and_stays_editable(yuki: Person) -> None:
    page = yuki.page
    open_record(page, "若竹さん宅")
    page.get_by_role("link", name="手紙", exact=True).click()
    page.locator(".chips label", has_text="受け取った").click()
    open_note(page)
    phrases = page.locator(".phrases button")
    expect(phrases).to_have_count(3)
    phrases.nth(1).click()
    expect(page.locator("textarea[name=note]")).to_have_value("開封されていたと家族から聞きました。")
    yuki.leave()


def test_another_method_is_one_tap_and_loses_no_word(yuki: Person) -> None:
    page = yuki.page
    open_record(page, "若竹さん宅")
    open_note(page)
    page.locator("textarea[name=note]").fill("母と立ち話")
    page.get_by_role("link", name="電話", exact=True).click()
    expect(page.get_by_text("電話に出ず", exact=True)).to_be_visible()
    expect(page.get_by_text("届けた", exact=True)).to_have_count(0)
    expect(page.locator("textarea[name=note]")).to_have_value("母と立ち話")
    expect(page.locator("input[name=method]")).to_have_value("phone")
    page.get_by_role("link", name="手紙", exact=True).click()
    expect(page.get_by_text("届けた", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator("textarea[name=note]")).to_have_value("母と立ち話")
    yuki.leave()


def test_going_back_does_no_harm_and_an_arrival_can_be_taken_back(yuki: Person) -> None:
    page = yuki.page
    open_record(page, "花水木さん宅")
    page.go_back()
    page.reload()
    expect(page.get_by_role("link", name=re.compile("に到着"))).to_be_visible()
    page.get_by_role("button", name="到着を取り消す").click()
    expect(page.locator("form[action$='/arrived/'] button")).to_be_visible()
    yuki.leave()


def test_without_scripts_the_four_taps_are_the_same(browser: Browser, house: House) -> None:
    yuki = Person(browser, house, "yuki", phone=True, scripts=False)
    page = yuki.page
    open_brief(page, "花水木さん宅")
    page.locator(".submit .btn-primary").click()
    page.get_by_role("link", name="手紙", exact=True).click()
    page.get_by_role("link", name="訪問", exact=True).click()
    page.get_by_text("扉ごしに会話", exact=True).click()
    page.get_by_role("button", name="記録して終える").click()
    expect(page.get_by_role("heading", name="次の一歩")).to_be_visible()
    yuki.leave()


def test_without_scripts_a_call_is_taken_too(browser: Browser, house: House) -> None:
    hana = Person(browser, house, "hana", scripts=False)
    page = hana.page
    page.goto("/desk/intake/")
    page.locator("[name=nickname]").fill("秋桜さん宅")
    page.locator("[name=relationship]").select_option("unknown")
    page.locator("form[data-keep] .btn-primary").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("秋桜さん宅")
    hana.leave()
