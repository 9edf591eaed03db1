"""An hour that was only proposed stays in view once the contact is accepted, and reads alike wherever it stands."""

from datetime import date, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.walls import within
from cases.actions.feeding import make_feed
from cases.actions.planning import Going, plan
from cases.actions.week import give_hour
from cases.rules.methods import Method

SATURDAY = date(2026, 4, 4)
ABOUT = "14:00ごろ"


def accepted(world, method=Method.VISIT):
    with within(world.yuki):
        plan(world.ken, method=method, on=SATURDAY, by=world.yuki, at=world.morning)


def calendar_of(world, client) -> str:
    with within(world.yuki):
        secret = make_feed("nickname", by=world.yuki, at=world.morning)
    feed = Calendar.from_ical(client.get(reverse("calendar_feed", args=[secret])).content)
    return str(next(iter(feed.walk("VEVENT")))["summary"])


@pytest.fixture
def places(world, yuki, sign_in):
    """What each place says of Ken's next contact."""

    def look() -> dict[str, str]:
        hana, key = sign_in(world.hana), [world.ken.pk]
        pages = {
            "case": hana.get(reverse("case", args=key)), "why": hana.get(reverse("case_why", args=key)),
            "paper": hana.get(reverse("case_print", args=key)), "week": hana.get(f"/week/?on={SATURDAY}"),
            "today": yuki.get("/today/"), "brief": yuki.get(reverse("brief", args=key)),
            "done": yuki.get(reverse("phone_done", args=key)),
        }  # fmt: skip
        told = {name: page.content.decode() for name, page in pages.items()}
        return told | {"calendar": calendar_of(world, yuki)}

    return look


def test_a_day_accepted_without_an_hour_reads_alike_everywhere(world, places):
    accepted(world)
    told = places()
    assert {name for name, page in told.items() if ABOUT not in page} == set()
    assert told["calendar"] == "14:00ごろ 訪問：花水木さん宅"
    assert {name for name in ("case", "why", "paper", "brief") if "おおよその時刻と行く人" not in told[name]} == set()


def test_an_agreed_hour_is_about_nothing(world, places):
    with within(world.hana):
        give_hour(world.ken, method=Method.VISIT, on=SATURDAY, going=Going(worker=world.yuki, hour=time(15, 30)),
                  by=world.hana, at=world.morning)  # fmt: skip
    told = places()
    assert {name for name, page in told.items() if "ごろ" in page} == set()
    assert told["calendar"] == "訪問：花水木さん宅"


def test_a_letter_has_a_day_only(world, places):
    accepted(world, Method.LETTER)
    assert {name for name, page in places().items() if "ごろ" in page} == set()


def test_where_a_proposal_can_be_accepted_its_hour_is_told_before(world, places):
    told = places()
    assert {name for name in ("case", "why", "paper", "week", "done") if ABOUT not in told[name]} == set()


def test_to_say_who_goes_promises_no_hour_that_nobody_agreed_on(world, sign_in):
    def offered():
        page = sign_in(world.hana).get(reverse("week_plan", args=[world.ken.pk]))
        return page.context["form"]["hour"].value()

    assert offered() == "14:00"
    accepted(world)
    assert offered() == ""
    with within(world.hana):
        going = Going(worker=world.yuki, hour=time(15, 30))
        give_hour(world.ken, method=Method.VISIT, on=SATURDAY, going=going, by=world.hana, at=world.morning)
    assert offered() == "15:30"
