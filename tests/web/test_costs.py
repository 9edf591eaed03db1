"""What a page asks of the database: few statements, and no more of them for many rows than for one."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.walls import as_job, within
from cases.actions.planning import Going, plan
from cases.management.town.census import Town
from cases.management.town.settling import settle
from cases.models import Case
from cases.rules.methods import Method
from tests.world import sibling

# Entering the walls, the session and the reader: every page's floor.
FLOOR = re.compile(r"set_config|SAVEPOINT|accounts_session|^SELECT \"accounts_user\"\.\"password")
MOST = {"/desk/": 6, "/desk/?order=kana": 6, "/today/": 6, "/board/": 6}


def cost(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(own(asked)), len(asked) - len(own(asked))


def own(asked):
    said = [one["sql"] or "" for one in asked.captured_queries]  # one that the driver begins itself has no words
    return [sql for sql in said if not FLOOR.search(sql)]


@pytest.fixture
def browser(world, sign_in):
    client = sign_in(world.hana)
    client.get("/desk/")  # the first page of a session notes when it was seen
    return client


def test_a_page_enters_the_walls_in_five_statements(world, browser):
    # Three more here, because the test's own transaction stands around the page's.
    assert cost(browser, "/desk/")[1] == 5 + 3


def test_lists_and_board_stay_within_their_queries_for_one_and_for_many(world, browser):
    most = MOST | {browser.post("/find/", {"q": "やま"}).headers["Location"]: 6}
    few = {path: cost(browser, path)[0] for path in most}
    settle(Town(80, 1, world.morning, years=2.0, active=0.4), world.engawa, 80)
    many = {path: cost(browser, path)[0] for path in most}
    assert few == many
    assert {path: count for path, count in many.items() if count > most[path]} == {}


def test_a_case_page_costs_ten_however_long_its_history(world, browser):
    settle(Town(40, 1, world.morning, years=2.0, active=0.5), world.engawa, 40)
    with as_job(world.engawa.pk):
        long = Case.objects.open().filter(fictional=True, stage="door", refusals=0).order_by("pk").first()
    assert long is not None
    agreed = sibling(world, world.yuki)
    with within(world.hana):
        plan(agreed, method=Method.VISIT, on=now().date() + timedelta(days=9),
             going=Going(worker=world.yuki, hour=time(14)), by=world.hana, at=now())  # fmt: skip
    costs = {case.pk: cost(browser, reverse("case", args=[case.pk]))[0] for case in (world.ken, long, agreed)}
    assert max(costs.values()) <= 10, costs
    assert len(set(costs.values())) == 1, costs


def test_saving_a_contact_costs_ten_statements_and_no_savepoint(world, browser):
    local = now().astimezone(world.engawa.zone)
    told = {"id": str(uuid4()), "method": "visit", "with_whom": "person", "response": "presence", "concern": "none",
            "on": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "note": "床のきしむ音。"}  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert browser.post(reverse("case_contact", args=[world.ken.pk]), told).status_code == 302
    # The savepoint is the one within which the test stands for the request's own transaction.
    assert len(own(asked)) == 10, own(asked)
    assert sum("SAVEPOINT" in one["sql"] for one in asked.captured_queries) == 2
