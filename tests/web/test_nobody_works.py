"""A day on which nobody works may be planned by a person, once she knows; nothing typed is lost over the question."""

from datetime import date, time

import pytest

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.planning import Going
from cases.actions.staffing import choose_days
from cases.actions.week import give_hour
from cases.models import Case
from cases.rules.methods import Method

HOLIDAY, SUNDAY, MONDAY = date(2026, 4, 29), date(2026, 4, 12), date(2026, 4, 13)
FRIDAY = date(2026, 4, 10)
LINE = '?view=clashing">'
AMISS = "▲勤務日以外"
TICK = "勤務のない日と分かったうえで、この日に予定する"
SAYS = {HOLIDAY: "その日は祝日です。", SUNDAY: "その日は担当者の勤務日以外です。"}


@pytest.fixture(autouse=True)
def weekdays(world, clock):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(weekdays=0b0011111)


def planned(world):
    with within(world.hana):
        return Case.objects.get(pk=world.ken.pk).next_accepted


def typed(day, **more):
    return {"method": "visit", "on": day.isoformat(), "aim": "猫の話の続き", **more}


@pytest.mark.parametrize("day", [HOLIDAY, SUNDAY])
def test_the_form_asks_keeps_what_was_typed_and_takes_a_tick(world, yuki, day):
    path = f"/cases/{world.ken.pk}/plan/"
    answer = yuki.post(path, typed(day))
    page = answer.content.decode()
    assert (answer.status_code, planned(world)) == (422, False)
    assert all(words in page for words in (SAYS[day], TICK, "猫の話の続き"))
    assert yuki.post(path, typed(day, anyway="on")).status_code == 302
    assert planned(world)


def test_of_a_working_day_nothing_is_asked(world, yuki):
    path = f"/cases/{world.ken.pk}/plan/"
    assert TICK not in yuki.get(path).content.decode()
    assert yuki.post(path, typed(MONDAY)).status_code == 302


@pytest.mark.parametrize(("method", "box"), [("visit", 'id="anyway"'), ("letter", 'id="letter-anyway"')])
def test_the_phone_asks_in_the_box_that_was_sent(world, yuki, method, box):
    path = f"/today/{world.ken.pk}/done/"
    answer = yuki.post(path, {"method": method, "on": SUNDAY.isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SAYS[SUNDAY] in page
    assert box in page
    assert page.count(TICK) == 1
    assert f'value="{SUNDAY.isoformat()}"' in page
    assert yuki.post(path, {"method": method, "on": SUNDAY.isoformat(), "anyway": "on"}).status_code == 302
    assert planned(world)


def test_the_week_asks_too_also_about_a_slip_laid_on_the_day(world, sign_in):
    hana, path = sign_in(world.hana), f"/week/{world.ken.pk}/"
    told = typed(SUNDAY, worker=str(world.yuki.pk), second="", hour="14:00", minutes="60", why="")
    answer = hana.post(path, told)
    assert answer.status_code == 422
    assert "勤務日以外の人がいます" in answer.content.decode()
    assert TICK in answer.content.decode()
    assert 'name="anyway"' not in hana.get("/week/").content.decode()
    assert hana.post(path, told | {"anyway": "on"}).status_code == 302


def test_the_desk_says_what_was_agreed_amiss_above_the_whole_list_only(world, sign_in):
    hana = sign_in(world.hana)
    going = Going(worker=world.yuki, hour=time(14))
    with within(world.hana):
        give_hour(world.ken, method=Method.VISIT, on=FRIDAY, going=going, by=world.hana, at=world.morning)
    assert LINE not in hana.get("/desk/").content.decode()
    with within(world.yuki):
        choose_days(0b0001111, None, None, by=world.yuki, at=world.morning)
    assert LINE in hana.get("/desk/").content.decode()
    assert LINE not in hana.get("/desk/?stage=door").content.decode()


def test_the_week_and_the_phone_say_what_was_agreed_amiss(world, sign_in):
    hana, yuki = sign_in(world.hana), sign_in(world.yuki)
    with within(world.hana):
        give_hour(
            world.ken, method=Method.VISIT, on=FRIDAY, going=Going(worker=world.yuki, hour=time(14)), by=world.hana,
            at=world.morning,
        )  # fmt: skip
    pages = (hana, f"/week/?on={FRIDAY}"), (yuki, "/today/")
    assert [AMISS in client.get(path).content.decode() for client, path in pages] == [False, False]
    with within(world.yuki):
        choose_days(0b0001111, None, None, by=world.yuki, at=world.morning)
    assert [AMISS in client.get(path).content.decode() for client, path in pages] == [True, True]
