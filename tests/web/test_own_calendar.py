"""The calendar of a phone, read by a library that is not the one which wrote it."""

import logging
import re
from datetime import timedelta

import vobject
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.moving import pause
from cases.actions.opening import change_second
from cases.models import Family, Feed, Visit
from cases.queries.feed import digest_of
from cases.rules.facts import PauseScope
from outreach.logs import facts

PAGE = "/account/calendar/"


def make(world, sign_in, who: User | None = None, naming: str = "nickname") -> str:
    """The path of a new address, as its page shows it once."""
    client = sign_in(who or world.yuki, "en")
    assert client.post(PAGE, {"naming": naming}).headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "value=" not in client.get(PAGE).content.decode().partition('id="feed"')[2][:40]
    return re.search(r'id="feed"[^>]*value="https?://[^/]+(/calendar/[^"]+\.ics)"', page)[1]


def events(path: str) -> list:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    book = vobject.readOne(answer.content.decode())
    assert book.validate(raiseException=True)
    return list(getattr(book, "vevent_list", []))


def nickname(world, told: str) -> None:
    with within(world.hana):
        Family.objects.update(nickname=told)


def test_a_planned_contact_stands_on_its_day_with_its_window(world, sign_in):
    (event,) = events(make(world, sign_in))
    day = world.ken.next_due.astimezone(world.engawa.zone).date()
    assert event.summary.value == "訪問：花水木さん宅"
    assert (event.dtstart.value, event.dtend.value) == (day, day + timedelta(days=1))
    assert "2026年4月" in event.description.value
    assert event.transp.value == "TRANSPARENT"
    assert getattr(event, "class").value == "PRIVATE"


def test_an_agreed_hour_is_that_hour(world, sign_in):
    with as_job(world.engawa.pk):
        begins = world.ken.next_due
        Visit.objects.create(
            organisation=world.engawa, case=world.ken, worker=world.yuki, method="visit", earliest=begins, due=begins,
            latest=begins, starts_at=begins, ends_at=begins + timedelta(minutes=45),
        )  # fmt: skip
    (event,) = events(make(world, sign_in))
    assert (event.dtstart.value, event.dtend.value) == (begins, begins + timedelta(minutes=45))


def test_the_code_is_shown_by_choice_and_where_the_nickname_would_tell(world, sign_in):
    (event,) = events(make(world, sign_in, naming="code"))
    assert event.summary.value == f"訪問：{world.ken.code}"
    nickname(world, "山﨑さん宅")
    (event,) = events(make(world, sign_in))
    assert event.summary.value == f"訪問：{world.ken.code}"


def test_the_same_contact_keeps_its_id_and_another_feed_another(world, sign_in):
    path = make(world, sign_in)
    first, again = events(path)[0].uid.value, events(path)[0].uid.value
    other = events(make(world, sign_in))[0].uid.value
    assert first == again != other
    assert str(world.ken.pk) not in first


def test_what_is_cancelled_disappears(world, sign_in):
    path = make(world, sign_in)
    assert len(events(path)) == 1
    with within(world.hana):
        pause(
            world.ken, PauseScope.CASE, reason="旅行", until=world.morning.date() + timedelta(days=30), by=world.hana,
            at=world.morning,
        )  # fmt: skip
    assert events(path) == []


def test_what_somebody_else_goes_to_is_not_in_it(world, sign_in):
    path = make(world, sign_in)
    with as_job(world.engawa.pk):
        begins = world.ken.next_due
        Visit.objects.create(
            organisation=world.engawa, case=world.ken, worker=world.sora, method="visit", earliest=begins, due=begins,
            latest=begins,
        )  # fmt: skip
    assert events(path) == []


def test_of_two_who_go_together_it_stands_in_the_calendar_of_each(world, sign_in):
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    begins = world.ken.next_due
    with as_job(world.engawa.pk):
        Visit.objects.create(
            organisation=world.engawa, case=world.ken, worker=world.yuki, second=world.sora, method="visit",
            earliest=begins, due=begins, latest=begins,
        )  # fmt: skip
    assert [len(events(make(world, sign_in, who))) for who in (world.yuki, world.sora)] == [1, 1]


def test_a_calendar_is_asked_to_look_again_after_an_hour(world, sign_in):
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in Client().get(make(world, sign_in)).content.decode()


def test_a_colleague_finds_only_her_own(world, sign_in):
    assert events(make(world, sign_in, world.sora)) == []


def test_an_empty_calendar_is_valid_too(world, sign_in):
    answer = Client().get(make(world, sign_in, world.sora)).content.decode()
    assert answer.startswith("BEGIN:VCALENDAR\r\n")
    assert answer.endswith("END:VCALENDAR\r\n")


def test_a_revoked_an_older_and_a_made_up_address_look_the_same(world, sign_in):
    first = make(world, sign_in)
    second = make(world, sign_in)
    assert Client().get(first).status_code == 404
    sign_in(world.yuki).post("/account/calendar/end/")
    made_up = reverse("calendar_feed", args=["x" * 43])
    assert {Client().get(path).content for path in (first, second)} == {Client().get(made_up).content}


def test_an_address_ends_after_ninety_days_and_its_page_says_so(world, sign_in, time_machine):
    time_machine.move_to(world.morning, tick=True)
    path = make(world, sign_in)
    time_machine.move_to(world.morning + timedelta(days=89), tick=True)
    assert Client().get(path).status_code == 200
    assert "It works until Tue 30 Jun 2026" in sign_in(world.yuki, "en").get(PAGE).content.decode()
    time_machine.move_to(world.morning + timedelta(days=90, seconds=9), tick=True)
    assert Client().get(path).status_code == 404
    assert "It ended on Tue 30 Jun 2026" in sign_in(world.yuki, "en").get(PAGE).content.decode()


def test_whoever_has_left_reads_nothing(world, sign_in):
    path = make(world, sign_in)
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_only_a_digest_is_kept_and_nobody_sees_anothers(world, sign_in):
    secret = make(world, sign_in).removeprefix("/calendar/").removesuffix(".ics")
    with within(world.yuki):
        assert Feed.objects.living().get().digest == digest_of(secret)
    for who in (world.sora, world.hana, world.ada, world.rin):
        with within(who):
            assert Feed.objects.count() == 0


def test_the_address_is_in_no_log(world, sign_in, caplog):
    path = make(world, sign_in)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (path,), None)
    line = facts().format(record)
    assert path not in line
    assert "/calendar/…" in line
    with caplog.at_level(logging.DEBUG):
        Client().get(path)
        Client().get(path.replace("/calendar/", "/calendar/x"))
    assert path.removeprefix("/calendar/")[:20] not in "".join(facts().format(one) for one in caplog.records)


def test_it_costs_few_queries(world, sign_in, django_assert_max_num_queries):
    path = make(world, sign_in)
    with django_assert_max_num_queries(8):
        Client().get(path)


def test_only_those_who_go_have_one(world, sign_in):
    assert [sign_in(who).get(PAGE).status_code for who in (world.yuki, world.hana, world.mio, world.ada)] == [
        200, 200, 404, 404,
    ]  # fmt: skip
