from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.walls import as_sign_in


@pytest.fixture
def sign_in(world: object) -> Callable[[User], Client]:
    """A browser in which this person has signed in."""

    def enter(user: User, language: str = "ja") -> Client:
        client = Client(headers={"accept-language": language})
        with as_sign_in():
            client.force_login(user)
        return client

    return enter
