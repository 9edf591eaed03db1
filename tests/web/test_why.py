"""Why the next contact is planned as it is."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.walls import within
from cases.actions.moving import pause
from cases.actions.planning import plan
from cases.models import Person
from cases.rules.facts import PauseScope
from cases.rules.methods import Method
from cases.rules.responses import Response


@pytest.fixture
def page(world, sign_in):
    def look(who=None):
        return sign_in(who or world.yuki).get(reverse("case_why", args=[world.ken.pk])).content.decode()

    return look


def test_it_names_the_rule_the_contacts_and_what_would_change_it(world, page):
    world.record(Response.VOICE)
    text = page()
    assert "訪問：本人への最後の連絡から、段階ごとの間隔をあけて" in text
    assert "扉ごしに声" in text
    assert "声かそれ以上の反応がある" in text
    assert "同じ曜日・同じ時間" in text


def test_each_contact_leads_to_its_place_in_the_history(world, page, sign_in):
    contact = world.record(Response.VOICE)
    href = page().split('class="because"><li><a href="')[1].split("#")[0]
    history = sign_in(world.yuki).get(href.replace("&amp;", "&"))
    assert history.context["lines"][0].key == str(contact.pk)


def test_a_day_the_team_chose_stands_beside_what_the_rhythm_would_plan(world, page):
    at = world.morning + timedelta(days=1)
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=at.date() + timedelta(days=9), by=world.yuki, at=at)
    assert "規則どおりなら、次のようになります。" in page()


def test_looking_leaves_a_reading(world, page):
    page(world.mio)
    assert world.readings()[-1] == (world.mio.pk, "why")


def test_the_case_page_and_the_brief_lead_to_it(world, sign_in):
    for name in ("case", "brief"):
        assert (
            reverse("case_why", args=[world.ken.pk])
            in sign_in(world.yuki).get(reverse(name, args=[world.ken.pk])).content.decode()
        )


def test_own_quiet_hours_stand_on_the_case_and_on_the_brief(world, sign_in):
    with within(world.hana):
        Person.objects.update(quiet_from=time(6), quiet_until=time(16))
    for name in ("case", "brief"):
        page = sign_in(world.yuki).get(reverse(name, args=[world.ken.pk])).content.decode()
        assert "06:00–16:00" in page


def test_a_case_at_rest_says_why_nothing_is_planned(world, sign_in):
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="旅行", until=None, by=world.hana, at=world.morning)
    page = sign_in(world.hana).get(reverse("case_why", args=[world.ken.pk])).content.decode()
    assert "予定はありません" in page
    assert "休止中" in page
    assert "旅行" in page


def test_explaining_costs_the_same_however_long_the_history(world, sign_in):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("case_why", args=[world.ken.pk]))
        return len(asked)

    client = sign_in(world.yuki)
    cost()
    world.record(Response.VOICE)
    few = cost()
    for days in range(1, 12):
        world.record(Response.VOICE, days=days)
    assert cost() == few


def test_the_plan_form_says_what_is_left_and_asks_only_a_coordinator_for_a_reason(world, sign_in):
    for days in (0, 1, 2):
        world.record(Response.VOICE, days=days)
    address = reverse("case_plan", args=[world.ken.pk])
    for who, is_asked in ((world.yuki, False), (world.hana, True)):
        page = sign_in(who).get(address)
        assert ("why" in page.context["form"].fields) is is_asked
        assert "働きかけは" in page.content.decode()


def test_one_contact_too_many_is_said_and_keeps_what_was_typed(world, sign_in, time_machine):
    for days in (0, 1, 2):
        world.record(Response.VOICE, days=days)
    time_machine.move_to(world.morning + timedelta(days=3), tick=False)
    address, typed = reverse("case_plan", args=[world.ken.pk]), {"method": "visit", "on": "2026-04-05", "aim": "猫の話"}
    refused = sign_in(world.hana).post(address, typed)
    assert refused.status_code == 422
    assert "本人への働きかけが上限を超えます" in refused.content.decode()
    assert refused.context["form"]["aim"].value() == "猫の話"
    assert sign_in(world.hana).post(address, {**typed, "why": "本人から頼まれた"}).status_code == 302


def test_what_comes_next_on_the_phone_says_what_is_left_and_why(world, sign_in):
    world.record(Response.VOICE)
    page = sign_in(world.yuki).get(reverse("phone_done", args=[world.ken.pk])).content.decode()
    assert reverse("case_why", args=[world.ken.pk]) in page
    assert "働きかけは、7日間であと" in page


def test_a_rule_that_counts_from_the_case_itself_says_from_which_day(world, sign_in):
    world.record(Response.VOICE, days=88)
    page = sign_in(world.yuki).get(reverse("case_why", args=[world.ken.pk]))
    assert page.context["next"]["why"] == "3か月ごとの見直しの時期です。家族と一緒に支援計画を見直しましょう。"
    assert "支援の開始は2026年4月1日（水）です。" in page.content.decode()


def test_what_would_change_it_goes_by_its_days_and_the_contacts_from_the_newest_on(world, sign_in):
    for days in (0, 7, 14):
        world.record(Response.NO_SIGN, days=days)
    page = sign_in(world.yuki, "en").get(reverse("case_why", args=[world.ken.pk]))
    days = [datetime.strptime(one["day"], "%a %d %b %Y") for one in page.context["changes"]]  # noqa: DTZ007 (a day)
    assert days == sorted(days)
    assert len(set(days)) > 2
    assert [one["day"][4:6] for one in page.context["because"]] == ["15", "8 ", "1 "]
    said = page.content.decode()
    assert ("The soonest day stands first." in said, "The newest stands first." in said) == (True, True)
