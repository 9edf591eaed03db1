from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.walls import as_sign_in, within
from cases.models import Case

CALL = {"nickname": "若竹さん宅", "relationship": "mother"}
CALLED = "2026-11-25T10:00:00+09:00"
DAY_AFTER = "2026-04-02T10:00:00+09:00"  # the case was opened
TEN = "2026-04-04T10:00:00+09:00"  # the first visit to Ken is due


@pytest.fixture
def clock(world, time_machine):
    """The phone's morning: it stands still until a test moves it."""
    time_machine.move_to(TEN, tick=False)
    return time_machine


@pytest.fixture
def yuki(world, sign_in, clock):
    """Yuki's phone on that morning."""
    return sign_in(world.yuki)


@pytest.fixture
def hana(world, sign_in):
    """Hana at her desk."""
    return sign_in(world.hana)


@pytest.fixture
def sign_in(world: object) -> Callable[[User], Client]:
    """A browser in which this person has signed in."""

    def enter(user: User, language: str = "ja") -> Client:
        client = Client(headers={"accept-language": language})
        with as_sign_in():
            client.force_login(user)
        return client

    return enter


@pytest.fixture
def call(world, sign_in, time_machine):
    """Hana records a call; the answer, and the case where there is one."""
    time_machine.move_to(CALLED, tick=False)
    client = sign_in(world.hana)

    def record(**fields):
        fields = CALL | {"id": uuid4()} | fields
        answer = client.post("/desk/intake/", fields, follow=True)
        with within(world.hana):
            asked = {} if fields["id"] == "x" else {"pk": fields["id"]}
            case = Case.objects.select_related("person__family").exclude(pk=world.ken.pk).filter(**asked).first()
        return answer, case

    return record


@pytest.fixture
def post(world, sign_in, time_machine):
    time_machine.move_to(DAY_AFTER, tick=False)

    def send(who, page, **fields):
        return sign_in(who).post(reverse(page, args=[world.ken.pk]), fields)

    return send


def try_fields(**more):
    told = {"id": uuid4(), "method": "visit", "with_whom": "person", "response": "voice", "concern": "none"}
    return {**told, "on": "2026-04-02", "time": "9:30", **more}
