"""One house: its home, its lock, its servers, its web, worker and beat."""

import fcntl
import os
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from outreach.engine.addresses import addresses
from outreach.engine.broker import broker
from outreach.engine.errors import CannotStart
from outreach.engine.keeper import keeper
from outreach.engine.postgres import postgres
from outreach.engine.process import Process

ROOT = Path(__file__).resolve().parents[2]
MOST_HOMES_APART = 20
# MB; a web worker holds about 105. One that has carried a big old ledger and keeps more gives way to a new one, which
# takes new requests while the old one answers those it has. How this is done is said as a warning at every start.
MOST_MEMORY = "200"

# Threads of Python take turns anyway; a heap of its own for each costs a web worker 4 MB and makes nothing faster.
ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}


def lock(home: Path) -> TextIO | None:
    """The right to run the servers of this home, for as long as the file is open; None while another has it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    held = (home / "lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        return None
    return held


def lock_apart(home: Path) -> tuple[Path, TextIO]:
    """This home, or the next numbered one nobody uses, so that two test runs never meet."""
    for number in range(1, MOST_HOMES_APART):
        place = home if number == 1 else home.with_name(f"{home.name}-{number}")
        if held := lock(place):
            return place, held
    raise CannotStart(f"{home} and {MOST_HOMES_APART - 1} more beside it are in use. End one of those runs first.")


def leave(held: TextIO | None, home: Path) -> None:
    """Give the right back, and take the folder of the sockets away when it was ours."""
    if held:
        with suppress(OSError):
            addresses(home).sockets.rmdir()
        held.close()


def settle(home: Path, told: Mapping[str, str]) -> dict[str, str]:
    """Make the home's secret key and mark; the environment in which every process of the house runs."""
    here = addresses(home)
    local = told.get("HITOKOE_LOCAL") or "1"
    if told.get("DATABASE_URL") and not told.get("DATABASE_OWNER_URL"):
        raise CannotStart(
            "DATABASE_URL is set, but DATABASE_OWNER_URL is not. Set both: the second one makes the tables."
        )
    # The mark tells `manage.py`, started by hand later, that this is a house for one machine (outreach/settings.py).
    (home / "local").write_text(local)
    if not told.get("VAPID_KEY"):
        made_once(home / "push_key", as_long_as=32)  # read by outreach/settings.py
    own = {
        "HITOKOE_HOME": str(home),
        "HITOKOE_LOCAL": local,
        "SECRET_KEY": told.get("SECRET_KEY") or made_once(home / "secret_key"),
        "DATABASE_URL": told.get("DATABASE_URL") or here.database_url,
        "DATABASE_OWNER_URL": told.get("DATABASE_OWNER_URL") or here.owner_url,
        "REDIS_URL": told.get("REDIS_URL") or here.redis_url,
    }
    return {**told, **own}


def made_once(kept: Path, *, as_long_as: int = 48) -> str:
    """A key this home made for itself once; moved into place whole, so that a killed start leaves no half of it."""
    if not kept.exists():
        beside = kept.with_suffix(".tmp")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_urlsafe(as_long_as))
        beside.rename(kept)
    return kept.read_text().strip()


def servers(home: Path, told: Mapping[str, str]) -> list[Process]:
    """The servers nobody else brings."""
    sockets = addresses(home).sockets
    needed = []
    if not told.get("DATABASE_URL"):
        needed.append(postgres(home, sockets, keeper(home)))
    if not told.get("REDIS_URL"):
        needed.append(broker(home, sockets))
    return needed


def workers(environment: Mapping[str, str], port: int) -> list[Process]:
    """Web, worker and beat; they speak on our own output."""
    tools = Path(sys.executable).parent
    celery = [str(tools / "celery"), "--quiet", "-A", "outreach"]
    schedule = str(Path(environment["HITOKOE_HOME"]) / "beat")
    commands = {
        "worker": [*celery, "worker", "-c", "1", "-Q", "celery", "--loglevel", "WARNING", "--without-gossip",
                   "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", schedule],
        "web": [str(tools / "granian"), "--interface", "wsgi", "outreach.wsgi:application", "--host", "127.0.0.1",
                "--port", str(port), "--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers",
                "--workers-max-rss", MOST_MEMORY, "--rss-samples", "2", "--no-access-log", "--log-level", "error"],
    }  # fmt: skip
    # A demo run by root is no news; without this every start would print Celery's warning about it.
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker"} if os.geteuid() == 0 else {}

    def process(name: str, command: list[str]) -> Process:
        def start() -> "subprocess.Popen[bytes]":
            return subprocess.Popen(command, cwd=ROOT, env={**environment, **ONE_HEAP, **quiet}, start_new_session=True)

        return Process(name, start, (lambda: answers(port)) if name == "web" else (lambda: True))

    return [process(name, command) for name, command in commands.items()]


def port_of(told: Mapping[str, str]) -> int:
    """The port to serve on; raises CannotStart when it makes no sense or somebody else listens there."""
    word = told.get("PORT") or "8000"
    if not word.isdigit() or not 1 <= int(word) <= 65535:
        raise CannotStart(f"PORT={word} is not a port. Set it to a number between 1 and 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(word)))
        except OSError as why:
            raise CannotStart(
                f"Port {word} cannot be used ({why.strerror})."
                " Stop what listens there, or choose another: PORT=8001 make run"
            ) from why
    return int(word)


def answers(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
        return True
    return False
