"""The page on which leave is entered, one's own and a colleague's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime, now

from accounts.walls import as_job, within
from cases.actions.planning import plan
from cases.models import Leave
from cases.models.events import long_day
from cases.rules.methods import Method


def typed(world, first=3, last=5, **more):
    today = localtime(now(), world.engawa.zone).date()
    days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
    return {name: day.isoformat() for name, day in days.items()} | {"kind": "sick", "note": "発熱", **more}


def kept(world):
    with as_job(world.engawa.pk):
        return list(Leave.objects.all())


@pytest.mark.parametrize("who", ["yuki", "hana", "mio", "ada"])
def test_everybody_enters_and_removes_their_own(world, sign_in, who):
    client, path = sign_in(getattr(world, who)), reverse("own_leave")
    assert client.post(path, typed(world)).status_code == 302
    (leave,) = kept(world)
    assert leave.user_id == getattr(world, who).pk
    assert str(leave.pk) in client.get(path).content.decode()
    client.post(path, {"drop": leave.pk})
    assert kept(world) == []


@pytest.mark.parametrize("who", ["hana", "ada"])
def test_the_office_enters_it_for_a_colleague(world, sign_in, who):
    path = reverse("leave_of", args=[world.yuki.pk])
    assert sign_in(getattr(world, who)).post(path, typed(world)).status_code == 302
    assert kept(world)[0].user_id == world.yuki.pk
    assert sign_in(world.rin).get(path).status_code == 404
    assert sign_in(world.sora).get(path).status_code == 404


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"first": 5, "last": 3}, "before the first"),
        ({"first": -5, "last": -3}, "over already"),
        ({"first": 1, "last": 900}, "two years"),
        ({"starts_on": ""}, "required"),
        ({"starts_on": "2099-12-31", "ends_on": "2099-12-31"}, "Look at the year"),
        ({"starts_on": "9999-12-31", "ends_on": "9999-12-31"}, "is not a day of the calendar"),
    ],
)
def test_days_that_cannot_be_come_back_as_typed(world, sign_in, facts, says):
    answer = sign_in(world.yuki, "en").post(reverse("own_leave"), typed(world, **facts))
    page = answer.content.decode()
    assert (answer.status_code, says in page, "発熱" in page, kept(world)) == (422, True, True, [])


def test_nobody_removes_a_leave_of_somebody_else_or_a_made_up_one(world, sign_in):
    sign_in(world.hana).post(reverse("leave_of", args=[world.sora.pk]), typed(world))
    (leave,) = kept(world)
    for told in (leave.pk, "x"):
        assert sign_in(world.yuki).post(reverse("own_leave"), {"drop": told}).status_code == 302
    assert kept(world) == [leave]


def test_no_day_is_entered_twice(world, sign_in):
    yuki, path = sign_in(world.yuki, "en"), reverse("own_leave")
    yuki.post(path, typed(world))
    answer = yuki.post(path, typed(world, first=5, last=9))
    assert answer.status_code == 422
    assert "Some of these days are leave already." in answer.content.decode()
    assert "発熱" in answer.content.decode()
    assert len(kept(world)) == 1


def test_the_settings_tell_whose_days_and_never_why(world, sign_in):
    sign_in(world.hana).post(reverse("leave_of", args=[world.yuki.pk]), typed(world))
    (leave,) = kept(world)
    page = sign_in(world.ada, "en").get(reverse("settings")).content.decode()
    assert f"Hana entered leave for Yuki: {long_day(leave.starts_on)} to {long_day(leave.ends_on)}" in page
    assert "発熱" not in page


def test_an_accepted_visit_in_it_is_told_with_the_ways_to_mend_it(world, sign_in, time_machine):
    time_machine.move_to(world.morning, tick=True)
    day = localtime(world.ken.next_due, world.engawa.zone).date()
    with within(world.yuki):
        plan(world.ken, method=Method(world.ken.next_method), on=day, by=world.yuki, at=world.morning)
    path = reverse("leave_of", args=[world.yuki.pk])
    page = sign_in(world.hana, "en").post(path, typed(world, starts_on=f"{day}", ends_on=f"{day}"), follow=True)
    for told in ("1 accepted visit falls into it", f"/week/?on={day}", reverse("away", args=[world.yuki.pk])):
        assert told in page.content.decode()
    her_own = sign_in(world.yuki).get(reverse("own_leave")).content.decode()
    assert f'<li><a href="{reverse("case", args=[world.ken.pk])}">花水木さん宅</a>' in her_own
    assert "花水木さん宅" not in sign_in(world.ada).get(path).content.decode()


def test_where_no_leave_is_entered_it_says_so(world, sign_in):
    yuki, path = sign_in(world.yuki, "en"), reverse("own_leave")
    assert "No leave is entered." in yuki.get(path).content.decode()
    yuki.post(path, typed(world))
    assert "No leave is entered." not in yuki.get(path).content.decode()


def changed(client, leave, **told):
    path = reverse("one_leave", args=[leave.pk])
    form = client.get(path).context["form"]
    stands = {name: form[name].value() for name in form.fields}
    return client.post(path, {name: str(value) for name, value in stands.items()} | told)


def test_a_leave_is_corrected_by_whom_it_belongs_to_and_by_the_office(world, sign_in):
    yuki = sign_in(world.yuki, "en")
    yuki.post(reverse("own_leave"), typed(world))
    (leave,) = kept(world)
    later = (leave.ends_on + timedelta(days=1)).isoformat()
    assert changed(yuki, leave, ends_on=later).headers["Location"] == reverse("own_leave")
    answer = changed(sign_in(world.ada), leave, note="インフルエンザ")
    assert answer.headers["Location"] == reverse("leave_of", args=[world.yuki.pk])
    (now,) = kept(world)
    assert (now.pk, now.ends_on.isoformat(), now.note) == (leave.pk, later, "インフルエンザ")
    for stranger in (world.sora, world.mio, world.rin):
        assert sign_in(stranger).get(reverse("one_leave", args=[leave.pk])).status_code == 404


def test_a_correction_that_cannot_be_comes_back_as_typed(world, sign_in):
    yuki = sign_in(world.yuki, "en")
    yuki.post(reverse("own_leave"), typed(world))
    yuki.post(reverse("own_leave"), typed(world, first=10, last=12))
    first, second = sorted(kept(world), key=lambda one: one.starts_on)
    answer = changed(yuki, first, ends_on=second.starts_on.isoformat(), note="のびました")
    page = answer.content.decode()
    assert (answer.status_code, "Some of these days are leave already." in page, "のびました" in page) == (
        422,
        True,
        True,
    )
    assert sorted(kept(world), key=lambda one: one.starts_on)[0].ends_on == first.ends_on


def test_who_corrects_an_old_sight_of_a_leave_is_told_what_stands_now(world, sign_in):
    yuki, hana = sign_in(world.yuki, "en"), sign_in(world.hana)
    yuki.post(reverse("own_leave"), typed(world))
    (leave,) = kept(world)
    path = reverse("one_leave", args=[leave.pk])
    form = yuki.get(path).context["form"]
    old = {name: str(form[name].value()) for name in form.fields}
    changed(hana, leave, note="病院")
    answer = yuki.post(path, old | {"note": "通院"})
    page = answer.content.decode()
    assert (answer.status_code, "病院" in page, "通院" in page) == (422, True, True)
    assert kept(world)[0].note == "病院"


def test_who_corrects_a_leave_that_somebody_cancelled_is_told_and_keeps_what_was_typed(world, sign_in):
    yuki, hana = sign_in(world.yuki), sign_in(world.hana)
    yuki.post(reverse("own_leave"), typed(world))
    path = reverse("one_leave", args=[kept(world)[0].pk])
    hana.post(reverse("leave_of", args=[world.yuki.pk]), {"drop": kept(world)[0].pk})
    assert yuki.get(path).headers["Location"] == reverse("own_leave")
    answer = yuki.post(path, typed(world, note="熱が続く"))
    page = answer.content.decode()
    assert (answer.status_code, "熱が続く" in page, "ほかの人が先に" in page) == (422, True, True)
    assert page.count(f'action="{reverse("own_leave")}"') == 1
    assert hana.post(path, typed(world)).status_code == 422
    assert [sign_in(who).get(path).status_code for who in (world.sora, world.rin)] == [404, 404]
    assert kept(world) == []
