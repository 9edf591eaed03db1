"""The house's own PostgreSQL and broker: what is killed comes back, what was written stays."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import redis

from outreach.engine.addresses import addresses
from outreach.engine.keeper import keeper
from outreach.engine.process import runs, see_ended
from tests.engine.conftest import LONG, House, eventually

REMEMBER = "CREATE TABLE told AS SELECT 'a voice behind the door' AS words"
RECALL = "SELECT words FROM told"
VOICE = "a voice behind the door"


def test_a_killed_postgresql_comes_back_with_what_was_told(house: House) -> None:
    house.open().query(REMEMBER)
    house.child("PostgreSQL").kill()
    assert eventually(lambda: house.query(RECALL)) == VOICE


def test_a_killed_broker_comes_back_with_what_was_queued(house: House) -> None:
    door = addresses(house.open().home).redis_url.removeprefix("redis+socket://").split("?")[0]
    redis.Redis(unix_socket_path=door).lpush("celery", "tick")
    before = house.child("broker")
    before.kill()
    house.child("broker", other_than=before)
    assert eventually(lambda: redis.Redis(unix_socket_path=door).llen("celery")) == 1


def test_ctrl_c_leaves_no_process(house: House) -> None:
    everyone = house.open().everyone
    assert house.supervisor
    house.supervisor.send_signal(signal.SIGINT)
    assert house.supervisor.wait(LONG) == 130
    assert [process for process in everyone if runs(process)] == []


def test_a_second_start_finds_what_the_first_was_told(house: House) -> None:
    house.open().query(REMEMBER)
    house.close()
    assert house.open().query(RECALL) == VOICE


def test_a_second_start_ends_what_a_killed_supervisor_left_behind(house: House) -> None:
    house.open().query(REMEMBER)
    left = house.children
    assert house.supervisor
    house.supervisor.kill()
    assert house.open().query(RECALL) == VOICE
    assert [process for process in left if runs(process)] == []


def test_a_pid_file_that_names_a_stranger_fools_nobody(house: House) -> None:
    house.open().query(REMEMBER)
    lock = keeper(house.home).data / "postmaster.pid"
    whole = lock.read_text().splitlines()
    everyone = house.everyone
    assert house.supervisor
    house.supervisor.kill()
    for process in everyone:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert see_ended(everyone, 30) == []
    lock.write_text("\n".join([str(os.getpid()), *whole[1:]]) + "\n")
    assert house.open().query(RECALL) == VOICE


def test_a_second_command_joins_the_running_servers(house: House) -> None:
    house.open().query(REMEMBER)
    beside = House(house.home)
    told = beside.begin("run", "--", "sh", "-c", "echo $DATABASE_OWNER_URL").communicate(timeout=LONG)[0]
    assert told.strip() == addresses(house.home).owner_url
    assert house.query(RECALL) == VOICE
    assert (house.home / "processes.json").exists()


def test_a_command_apart_gets_a_home_of_its_own(house: House) -> None:
    beside = House(house.open().home)
    told = beside.begin("run", "--apart", "--", "sh", "-c", "echo $HITOKOE_HOME").communicate(timeout=LONG)[0]
    assert told.strip() == f"{house.home}-2"


def test_the_addresses_told_from_outside_start_nothing(house: House) -> None:
    told = {"DATABASE_URL": "postgresql://elsewhere/a", "DATABASE_OWNER_URL": "postgresql://elsewhere/b"}
    began = house.begin("run", "--", "sh", "-c", "echo $DATABASE_URL; exit 7", **told, REDIS_URL="redis://elsewhere")
    assert began.communicate(timeout=LONG)[0] == "postgresql://elsewhere/a\n"
    assert began.returncode == 7
    assert not (house.home / "processes.json").exists()


def test_an_ordinary_user_runs_the_same_house(home: Path) -> None:
    become = nobody(home.parent)
    plain = House(home, *become)
    try:
        assert plain.open().query("SELECT 1") == 1
        assert (home / "pgdata").stat().st_uid == (65534 if become else os.geteuid())
    finally:
        plain.close()


def nobody(folder: Path) -> list[str]:
    """What turns root into an ordinary user; nothing when we are one, one could not reach this program, or root may
    not here, as in a container without that right."""
    here = Path(__file__).resolve()
    if os.geteuid() != 0 or not all(place.stat().st_mode & 0o001 for place in here.parents):
        return []
    become = [
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
        "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",
    ]  # fmt: skip
    if subprocess.run([*become, "true"], capture_output=True, check=False).returncode:
        return []
    os.chown(folder, 65534, 65534)
    return become


def test_a_home_of_any_length_has_a_socket_the_kernel_takes(home: Path) -> None:
    for length in (1, 60, 200):
        door = addresses(home / ("家" * length)).sockets / ".s.PGSQL.5432.lock"
        assert len(os.fsencode(door)) <= 107
