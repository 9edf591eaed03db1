"""Keeps processes alive: what dies is started again, what is told to stop stops in order."""

import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from outreach.engine.errors import CannotStart
from outreach.engine.process import Process, write_down

DEATHS_A_MINUTE = 5
LOOK_EVERY = 0.2  # seconds


class Bell:
    """Rings once somebody presses Ctrl+C or the machine shuts down; remembers the first signal only."""

    def __init__(self) -> None:
        self.rung: signal.Signals | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ring)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.rung = self.rung or signal.Signals(number)

    def __call__(self) -> bool:
        return self.rung is not None


class Supervisor:
    """`floors` are started one after another and stopped the other way round; those on one floor stop together."""

    def __init__(self, home: Path, bell: Callable[[], bool]) -> None:
        self.home, self.bell = home, bell
        self.floors: list[list[Process]] = []

    @property
    def processes(self) -> list[Process]:
        return [process for floor in self.floors for process in floor]

    def begin(self, *processes: Process) -> None:
        """Start one more floor; returns when all of it answers."""
        floor: list[Process] = []
        self.floors.append(floor)
        for process in processes:
            floor.append(process)
            try:
                process.begin(self.bell)
            finally:
                write_down(self.home, self.processes)

    def end(self) -> None:
        for floor in reversed(self.floors):
            for process in reversed(floor):
                process.ask_to_stop()
            for process in floor:
                process.see_stopped()
        # A command that joined a running house began nothing: the list is the house's, not its own.
        if self.floors:
            (self.home / "processes.json").unlink(missing_ok=True)

    def watch(self, until: Callable[[], bool]) -> None:
        """Start again what dies; raises CannotStart when one dies five times within a minute."""
        while not until():
            for process in self.processes:
                if not process.lives:
                    self._mend(process, time.monotonic())
            time.sleep(LOOK_EVERY)

    def _mend(self, process: Process, now: float) -> None:
        if process.child is not None:
            process.bury()
            process.child = None
            process.deaths = [*(death for death in process.deaths if now - death < 60), now]
            if len(process.deaths) >= DEATHS_A_MINUTE:
                raise CannotStart(
                    f"{process.name} died {DEATHS_A_MINUTE} times within a minute. {process.last_words()}"
                )
            print(f"{process.name} died and is started again.", flush=True)
            # The first time at once; each further death doubles the wait: 0, 0.5, 1, 2 seconds.
            process.again_at = now + (0.25 * 2 ** (len(process.deaths) - 1) if len(process.deaths) > 1 else 0)
        if now >= process.again_at:
            process.again()
            write_down(self.home, self.processes)


def names(processes: Sequence[Process]) -> str:
    return ", ".join(f"{process.name} {process.child.pid}" for process in processes if process.child)
