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
        ({"starts_on": "9999-12-31", "ends_on": "9999-12-31"}, "Look at the year"),
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
    assert 'href="/today/"' in sign_in(world.yuki).get(reverse("own_leave")).content.decode()
