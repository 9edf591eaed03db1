"""One house: its home, its servers, its processes; what dies is started again, what is told to stop stops in order."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from outreach.engine import broker, postgres
from outreach.engine.addresses import addresses

DEATHS_A_MINUTE = 5
PATIENCE = 15  # seconds a child gets to stop


@dataclass
class Process:
    """Something that must live: how it starts, and when it last died."""

    name: str
    start: Callable[[], "subprocess.Popen[bytes]"]
    stop_with: signal.Signals = signal.SIGTERM
    child: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    def stop(self) -> None:
        if self.child is None or self.child.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, self.stop_with)
        try:
            self.child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()


def settle(home: Path) -> dict[str, str]:
    """Make the home and its secret key; the environment every process of the house runs in."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    here = addresses(home)
    here.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if here.sockets.stat().st_uid != os.geteuid():
        raise postgres.CannotStart(f"{here.sockets} belongs to somebody else. Set HITOKOE_HOME to another folder.")
    key = home / "secret_key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    own = {
        "HITOKOE_HOME": str(home),
        "HITOKOE_LOCAL": os.environ.get("HITOKOE_LOCAL", "1"),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or key.read_text().strip(),
        "DATABASE_URL": os.environ.get("DATABASE_URL") or here.database_url,
        "DATABASE_OWNER_URL": os.environ.get("DATABASE_OWNER_URL") or here.owner_url,
        "REDIS_URL": os.environ.get("REDIS_URL") or here.redis_url,
    }
    return {**os.environ, **own}


def servers(home: Path) -> list[Process]:
    """The servers nobody else brings."""
    home, sockets = home.resolve(), addresses(home).sockets
    needed = []
    if not os.environ.get("DATABASE_URL") and not ((home / "pgdata").exists() and postgres.is_ready(sockets)):
        needed.append(Process("PostgreSQL", lambda: postgres.start(home, sockets), signal.SIGINT))
    if not os.environ.get("REDIS_URL"):
        needed.append(Process("broker", lambda: broker.start(home, sockets)))
    return needed


def workers(environment: dict[str, str], port: int) -> list[Process]:
    """Web, worker and beat."""
    tools = Path(sys.executable).parent
    schedule = Path(environment["HITOKOE_HOME"]) / "beat"
    commands = {
        "beat": [str(tools / "celery"), "-A", "outreach", "beat", "--loglevel", "WARNING", "--schedule", str(schedule)],
        "worker": [str(tools / "celery"), "-A", "outreach", "worker", "-c", "1", "--loglevel", "WARNING",
                   "--without-gossip", "--without-mingle"],
        "web": [str(tools / "granian"), "--interface", "wsgi", "outreach.wsgi:application", "--host", "127.0.0.1",
                "--port", str(port), "--workers", "2", "--blocking-threads", "2", "--no-access-log",
                "--log-level", "warning"],
    }  # fmt: skip

    def starter(command: list[str]) -> Callable[[], "subprocess.Popen[bytes]"]:
        return lambda: subprocess.Popen(command, env=environment, start_new_session=True)

    return [Process(name, starter(command)) for name, command in commands.items()]


def begin(processes: list[Process]) -> None:
    for process in processes:
        process.child = process.start()


def end(processes: list[Process]) -> None:
    for process in reversed(processes):
        process.stop()


def watch(processes: list[Process], stopping: Callable[[], bool]) -> None:
    """Start again what dies; give up with a sentence when one dies five times within a minute."""
    while not stopping():
        for process in processes:
            if process.child is not None and process.child.poll() is None:
                continue
            now = time.monotonic()
            process.deaths = [death for death in process.deaths if now - death < 60] + [now]
            if len(process.deaths) >= DEATHS_A_MINUTE:
                raise postgres.CannotStart(f"{process.name} died {DEATHS_A_MINUTE} times within a minute; see its log.")
            time.sleep(0.2 * len(process.deaths))
            process.child = process.start()
        time.sleep(0.5)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_for(port: int, seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return
        time.sleep(0.2)
    raise postgres.CannotStart("The web did not answer within a minute; see the lines above.")
