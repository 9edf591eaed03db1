"""One child of the house: how it starts, how it stops, what it leaves behind."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import psutil

from outreach.engine.errors import CannotStart, Stop

PATIENCE = 20  # seconds a child gets to stop before it is killed
STARTING = 60  # seconds a child gets to answer for the first time
LOG_SIZE = 10_000_000
PAUSE = 0.1


@dataclass
class Process:
    """Something that must live. It leads a process group of its own, so that a Ctrl+C reaches only the supervisor."""

    name: str
    start: Callable[[], "subprocess.Popen[bytes]"]
    is_ready: Callable[[], bool]
    log: Path | None = None
    stop_with: signal.Signals = signal.SIGTERM
    child: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)
    again_at: float = 0.0

    @property
    def lives(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def begin(self, told_to_stop: Callable[[], bool]) -> None:
        """Start and wait until it answers; raises CannotStart when it does not."""
        self.child = self.start()
        patience = time.monotonic() + STARTING
        while not self.is_ready():
            if told_to_stop():
                raise Stop
            if not self.lives or time.monotonic() > patience:
                raise CannotStart(f"{self.name} did not start. {self.last_words()}")
            time.sleep(PAUSE)

    def again(self) -> None:
        """Start it once more after a death, without waiting; what the dead one left behind goes first."""
        self.bury()
        self.child = self.start()

    def ask_to_stop(self) -> None:
        if self.lives and self.child:
            with suppress(ProcessLookupError):
                os.kill(self.child.pid, self.stop_with)

    def see_stopped(self) -> None:
        if self.child is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(PATIENCE)
        self.bury()

    def bury(self) -> None:
        """Nothing of the group may outlive its leader."""
        if self.child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()

    def last_words(self) -> str:
        if self.log is None or not self.log.is_file():
            return "See the lines above."
        words = self.log.read_text(errors="replace").splitlines()[-3:]
        return f"Its log is {self.log}; it ends:\n" + "\n".join(words)


def runs(process: psutil.Process) -> bool:
    """Does it still do anything? A dead orphan stays listed where the machine's first process buries nobody."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def see_ended(processes: list[psutil.Process], patience: float) -> list[psutil.Process]:
    """Those that still run after so many seconds."""
    until = time.monotonic() + patience
    while (left := [process for process in processes if runs(process)]) and time.monotonic() < until:
        time.sleep(PAUSE)
    return left


def log_of(home: Path, name: str) -> BinaryIO:
    """The log to append to; a long one is put aside once."""
    path = home / f"{name}.log"
    if path.exists() and path.stat().st_size > LOG_SIZE:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def write_down(home: Path, processes: list[Process]) -> None:
    """Remember the children, so that the next start can end what a killed supervisor left running."""
    lines = []
    for process in processes:
        if process.lives and process.child:
            with suppress(psutil.NoSuchProcess):
                created = psutil.Process(process.child.pid).create_time()
                lines.append([process.name, process.child.pid, created, int(process.stop_with)])
    beside = home / "processes.tmp"
    beside.write_text(json.dumps(lines))
    beside.replace(home / "processes.json")


def end_leftovers(home: Path) -> None:
    """End the children of a supervisor that was killed; a pid that another process has by now is left alone."""
    left = []
    with suppress(FileNotFoundError, ValueError):
        for _, pid, created, stop_with in reversed(json.loads((home / "processes.json").read_text())):
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if abs(process.create_time() - created) < 1:
                    process.send_signal(stop_with)
                    left.append(process)
    for process in see_ended(left, PATIENCE):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    (home / "processes.json").unlink(missing_ok=True)
