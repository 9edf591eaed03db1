"""A mail server on a real line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port


@contextmanager
def taking_letters(handler: Any) -> Iterator[int]:
    """The port it listens on. It is told its name, for else it asks the network for one, which may take long."""
    port = free_port()
    controller = Controller(handler, "127.0.0.1", port, server_hostname="letterbox.example", ready_timeout=60)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
