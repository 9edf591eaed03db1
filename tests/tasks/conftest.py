"""A mail server and a push service on real lines."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from cases.actions.pushing import SILENT
from tests.committed import committed
from tests.conftest import MORNING
from tests.letterbox import taking_letters
from tests.tasks.push_service import Service
from tests.world import organisation, user


class Sink:
    """Takes everything; where it `dies`, it has taken the letter and goes before it could say so."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.dies = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(envelope.content.decode())
        if self.dies:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    found = Sink()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with taking_letters(found) as settings.EMAIL_PORT:
        settings.EMAIL_USE_TLS = False
        yield found


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    made = Service()
    SILENT.clear()
    settings.PUSH_SERVICES = (made.host,)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    yield made
    made.released.set()
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def yuki(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """A colleague whom another process can see."""
    with committed(django_db_blocker):
        yield user(organisation("Killed", MORNING), "Yuki", "worker")
