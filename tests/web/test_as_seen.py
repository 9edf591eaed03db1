"""What somebody else has changed since a page was opened gives way to nobody who has not seen it."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from accounts.walls import within
from cases.actions.opening import change_second, hand_over
from cases.models import Visit
from tests.world import user


@pytest.fixture
def mei(world):
    return user(world.engawa, "Mei", Role.WORKER)


def seen_on(page: str) -> str:
    return re.search(r'name="seen" value="([^"]*)"', page)[1]


@pytest.mark.parametrize(("deed", "also"), [("case_hand-over", {"note": "犬が苦手"}), ("case_second", {})])
def test_another_is_not_replaced_unseen(world, post, sign_in, mei, deed, also):
    """Sora came in the meantime; whoever looks once more may give the case to Mei all the same."""
    at = reverse(deed, args=[world.ken.pk])
    seen = seen_on(sign_in(world.hana, "en").get(at).content.decode())
    with within(world.hana):
        if deed == "case_second":
            change_second(world.ken, world.sora, why="x", by=world.hana, at=world.morning)
        else:
            hand_over(world.ken, world.sora, note="x", why="x", by=world.hana, at=world.morning)
    told = {"to": mei.pk, "why": "家が近い", "seen": seen} | also
    answer = post(world.hana, deed, **told)
    page = answer.content.decode()
    assert (answer.status_code, "家が近い" in page, seen_on(page)) == (422, True, str(world.sora.pk))
    assert sign_in(world.sora).get(reverse("case", args=[world.ken.pk])).status_code == 200
    assert post(world.hana, deed, **told | {"seen": seen_on(page)}).status_code == 302
    assert sign_in(world.sora).get(reverse("case", args=[world.ken.pk])).status_code == 404


def test_an_appointment_goes_back_only_as_it_was_seen(world, post, sign_in):
    hour = {"method": "visit", "worker": world.yuki.pk, "minutes": 60, "seen": ""}
    assert post(world.hana, "week_plan", on="2026-04-10", hour="14:00", **hour).status_code == 302
    at = reverse("week_plan", args=[world.ken.pk])
    pages = sign_in(world.hana).get(at).content.decode()
    seen = seen_on(pages.split("/lane/")[1])
    assert post(world.hana, "week_plan", on="2026-04-13", hour="10:00", **hour | {"seen": seen}).status_code == 302
    for told, stands in ((seen, True), (seen_on(sign_in(world.hana).get(at).content.decode()), False)):
        post(world.hana, "week_lane", seen=told)
        with within(world.hana):
            assert Visit.objects.filter(state="planned").exists() is stands
