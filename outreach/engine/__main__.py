"""The way in: `python -m outreach.engine serve [--demo]` and `python -m outreach.engine run [--apart] -- COMMAND`."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from outreach.engine import house
from outreach.engine.errors import CannotStart, Stop
from outreach.engine.process import STARTING, Process, end_leftovers
from outreach.engine.supervisor import LOOK_EVERY, Bell, Supervisor, names


def home() -> Path:
    return Path(os.environ.get("HITOKOE_HOME") or house.ROOT / ".hitokoe").resolve()


def run(command: list[str], *, apart: bool = False, prepared: bool = False) -> int:
    """One command beside the house's servers, which stop with it; beside running ones, it uses those."""
    told = dict(os.environ)
    place, held = house.lock_apart(home()) if apart else (home(), house.lock(home()))
    environment = house.settle(place, told)
    bell = Bell()
    supervisor = Supervisor(place, bell)
    try:
        if held:
            end_leftovers(place)
            supervisor.begin(*house.servers(place, told))
            if prepared:
                manage("prepare", environment, bell, supervisor)
        else:
            join(house.servers(place, told), bell)
        return attend(command, environment, bell, supervisor)
    finally:
        supervisor.end()
        house.leave(held, place)


def join(servers: list[Process], bell: Bell) -> None:
    """Wait for the servers that another start of the same home brings up."""
    patience = time.monotonic() + STARTING
    while not all(server.is_ready() for server in servers):
        if bell():
            raise Stop
        if time.monotonic() > patience:
            raise CannotStart("Another start holds this home, but its servers do not answer. End it and try again.")
        time.sleep(LOOK_EVERY)


def attend(command: list[str], environment: dict[str, str], bell: Bell, supervisor: Supervisor) -> int:
    """Run the command to its end and keep the servers alive meanwhile; a signal to us is a signal to it."""
    child = subprocess.Popen(command, env=environment)
    try:
        supervisor.watch(until=lambda: child.poll() is not None or bell())
        if bell.rung and child.poll() is None and not at_terminal(bell.rung):
            child.send_signal(bell.rung)
        child.wait()
    except CannotStart:
        child.terminate()
        child.wait()
        raise
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def at_terminal(rung: signal.Signals) -> bool:
    """A terminal's Ctrl+C has already reached the command, which runs in our own process group."""
    return rung == signal.SIGINT and os.isatty(0)


def serve(*, demo: bool) -> int:
    told, place = dict(os.environ), home()
    held = house.lock(place)
    if held is None:
        raise CannotStart(f"This house is already running (its home is {place}). Stop the other start first.")
    end_leftovers(place)
    port = house.port_of(told)
    environment = house.settle(place, told)
    environment["PORT"] = str(port)  # links must lead here, whatever the port
    (place / "port").write_text(str(port))  # those of a `manage.py` started by hand as well
    bell = Bell()
    supervisor = Supervisor(place, bell)
    try:
        supervisor.begin(*house.servers(place, told))
        for deed in ("prepare", "demo" if demo else "first_run"):
            manage(deed, environment, bell, supervisor)
        supervisor.begin(*house.workers(environment, port))
        print(f"Running: {names(supervisor.processes)}")
        print(f"Hitokoe: http://127.0.0.1:{port}  (Ctrl+C stops it)", flush=True)
        supervisor.watch(until=bell)
        print("Stopping ...", flush=True)
    except Stop:
        pass
    finally:
        supervisor.end()
        house.leave(held, place)
    return 0


def manage(deed: str, environment: dict[str, str], bell: Bell, supervisor: Supervisor) -> None:
    code = attend([sys.executable, str(house.ROOT / "manage.py"), deed], environment, bell, supervisor)
    if bell():
        raise Stop
    if code:
        raise CannotStart(f"`manage.py {deed}` did not succeed; see the lines above.")


def run_as_told(told: argparse.Namespace) -> int:
    return run(told.command, apart=told.apart, prepared=told.prepared)


def words(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m outreach.engine", description="Runs the house and its own servers."
    )
    deeds = parser.add_subparsers(dest="deed", required=True)
    serving = deeds.add_parser("serve", help="servers, web, worker and beat, until Ctrl+C")
    house_of = serving.add_mutually_exclusive_group()
    house_of.add_argument("--demo", action="store_true", help="with the living example")
    house_of.add_argument("--empty", action="store_true", help="with nobody in it (the default)")
    running = deeds.add_parser("run", help="one command beside the servers")
    running.add_argument("--apart", action="store_true", help="in a home of its own when this one is in use")
    running.add_argument("--prepared", action="store_true", help="with roles, database and tables made first")
    running.add_argument("command", nargs="+", metavar="-- COMMAND")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    told = words(arguments)
    try:
        return serve(demo=told.demo) if told.deed == "serve" else run_as_told(told)
    except CannotStart as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except Stop:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
