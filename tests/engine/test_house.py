"""The whole house: web, worker and beat under one supervisor."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from outreach.engine.errors import CannotStart
from outreach.engine.process import Process, runs, see_ended
from outreach.engine.supervisor import Supervisor
from tests.engine.conftest import LONG, ROOT, TOLD, House, eventually
from tests.ports import free_port


def healthy(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)


def site_of(home: Path, **told: str) -> str:
    """What a `manage.py` started by hand beside this home takes for its address."""
    ask = "from django.conf import settings; print(settings.SITE_URL)"
    known = {name: value for name, value in os.environ.items() if name not in (*TOLD, "HITOKOE_LOCAL", "SITE_URL")}
    known |= {"HITOKOE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "outreach.settings", **told}
    said = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=known, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def test_the_house_mends_itself_and_leaves_nobody_behind(house: House) -> None:
    port = free_port()
    began = house.begin("serve", PORT=str(port))
    eventually(lambda: healthy(port))
    worker, web = house.child("worker"), house.child("web")
    killed = [worker, web, *web.children(recursive=True)]
    for process in killed:
        with suppress(psutil.NoSuchProcess):  # the supervisor may have buried the whole family by now
            process.kill()
    house.child("worker", other_than=worker)
    house.child("web", other_than=web)
    assert eventually(lambda: healthy(port))
    everyone = house.everyone
    began.send_signal(signal.SIGTERM)
    said = began.communicate(timeout=LONG)[0]
    assert f"http://127.0.0.1:{port}/welcome/" in said
    assert '"level": "info", "logger": "celery' not in said  # ticks would bury who may sign in
    assert site_of(house.home) == f"http://127.0.0.1:{port}"
    assert site_of(house.home, PORT="8123") == "http://127.0.0.1:8123"
    assert began.returncode == 0
    assert see_ended(everyone, 30) == []


def test_a_dead_child_that_nobody_buried_runs_no_longer() -> None:
    child = subprocess.Popen(["sleep", "60"])
    process = psutil.Process(child.pid)
    assert runs(process)
    child.kill()
    assert see_ended([process], 30) == []
    assert psutil.pid_exists(child.pid)
    child.wait()
    assert not runs(process)


def test_a_house_that_runs_is_not_started_twice(house: House) -> None:
    house.open()
    said = House(house.home).begin("serve").communicate(timeout=LONG)[0]
    assert "already running" in said


def test_a_port_in_use_is_told_in_a_sentence(house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        began = house.begin("serve", PORT=str(port))
        said = began.communicate(timeout=LONG)[0]
    assert said.startswith(f"Port {port} cannot be used")
    assert began.returncode == 1


def test_a_port_that_makes_no_sense_is_told_in_a_sentence(house: House) -> None:
    said = house.begin("serve", PORT="eight").communicate(timeout=LONG)[0]
    assert said.startswith("PORT=eight is not a port.")


def test_what_keeps_dying_stops_the_house_with_a_sentence(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, lambda: False)
    broken = Process("clock", lambda: subprocess.Popen(["false"], start_new_session=True), lambda: True)
    supervisor.begin(broken)
    with pytest.raises(CannotStart, match="clock died 5 times within a minute"):
        supervisor.watch(lambda: False)


def test_a_database_from_outside_needs_both_of_its_addresses(house: House) -> None:
    said = house.begin("run", "--", "true", DATABASE_URL="postgresql://elsewhere/a").communicate(timeout=LONG)[0]
    assert "DATABASE_OWNER_URL is not" in said


def test_the_engine_starts_without_django() -> None:
    asked = "import sys, outreach.engine.__main__; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "False\n"
