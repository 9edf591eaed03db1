"""`python -m outreach.engine run -- COMMAND` and `python -m outreach.engine serve [--demo]`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from outreach.engine import house
from outreach.engine.postgres import CannotStart

ROOT = Path(__file__).resolve().parents[2]


def home() -> Path:
    return Path(os.environ.get("HITOKOE_HOME") or ROOT / ".hitokoe").resolve()


def run(command: list[str]) -> int:
    """One command beside the house's servers; they stop with it."""
    environment = house.settle(home())
    processes = house.servers(home())
    try:
        house.begin(processes)
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        house.end(processes)


def serve(*, demo: bool) -> int:
    port = int(os.environ.get("PORT") or 8000)
    if not house.is_free(port):
        raise CannotStart(f"Port {port} is in use. Stop what listens there, or choose another: PORT=8001 make run")
    environment = house.settle(home())
    processes = house.servers(home())
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: told.append(number))
    try:
        house.begin(processes)
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare"], env=environment, check=True)
        workers = house.workers(environment, port)
        house.begin(workers)
        processes += workers
        house.wait_for(port)
        if demo:
            subprocess.run([*manage, "demo"], env=environment, check=True)
        print(f"Hitokoe: http://127.0.0.1:{port}  (Ctrl+C stops it)", flush=True)
        house.watch(processes, lambda: bool(told))
    finally:
        house.end(processes)
    return 0


def main(words: list[str]) -> int:
    try:
        if words[:2] == ["run", "--"]:
            return run(words[2:])
        if words[:1] == ["serve"]:
            return serve(demo="--demo" in words)
    except CannotStart as sentence:
        print(sentence, file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
