"""Today: what is late, what asks first, the day as it goes, and the week ahead by its days."""

import re
from datetime import date, time, timedelta

from django.utils.timezone import now

from accounts.walls import within
from cases.actions.opening import open_case, record_inquiry
from cases.actions.planning import Going, plan
from cases.actions.week import give_hour
from cases.models import Case, Family
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import told

SATURDAY = date(2026, 4, 4)


def words(answer):
    return answer.content.decode()


def rows_of(page):
    return re.findall(r'<li class="is-.*?</li>', page, re.S)


def row_of(page, nickname):
    return next(row for row in rows_of(page) if nickname in row)


def another(world, nickname, stage=Stage.DOOR):
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        Family.objects.filter(pk=case.person.family_id).update(nickname=nickname)
        return open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=stage, pace=None,
                         by=world.hana, at=world.morning)  # fmt: skip


def set_day(world, case, method, on):
    with within(world.yuki):
        plan(Case.objects.get(pk=case.pk), method=method, on=on, by=world.yuki, at=now())


def test_the_week_ahead_goes_by_its_days_though_a_later_window_ends_first(world, yuki):
    meeting, visit = another(world, "若竹さん宅"), another(world, "都忘れさん宅")
    set_day(world, meeting, Method.FAMILY_MEETING, SATURDAY + timedelta(days=2))
    set_day(world, visit, Method.VISIT, SATURDAY + timedelta(days=4))
    page = words(yuki.get("/today/"))
    ahead = page[page.index("この先の1週間") :]
    assert ahead.index("4月6日（月）") < ahead.index("若竹さん宅") < ahead.index("4月8日（水）") < ahead.index("都忘れ")


def test_a_day_that_was_taken_without_an_hour_is_about_that_hour(world, yuki):
    set_day(world, world.ken, Method.VISIT, SATURDAY)
    assert "<time>14:00ごろ</time>" in row_of(words(yuki.get("/today/")), "花水木")


def test_an_agreed_hour_stands_as_it_is(world, yuki):
    with within(world.hana):
        give_hour(world.ken, method=Method.VISIT, on=SATURDAY, going=Going(worker=world.yuki, hour=time(15, 30)),
                  by=world.hana, at=now())  # fmt: skip
    assert "<time>15:30</time>" in row_of(words(yuki.get("/today/")), "花水木")


def test_three_contacts_of_one_day_never_stand_at_one_hour(world, yuki):
    for case in (world.ken, another(world, "若竹さん宅"), another(world, "都忘れさん宅")):
        set_day(world, case, Method.VISIT, SATURDAY)
    page = words(yuki.get("/today/"))
    assert "<time>14:00" not in page
    assert page.count("14:00ごろ（近い時刻に別の予定）") == 3


def test_an_agreed_hour_keeps_its_place_and_the_other_gives_way(world, yuki):
    near = another(world, "若竹さん宅")
    set_day(world, near, Method.VISIT, SATURDAY)
    with within(world.hana):
        give_hour(world.ken, method=Method.VISIT, on=SATURDAY, going=Going(worker=world.yuki, hour=time(14, 30)),
                  by=world.hana, at=now())  # fmt: skip
    page = words(yuki.get("/today/"))
    assert "<time>14:30</time>" in row_of(page, "花水木")
    assert "14:00ごろ（近い時刻に別の予定）" in row_of(page, "若竹")


def test_what_follows_the_agreed_meeting_is_not_near_it(world, yuki):
    later = another(world, "若竹さん宅")
    set_day(world, later, Method.VISIT, SATURDAY)
    with within(world.hana):
        give_hour(world.ken, method=Method.VISIT, on=SATURDAY, going=Going(worker=world.yuki, hour=time(13)),
                  by=world.hana, at=now())  # fmt: skip
    assert "<time>14:00ごろ</time>" in row_of(words(yuki.get("/today/")), "若竹")


def test_a_late_contact_does_not_show_an_hour_of_a_day_that_is_over(world, sign_in, clock):
    set_day(world, world.ken, Method.VISIT, SATURDAY)
    clock.move_to("2026-04-07T10:00:00+09:00")
    row = row_of(words(sign_in(world.yuki).get("/today/")), "花水木")
    assert "期限超過" in row
    assert "<time>" not in row


def test_every_row_says_why_it_is_planned(world, yuki):
    assert "支援を始めて最初の連絡です。" in row_of(words(yuki.get("/today/")), "花水木")


def test_a_concern_stands_among_what_is_for_today_and_says_so(world, yuki):
    world.record(Response.VOICE, days=3)
    another(world, "若竹さん宅", Stage.LETTER)
    yuki.post(f"/today/{world.ken.pk}/record/", {"id": "0b5c0a51-0000-4000-8000-000000000001", "method": "visit",
                                                 "response": "voice", "concern": "food"})  # fmt: skip
    page = words(yuki.get("/today/"))
    assert page.index("花水木さん宅") < page.index("日時なし")
    assert "まず責任者に相談し" in row_of(page, "花水木")


def test_a_talk_about_a_concern_that_has_its_day_waits_for_it(world, yuki):
    yuki.post(f"/today/{world.ken.pk}/record/", {"id": "0b5c0a51-0000-4000-8000-000000000001", "method": "visit",
                                                 "response": "voice", "concern": "food"})  # fmt: skip
    set_day(world, world.ken, Method.FAMILY_MEETING, SATURDAY + timedelta(days=2))
    page = words(yuki.get("/today/"))
    assert page.index("この先の1週間") < page.index("花水木さん宅")


def test_the_hour_of_a_mere_proposal_is_not_shown(world, yuki):
    assert "<time>" not in row_of(words(yuki.get("/today/")), "花水木")


def go(world, *, worker, second=None, hour=time(15, 30)):
    with within(world.hana):
        give_hour(Case.objects.get(pk=world.ken.pk), method=Method.VISIT, on=SATURDAY,
                  going=Going(worker=worker, second=second, hour=hour), by=world.hana, at=now())  # fmt: skip


def test_the_day_says_with_whom_one_goes(world, yuki):
    go(world, worker=world.yuki, second=world.sora)
    assert "<span>Soraさんと</span>" in row_of(words(yuki.get("/today/")), "花水木")


def test_a_visit_that_somebody_else_makes_is_not_told_as_ones_own(world, yuki):
    go(world, worker=world.yuki, second=world.sora)
    go(world, worker=world.sora)
    assert "<span>Soraさんの予定</span>" in row_of(words(yuki.get("/today/")), "花水木")


def test_a_visit_that_somebody_else_makes_takes_no_hour_of_ones_own(world, yuki):
    near = another(world, "若竹さん宅")
    set_day(world, near, Method.VISIT, SATURDAY)
    go(world, worker=world.yuki, second=world.sora)
    go(world, worker=world.sora, hour=time(14, 30))
    assert "<time>14:00ごろ</time>" in row_of(words(yuki.get("/today/")), "若竹")
