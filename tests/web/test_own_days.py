"""My working days: chosen by each for herself, within the house's own hours, and seen by who coordinates."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.walls import as_job
from cases.models import Case, Event

PAGE = "/account/days/"


def typed(client, **changes) -> dict:
    form = client.get(PAGE).context["form"]
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()} | changes


def works(world, who) -> tuple:
    with as_job(world.engawa.pk):
        return User.objects.values_list("weekdays", "works_from", "works_until").get(pk=who.pk)


@pytest.mark.parametrize("who", ["yuki", "hana", "mio", "ada"])
def test_each_chooses_her_own(world, sign_in, who):
    client = sign_in(getattr(world, who))
    told = typed(client, weekdays=["0", "2", "4"], works_from="10:00", works_until="16:00")
    assert client.post(PAGE, told).status_code == 302
    mask, begins, ends = works(world, getattr(world, who))
    assert (mask, f"{begins:%H:%M}", f"{ends:%H:%M}") == (0b10101, "10:00", "16:00")
    assert works(world, world.sora)[0] == 127


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weekdays": []}, "at least one day"),
        ({"works_from": "10:00"}, "Enter both hours"),
        ({"works_from": "16:00", "works_until": "10:00"}, "at least an hour"),
        ({"works_from": "21:30", "works_until": "23:30"}, "The organisation contacts nobody from 21:00 to 08:00"),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(world, sign_in, changes, says):
    client = sign_in(world.yuki, "en")
    answer = client.post(PAGE, typed(client, **{"weekdays": ["1"]} | changes))
    assert (answer.status_code, says in answer.content.decode(), works(world, world.yuki)[0]) == (422, True, 127)


def test_what_is_planned_for_her_follows_and_the_office_reads_who_did_it(world, sign_in, clock):
    world.see_ken()
    day = world.ken.next_due.astimezone(world.engawa.zone).date()
    client = sign_in(world.yuki)
    client.post(PAGE, typed(client, weekdays=[str(one) for one in range(7) if one != day.weekday()]))
    with as_job(world.engawa.pk):
        assert Case.objects.get(pk=world.ken.pk).next_facts["moved_by"] == "day_off"
        assert Event.objects.get(what="user.days_chosen").facts == {"user": str(world.yuki.pk), "moved": 1}
    page = sign_in(world.ada, "en").get(reverse("settings")).content.decode()
    assert "Yuki changed their own days and hours of work" in page


def test_who_coordinates_reads_them_beside_her_leave_and_on_the_week(world, sign_in):
    client = sign_in(world.yuki)
    client.post(PAGE, typed(client, weekdays=["0", "2"], works_from="10:00", works_until="16:00"))
    hana = sign_in(world.hana, "en")
    assert "Mon, Wed · 10:00–16:00" in hana.get(reverse("leave_of", args=[world.yuki.pk])).content.decode()
    assert "10:00–16:00" in hana.get("/week/?view=all").content.decode()


def test_a_second_browser_overwrites_nothing_unseen(world, sign_in):
    one, two = sign_in(world.yuki), sign_in(world.yuki)
    old = typed(two, weekdays=["3"])
    one.post(PAGE, typed(one, weekdays=["0"]))
    assert two.post(PAGE, old).status_code == 422
    assert works(world, world.yuki)[0] == 1
