"""A large team's week comes in pages: each begins where the one before ended; nothing is missed or shown twice."""

import re
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.walls import as_job, within
from cases.management.town.census import Town
from cases.management.town.settling import settle
from cases.models import Case
from cases.queries.week import LANE, PEOPLE, Behind, team
from tests.web.test_costs import cost

WORKERS = PEOPLE + 5


@pytest.fixture(autouse=True)
def large(world, time_machine):
    time_machine.move_to(world.morning, tick=True)
    settle(Town(150, 1, world.morning, years=1.0, active=0.7), world.engawa, 150)
    with as_job(world.engawa.pk):
        known = User.objects.filter(organisation=world.engawa).carers().count()
        User.objects.bulk_create(
            User(organisation=world.engawa, email=f"worker{n}@example.org", name=f"Worker {n % 7}", role="worker",
                 sort_key="" if n % 3 else f"わ{n % 5}")
            for n in range(WORKERS - known)
        )  # fmt: skip


def pages(client, begin, section, shows):
    """What this section of each page shows, following its link to the next."""
    query, found = begin, []
    while query:
        text = client.get(f"/week/?{query}").content.decode().partition(f'<section class="{section}"')[2]
        text = text.partition("</section>")[0]
        found.append(re.findall(shows, text))
        link = re.search(r'rel="next" href="\?([^"]*)"', text)
        query = link[1].replace("&amp;", "&") if link else ""
    return found


def test_everybody_stands_on_one_page_in_the_order_of_names(world, sign_in):
    shown = pages(sign_in(world.hana), "view=all", "days", r'<tr data-worker="([^"]+)"')
    with within(world.hana):
        names = User.objects.filter(organisation=world.engawa).carers().in_order_of_names()
        assert [pk for page in shown for pk in page] == [str(one.pk) for one in names]
    assert [len(page) for page in shown] == [PEOPLE, WORKERS - PEOPLE]


def test_what_waits_comes_most_urgent_first_page_by_page(world, sign_in):
    far = world.morning.date() + timedelta(days=350)
    slip = r'<li class="slip waits".*?href="/week/([0-9a-f-]{36})/'
    shown = pages(sign_in(world.hana), f"view=all&on={far}", "lane", slip)
    with within(world.hana):
        due = Case.objects.open().filter(next_accepted=False).order_by("next_ends", "pk")
        assert [pk for page in shown for pk in page] == [str(case.pk) for case in due]
    assert len(shown) > 1
    assert len(shown[0]) == LANE


def test_a_later_page_leads_back_to_the_most_urgent_and_keeps_the_people(world, sign_in):
    with within(world.hana):
        last = team(world.hana, "all")[PEOPLE - 1].pk
    behind = Behind(world.morning, world.ken.pk)
    text = sign_in(world.hana, "en").get("/week/", {"view": "all", "after": str(last), "waiting": str(behind)}).content
    back = re.search(r'href="([^"]*)">Back to the most urgent', text.decode())[1]
    assert f"after={last}" in back
    assert "waiting" not in back


@pytest.mark.parametrize("told", ["x", "~", "2026-04-01~", "9999-99-99~x", "\x00"])
def test_a_beginning_nobody_can_read_is_the_first_page(world, sign_in, told):
    hana = sign_in(world.hana)
    first, other = (hana.get("/week/", {"view": "all", **more}) for more in ({}, {"after": told, "waiting": told}))
    assert re.findall("<tr data-worker.*?>", other.content.decode()) == re.findall(
        "<tr data-worker.*?>", first.content.decode()
    )


def test_a_later_page_asks_no_more_than_the_first(world, sign_in):
    hana = sign_in(world.hana)
    hana.get("/desk/")
    with within(world.hana):
        last = team(world.hana, "all")[PEOPLE - 1].pk
    assert cost(hana, f"/week/?view=all&after={last}")[0] == cost(hana, "/week/?view=all")[0] <= 6
