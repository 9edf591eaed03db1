"""Why the next contact is planned as it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.actions.planning import plan
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
    assert "本人への最後の連絡から、段階の間隔をおいて" in text
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
