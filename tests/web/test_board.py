"""The board in a browser: each number is a link to its list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.opening import open_case, record_inquiry
from cases.models import Turn
from cases.queries.board import board as read
from cases.rules.ladder import Stage
from cases.web.board.views import PEOPLE
from tests.world import told


@pytest.mark.parametrize("who", ["mio", "hana"])
def test_every_number_opens_a_list_of_that_length(world, sign_in, who):
    client = sign_in(getattr(world, who), "en")
    page = client.get("/board/").content.decode()
    links = re.findall(r'href="(/desk/\?[^"]+)"[^>]*>(?:[^<]*<b>)?(\d+)<', page)
    assert len(links) >= 8
    for href, count in links:
        listed = client.get(href.replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r'href="/cases/([0-9a-f-]{36})/"', listed))) == int(count), href


def ask_board(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/board/").status_code == 200
    ours = [one for one in asked.captured_queries if "cases_" in one["sql"] and "set_config" not in one["sql"]]
    return len(ours)


def test_more_cases_ask_no_more_questions(world, sign_in):
    client = sign_in(world.mio)
    ask_board(client)
    few = ask_board(client)
    with within(world.hana):
        for stage in (Stage.LETTER, Stage.PHONE, Stage.FACE):
            case = record_inquiry(told(), by=world.hana, at=world.morning)
            open_case(case, coordinator=world.hana, lead=world.sora, second=None, stage=stage, pace=None,
                      by=world.hana, at=world.morning)  # fmt: skip
    assert ask_board(client) == few <= 6


def test_the_board_says_how_old_the_clocks_last_work_is(world, sign_in):
    client = sign_in(world.mio, "en")
    assert "The clock has not worked yet" in client.get("/board/").content.decode()
    with as_job(world.engawa.pk):
        Turn.objects.create(organisation=world.engawa, name="plan", ran_at=now() - timedelta(minutes=3))
    for place in ("/board/", "/desk/"):
        assert "The clock last worked 3\xa0minutes ago" in client.get(place).content.decode()


def test_nobody_is_ranked(world, sign_in):
    page = sign_in(world.mio, "en").get("/board/").content.decode()
    assert page.index(">Hana<") < page.index(">Sora<") < page.index(">Yuki<")


def test_a_manager_looks_ahead_and_each_number_opens_the_list_of_that_day(world, sign_in, time_machine):
    time_machine.move_to(world.morning, tick=False)
    client = sign_in(world.mio, "en")
    on = world.ken.next_ends.astimezone(world.engawa.zone).date()
    for path, found in (("/board/", None), (f"/board/?on={on}", f"/desk/?view=overdue&amp;on={on}")):
        page = client.get(path).content.decode()
        assert ("if nothing is done until then" in page) == (found is not None)
        assert found is None or found in page
    listed = client.get(f"/desk/?view=overdue&on={on}").content.decode()
    assert "花水木さん宅" in listed
    assert "花水木さん宅" not in client.get("/desk/?view=overdue").content.decode()


def test_a_large_house_is_shown_page_by_page_and_counted_whole(world, sign_in):
    with as_job(world.engawa.pk):
        User.objects.bulk_create(
            User(organisation=world.engawa, email=f"worker{n}@example.org", name=f"Worker {n:03}", role="worker")
            for n in range(PEOPLE)
        )
    client, seen, path = sign_in(world.mio, "en"), [], "/board/"
    while path:
        page = client.get(path).content.decode()
        seen.append(re.findall(r'<tr><th scope="row">([^<]+)</th>\n<td class="number', page))
        further = re.search(r'href="(\?[^"]+)#shares"', page)
        path = further and "/board/" + further[1].replace("&amp;", "&")
    with within(world.mio):
        assert [name for names in seen for name in names] == [one.worker.name for one in read(world.mio, now()).shares]
    assert (len(seen), len(seen[0]), "Hana" in seen[0]) == (2, PEOPLE, True)
    assert client.get("/board/?after=nobody").content.decode().count('<th scope="row">') >= PEOPLE
