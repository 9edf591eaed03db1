"""The week with the mouse, and with the keyboard alone; what cannot be is told on the form, with all filled in."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser


def monday(browser: Browser, house: House) -> Page:
    """The week after next, in which every weekday is still to come and little is agreed on yet."""
    page = Person(browser, house, "hana").page
    page.goto("/week/")
    this = page.locator("td[data-day]").first.get_attribute("data-day") or ""
    page.goto(f"/week/?on={date.fromisoformat(this) + timedelta(days=14)}")
    expect(page.locator("[data-slip]").first).to_be_visible()
    return page


def card(page: Page) -> Locator:
    return page.locator(".lane [data-slip]:not([data-hour=''])").first


def one_with_two_cards(page: Page) -> str:
    """A worker for whom two cards with an hour wait."""
    cards = page.locator(".lane [data-slip]:not([data-hour=''])").all()
    told = Counter(one.get_attribute("data-worker") or "" for one in cards)
    return next(worker for worker, times in told.items() if times > 1)


def open_day(page: Page, slip: Locator) -> Locator:
    """A day on which the worker has nothing yet: what the demo has agreed on depends on the day it is made."""
    worker = slip.get_attribute("data-worker")
    return page.locator(f"tr[data-worker='{worker}'] td.open:not([data-closed], :has(.slip))").first


def test_a_card_is_dragged_onto_a_day_and_laid_back_with_one_tap(browser: Browser, house: House) -> None:
    page = monday(browser, house)
    slip = card(page)
    name = slip.locator("a").inner_text()
    day = open_day(page, slip)
    told = day.get_attribute("data-day")
    slip.drag_to(day)
    expect(page.locator(".notes")).to_contain_text(f"{name}の予定を決めました")
    expect(page.locator(f"td[data-day='{told}']", has_text=name).first).to_be_visible()
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".lane", has_text=name)).to_be_visible()


def test_the_keyboard_alone_plans_and_escape_leaves_all_as_it_was(browser: Browser, house: House) -> None:
    page = monday(browser, house)
    slip = card(page)
    name = slip.locator("a").inner_text()
    slip.locator(".pick").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-says]")).to_contain_text("持ち上げました")
    page.keyboard.press("ArrowRight")
    expect(page.locator("td.aim")).to_have_count(1)
    expect(page.locator("[data-says]")).not_to_contain_text(",")
    page.keyboard.press("Escape")
    expect(page.locator("td.aim")).to_have_count(0)
    expect(page.locator(".lane", has_text=name)).to_be_visible()
    page.keyboard.press("Enter")  # the handle has the focus still
    free = open_day(page, slip).get_attribute("data-day")
    for _ in range(6):
        if page.locator("td.aim").get_attribute("data-day") == free:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".notes")).to_contain_text(f"{name}の予定を決めました")
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".lane", has_text=name)).to_be_visible()


def test_the_keyboard_begins_at_a_day_of_work(browser: Browser, house: House) -> None:
    page = monday(browser, house)
    slip = card(page)
    days = page.locator(f"tr[data-worker='{slip.get_attribute('data-worker')}'] td.open:not([data-closed])")
    second = days.nth(1).get_attribute("data-day") or ""
    days.first.evaluate("day => day.classList.replace('open', 'holiday')")
    slip.locator(".pick").focus()
    page.keyboard.press("Enter")
    expect(page.locator("td.aim")).to_have_attribute("data-day", second)


def test_two_cards_on_one_hour_stay_on_the_board_with_a_sentence_and_a_way_to_the_form(
    browser: Browser, house: House
) -> None:
    page = monday(browser, house)
    worker = one_with_two_cards(page)
    slip = page.locator(f".lane [data-slip][data-worker='{worker}']:not([data-hour=''])").first
    hour = slip.get_attribute("data-hour") or ""
    name = slip.locator("a").inner_text()
    day = open_day(page, slip)
    told = day.get_attribute("data-day") or ""
    slip.drag_to(day)
    expect(page.locator(".notes")).to_contain_text(f"{name}の予定を決めました")
    page.wait_for_load_state()  # its scripts let the cards be dragged
    # the next one, which may have its own hour, and somebody to come along who is away on that day
    slip.evaluate("(other, hour) => Object.assign(other.dataset, { hour, second: '' })", hour)
    slip.drag_to(page.locator(f"tr[data-worker='{worker}'] td[data-day='{told}']"))
    expect(page.locator(".laid")).to_contain_text(re.compile(f"{name}（.+）の予定があります"))
    expect(page).to_have_url(re.compile("/week/[?]"))
    page.get_by_role("link", name="時刻や人を選びなおす").click()
    expect(page.get_by_label("時刻")).to_have_value(hour)


def test_without_scripts_the_form_does_the_same(browser: Browser, house: House) -> None:
    page = Person(browser, house, "hana", scripts=False).page
    page.goto("/week/")
    expect(page.locator(".pick").first).to_be_hidden()
    page.locator(".lane .slip a").first.click()
    expect(page.get_by_role("button", name="予定を決める")).to_be_visible()
