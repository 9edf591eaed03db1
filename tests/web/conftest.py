from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.walls import as_sign_in

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
def sign_in(world: object) -> Callable[[User], Client]:
    """A browser in which this person has signed in."""

    def enter(user: User, language: str = "ja") -> Client:
        client = Client(headers={"accept-language": language})
        with as_sign_in():
            client.force_login(user)
        return client

    return enter
