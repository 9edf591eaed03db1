"""What other days and hours of work moved can be looked at: each case, from when to when, and why."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.walls import as_job, within
from cases.actions import housekeeping, staffing
from cases.actions.sweeping import sweep
from cases.models import Case, Event, Recess
from cases.queries import moved as lately
from cases.queries.moved import moved
from tests.web.test_week import another


@pytest.fixture
def rest(world, clock):
    """Ada closes the house on the day of Ken's first visit; the page as a reader finds it."""
    on = world.ken.next_due.astimezone(world.engawa.zone).date()
    with within(world.ada):
        housekeeping.add_recess("棚卸し", on, on, by=world.ada, at=world.morning)
    return on


def look(sign_in, reader, view="all", language="ja"):
    return re.sub(r"\s+", " ", sign_in(reader, language).get(f"/week/moved/?view={view}").content.decode())


def row(page):
    """From when to when, of the first line."""
    return tuple(re.findall(r'<td data-label="[^"]+">(.*?)</td>', page)[:2])


def test_each_move_names_its_case_from_when_to_when_and_why(world, rest, sign_in):
    page = look(sign_in, world.hana)
    assert reverse("case", args=[world.ken.pk]) in page
    assert row(page) == ("2026年4月4日（土） 14:00 <small>棚卸し</small>", "2026年4月5日（日） 14:00")
    assert "2026年4月1日（水） 09:00、Ada" in page


def test_the_case_says_so_in_its_history(world, rest, sign_in):
    page = sign_in(world.yuki).get(reverse("case", args=[world.ken.pk])).content.decode()
    assert "暦に合わせて移動：訪問（2026年4月4日（土） 14:00 → 2026年4月5日（日） 14:00）" in page


def test_of_ones_own_cases_only_where_one_asks_for_these(world, rest, sign_in):
    with as_job(world.engawa.pk):
        Case.objects.filter(pk=world.ken.pk).update(coordinator=world.mio)
    assert [world.ken.code in look(sign_in, world.hana, view) for view in ("mine", "all")] == [False, True]


def test_another_house_sees_none_of_it(world, rest, sign_in):
    assert world.ken.code not in look(sign_in, world.rin)


def test_what_comes_back_is_told_too_without_a_reason(world, rest, sign_in, clock):
    with within(world.ada):
        housekeeping.drop_recess(Recess.objects.get(), by=world.ada, at=world.morning + timedelta(minutes=1))
    assert row(look(sign_in, world.hana)) == ("2026年4月5日（日） 14:00", "2026年4月4日（土） 14:00")


def test_what_her_own_days_move_stands_under_her_name_and_what_the_clock_moves_under_the_clock(world, clock):
    with within(world.yuki):
        staffing.choose_days(0b1011111, None, None, by=world.yuki, at=world.morning)  # no Saturdays
    with as_job(world.engawa.pk):
        Recess.objects.create(organisation=world.engawa, name="x", starts_on="2026-04-05", ends_on="2026-04-06")
    sweep("calendar", at=world.morning)
    with within(world.hana):
        rows, more = moved(world.hana, world.morning, view="all")
    assert ({row.by for row in rows}, more) == ({"Yuki", None}, False)


def test_what_stays_where_it_is_leaves_no_line(world):
    with within(world.ada):
        housekeeping.add_recess("棚卸し", date(2026, 8, 1), date(2026, 8, 2), by=world.ada, at=world.morning)
    with within(world.hana):
        assert not Event.objects.filter(what="case.placed_anew").exists()


def test_a_long_list_comes_page_by_page(world, sign_in, clock, monkeypatch):
    monkeypatch.setattr(lately, "PAGE", 1)
    another(world)
    with within(world.ada):
        housekeeping.add_recess("棚卸し", date(2026, 4, 4), date(2026, 4, 4), by=world.ada, at=world.morning)
    first = look(sign_in, world.hana)
    further = re.search(r'rel="next" href="([^"]+)"', first)
    second = sign_in(world.hana).get(f"/week/moved/{further[1].replace('&amp;', '&')}").content.decode()
    codes = [re.findall(r"<small>(H2026-\d+)</small>", page) for page in (first, second)]
    assert sorted(map(len, codes)) == [1, 1]
    assert codes[0] != codes[1]
    assert 'rel="next"' not in second


def test_whoever_saves_is_told_where_to_look(world, sign_in, clock):
    told = {"rest-name": "棚卸し", "rest-starts_on": "2026-04-04", "rest-ends_on": "2026-04-04"}
    page = sign_in(world.ada, "en").post(reverse("add_recess"), told, follow=True).content.decode()
    assert "Coordinators see which ones in the week, “Moved by the calendar”." in page
    assert reverse("week_moved") in sign_in(world.hana).get("/week/").content.decode()


def test_it_says_what_its_own_day_is_not_what_the_day_before_it_was(world, clock, sign_in):
    with within(world.yuki):
        staffing.choose_days(0b1011111, None, None, by=world.yuki, at=world.morning)  # from Saturday to Sunday
    with within(world.ada):
        at = world.morning + timedelta(minutes=1)
        housekeeping.add_recess("棚卸し", date(2026, 4, 5), date(2026, 4, 5), by=world.ada, at=at)
    page = look(sign_in, world.hana)
    assert row(page) == ("2026年4月5日（日） 14:00 <small>棚卸し</small>", "2026年4月6日（月） 14:00")
    assert "2026年4月4日（土） 14:00 <small>勤務日以外</small>" in page
