"""The worker of the page's scripts, in a real browser: it shows what is pushed, and nothing else."""

import json

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import House, Person

pytestmark = pytest.mark.browser
PAGE = "/account/notices/"
# A page of Playwright does not wait for what a promise holds, so the looking again stands in the page.
SHOWN = """async (hoped) => {
  const [home] = await navigator.serviceWorker.getRegistrations();
  for (let look = 1; ; look++) {
    const shown = (await home.getNotifications()).map((one) => [one.title, one.body, one.tag, one.lang]);
    if (look === 100 || JSON.stringify(shown) === JSON.stringify(hoped)) return shown;
    await new Promise((done) => setTimeout(done, 20));
  }
}"""
TOLD = {"title": "本日の一覧", "body": "アプリを開いてご確認ください。", "tag": "1", "lang": "ja"}


def test_a_push_is_shown_and_one_of_the_same_tag_takes_its_place(browser: Browser, house: House):
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
    while not found:  # what the browser tells and what the page shows come in no certain order
        yuki.page.wait_for_timeout(20)
    for told in (TOLD, TOLD | {"title": "明日の予定"}):
        push = {"origin": house.url, "registrationId": found[0], "data": json.dumps(told)}
        hoped = [[told["title"], told["body"], told["tag"], told["lang"]]]
        for _ in range(30):  # a browser that is still busy with its new worker drops what comes
            line.send("ServiceWorker.deliverPushMessage", push)
            shown = yuki.page.evaluate(SHOWN, hoped)
            if shown == hoped:
                break
        assert shown == hoped
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
