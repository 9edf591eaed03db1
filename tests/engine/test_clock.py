"""The real clock: beat ticks, the broker carries, a worker sweeps, PostgreSQL remembers."""

import subprocess
import sys
from pathlib import Path

import pytest
import redis

from outreach.engine.addresses import addresses
from tests.engine.conftest import ROOT, House, eventually
from tests.engine.test_house import healthy
from tests.engine.test_operating import FOUND, by_hand
from tests.ports import free_port

TIDIED = "SELECT count(*) FROM cases_sweep WHERE name = 'tidy'"
BEATS = "SELECT max(ran_at) FROM cases_sweep WHERE name = 'plan'"


@pytest.fixture
def lived_in(house: House) -> House:
    """A house that serves, with one organisation in it."""
    port = free_port()
    house.begin("serve", PORT=str(port), CLOCK_SECONDS="2")
    eventually(lambda: healthy(port))
    house.url = addresses(house.home).owner_url.replace("/hitokoe?", "/postgres?")
    assert by_hand(house, *FOUND)[0] == 0
    return house


def broker_of(house: House) -> redis.Redis:
    door = addresses(house.home).redis_url.removeprefix("redis+socket://").split("?")[0]
    return redis.Redis(unix_socket_path=door)


def tick(house: House, name: str) -> None:
    """What beat does at its time: one message, and nothing else."""
    celery = str(Path(sys.executable).parent / "celery")
    told = ["-A", "outreach", "call", "cases.tasks.sweeps.run", f'--args=["{name}"]']
    environment = {"HITOKOE_HOME": str(house.home), "HITOKOE_LOCAL": "1", "PATH": "/usr/bin:/bin"}
    subprocess.run([celery, *told], cwd=ROOT, env=environment, capture_output=True, check=True)


def test_a_tick_goes_through_the_broker_and_the_worker_into_the_database(lived_in: House) -> None:
    tick(lived_in, "tidy")
    assert eventually(lambda: lived_in.query(TIDIED, of="hitokoe") == 1)


def test_beat_goes_on_ticking_also_after_the_broker_lost_everything(lived_in: House) -> None:
    first = eventually(lambda: lived_in.query(BEATS, of="hitokoe"))
    broker_of(lived_in).flushall()
    lived_in.child("broker").kill()
    assert eventually(lambda: lived_in.query(BEATS, of="hitokoe") != first)
