"""A mail server on a real line."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_USE_TLS = port, False
    yield found
    controller.stop()
