"""Ports for servers of the tests."""

import socket
from random import SystemRandom

# Below those a kernel hands out by itself: a port chosen now and taken a minute later is nobody else's meanwhile.
OURS = range(20_000, 32_000)


def free_port() -> int:
    """Drawn, so that two runners of one machine hardly ever draw the same."""
    while True:
        port = SystemRandom().choice(OURS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
