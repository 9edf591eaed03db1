"""The worker of the page's scripts, in a real browser: it shows what is pushed, and nothing else."""

import json

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser
PAGE = "/account/notices/"
SHOWN = """async () => (await (await navigator.serviceWorker.getRegistrations())[0].getNotifications())
  .map((one) => [one.title, one.body, one.tag, one.lang])"""
TOLD = {"title": "本日の一覧", "body": "アプリを開いてご確認ください。", "tag": "1", "lang": "ja"}


def test_a_push_is_shown_and_the_same_one_again_takes_its_place(browser: Browser, house: House):
    yuki = Person(browser, house, "yuki", phone=True)
    yuki.context.grant_permissions(["notifications"], origin=house.url)
    line, found = yuki.context.new_cdp_session(yuki.page), list[str]()
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    line.send("ServiceWorker.enable")
    yuki.page.goto(PAGE)
    yuki.page.click("form[data-worker] button")
    # A private window has no push service; the page says so, and its worker is there all the same.
    yuki.page.wait_for_selector("[data-when=failed]:visible")
    push = {"origin": house.url, "registrationId": found[0], "data": json.dumps(TOLD)}
    for _ in range(2):
        line.send("ServiceWorker.deliverPushMessage", push)
    yuki.page.wait_for_function(f"async () => (await ({SHOWN})()).length > 0")
    assert yuki.page.evaluate(SHOWN) == [[TOLD["title"], TOLD["body"], TOLD["tag"], TOLD["lang"]]]
    yuki.sins.clear()  # Chromium's own remark about private windows


def test_without_leave_the_page_says_what_to_do(browser: Browser, house: House):
    yuki = Person(browser, house, "yuki", language="en")
    yuki.page.goto(PAGE)
    yuki.page.evaluate("Notification.requestPermission = async () => 'denied'")
    yuki.page.click("form[data-worker] button")
    yuki.page.wait_for_selector("[data-when=denied]:visible")
    assert not yuki.page.is_visible("[data-when=failed]")


def test_without_scripts_the_way_and_the_hour_are_kept_all_the_same(browser: Browser, house: House):
    sora = Person(browser, house, "sora", scripts=False)
    sora.page.goto(PAGE)
    assert not sora.page.is_visible("form[data-worker]")
    sora.page.select_option("[name=evening_way]", "none")
    sora.page.fill("[name=morning_hour]", "06:30")
    sora.page.click("form.deed button.btn-primary")
    assert sora.page.input_value("[name=morning_hour]") == "06:30"
    assert sora.page.input_value("[name=evening_way]") == "none"
