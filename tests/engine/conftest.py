"""Houses of their own, with real processes, started and ended by the test that asks for one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, LiteralString, TypeVar

import psutil
import psycopg
import pytest
import redis

ROOT = Path(__file__).resolve().parents[2]
TOLD = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "HITOKOE_HOME", "PORT")
Found = TypeVar("Found")
LONG = 180  # seconds; nobody waits so long where all is well, and a slow machine with one free core has its time


def eventually(look: Callable[[], Found | None], seconds: float = LONG) -> Found:
    """What `look` finds, as soon as it finds something; a refused connection is nothing yet."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError, redis.RedisError, OSError, ValueError):
            if found := look():
                return found
        time.sleep(0.05)
    raise AssertionError(f"It never came within {seconds} seconds.")


class House:
    """One home below a short temporary folder, and the supervisor that runs it."""

    def __init__(self, home: Path, *prefix: str) -> None:
        self.home, self.prefix = home, prefix
        self.supervisor: subprocess.Popen[str] | None = None
        self.url = ""
        self.says: int | IO[str] = subprocess.PIPE  # a file for a long run: who writes into a full pipe stands still

    def begin(self, *words: str, **told: str) -> "subprocess.Popen[str]":
        environment = {name: value for name, value in os.environ.items() if name not in TOLD}
        self.supervisor = subprocess.Popen(
            [*self.prefix, sys.executable, "-m", "outreach.engine", *words], cwd=ROOT, text=True,
            env=environment | {"HITOKOE_HOME": str(self.home)} | told,
            stdin=subprocess.PIPE, stdout=self.says, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return self.supervisor

    def open(self) -> "House":
        """Start the servers, and stay until told otherwise."""
        began = self.begin("run", "--", "sh", "-c", "echo $DATABASE_OWNER_URL; exec cat")
        assert began.stdout
        self.url = began.stdout.readline().strip().replace("/hitokoe?", "/postgres?")
        return self

    def close(self) -> None:
        if self.supervisor and self.supervisor.poll() is None:
            self.supervisor.terminate()
            self.supervisor.communicate(timeout=LONG)

    def query(self, words: LiteralString, *values: object, of: str = "postgres") -> Any:
        with psycopg.connect(self.url.replace("/postgres?", f"/{of}?"), autocommit=True) as line:
            cursor = line.execute(words, values or None)
            return next(iter(cursor))[0] if cursor.description else None

    @property
    def children(self) -> list[psutil.Process]:
        return [psutil.Process(line[1]) for line in json.loads((self.home / "processes.json").read_text())]

    def child(self, name: str, other_than: psutil.Process | None = None) -> psutil.Process:
        """The child of this name, as soon as it is there."""
        return eventually(lambda: next((found for found in self._named(name) if found != other_than), None))

    def _named(self, name: str) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            lines = json.loads((self.home / "processes.json").read_text())
            return [psutil.Process(line[1]) for line in lines if line[0] == name]
        return []

    @property
    def everyone(self) -> list[psutil.Process]:
        assert self.supervisor
        return list(psutil.Process(self.supervisor.pid).children(recursive=True))


def short_folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="hitokoe-test-", dir="/tmp", ignore_cleanup_errors=True)


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """A home whose cluster is made already, to be copied: making one takes longer than most tests."""
    with short_folder() as folder:
        first = House(Path(folder) / "home")
        first.open()
        first.close()
        yield first.home


@pytest.fixture
def home() -> Iterator[Path]:
    with short_folder() as folder:
        yield Path(folder).resolve() / "home"


@pytest.fixture
def house(made: Path, home: Path) -> Iterator[House]:
    shutil.copytree(made, home)
    built = House(home)
    yield built
    built.close()
