"""Everything is killed while the clock plans and sends; afterwards nothing is missing and nothing came twice.

`make faults` goes on for FAULT_ROUNDS rounds; the usual run has two.
"""

import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest
import redis
from aiosmtpd.controller import Controller

from outreach.engine.addresses import addresses
from outreach.engine.supervisor import DEATHS_A_MINUTE
from tests.engine.conftest import House, eventually
from tests.engine.test_house import free_port, healthy
from tests.engine.test_operating import by_hand

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
VICTIMS = ("worker", "beat", "broker", "PostgreSQL")
OWE = """
INSERT INTO cases_notice (id, organisation_id, to_id, key, template, channel, facts, state, due_at, tries, failure)
SELECT gen_random_uuid(), organisation_id, id, 'fault:' || n, 'morning', 'mail', '{"count": 1}', 'owed', now(), 0, ''
FROM accounts_user, generate_series(1, 15) AS n
ON CONFLICT (to_id, key) DO UPDATE SET state = 'owed', due_at = now(), tries = 0
"""
LOSE_THE_PLANS = """
UPDATE cases_case SET next_method = '', next_earliest = NULL, next_due = NULL, next_latest = NULL, next_ends = NULL,
  next_reason = '', next_facts = '{}', next_accepted = false WHERE standing = 'open'
"""
UNPLANNED = "SELECT count(*) FROM cases_case WHERE standing = 'open' AND next_due IS NULL"
OWED = "SELECT count(*) FROM cases_notice WHERE state = 'owed'"
STATES = """
SELECT jsonb_object_agg(email, states) FROM (
  SELECT u.email, jsonb_agg(n.state) AS states FROM cases_notice n JOIN accounts_user u ON u.id = n.to_id
  WHERE n.key LIKE 'fault:%' GROUP BY u.email) AS each
"""


class Sink:
    """A mail server that remembers for whom it took a letter."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        assert message_from_bytes(envelope.content)["Subject"]
        self.taken.update(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    handler, port = Sink(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def town(house: House, sink: tuple[Sink, int]) -> Iterator[House]:
    """A house that serves, ticks every second, sends to the sink, and has a small town in it."""
    port, said = free_port(), house.home.parent / "said"
    house.says = said.open("w")
    house.begin(
        "serve", PORT=str(port), CLOCK_SECONDS="1", EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(sink[1]), EMAIL_USE_TLS="0"
    )
    eventually(lambda: healthy(port), 120)
    house.url = addresses(house.home).owner_url.replace("/hitokoe?", "/postgres?")
    code, words = by_hand(house, "town", "--people", "300", "--seed", "5")
    assert code == 0, words
    yield house
    house.close()
    print(*(line[:200] for line in said.read_text().splitlines()), sep="\n")  # shown where the test fails


def await_turn(deaths: list[float]) -> None:
    """The supervisor gives up on whoever dies too often within a minute; on a fast machine that is soon reached."""
    eventually(lambda: sum(time.monotonic() - death < 61 for death in deaths) < DEATHS_A_MINUTE - 1, 65)
    deaths.append(time.monotonic())


def kill(house: House, name: str) -> None:
    before = house.child(name)
    if name == "broker":
        door = addresses(house.home).redis_url.removeprefix("redis+socket://").split("?")[0]
        redis.Redis(unix_socket_path=door).flushall()
    before.kill()
    house.child(name, other_than=before)


def test_whoever_is_killed_each_letter_comes_once_and_each_case_is_planned(town: House, sink: tuple[Sink, int]) -> None:
    chance, taken, deaths = random.Random(20261125), sink[0].taken, defaultdict[str, list[float]](list)
    for turn in range(ROUNDS):
        taken.clear()
        eventually(lambda: town.query(LOSE_THE_PLANS, of="hitokoe") is None)
        eventually(lambda: town.query(OWE, of="hitokoe") is None)
        for name in chance.sample(VICTIMS, k=2 if turn % 2 else 4):
            await_turn(deaths[name])
            kill(town, name)
        eventually(lambda: town.query(OWED, of="hitokoe") == 0 and town.query(UNPLANNED, of="hitokoe") == 0, 120)
        judge(eventually(lambda: town.query(STATES, of="hitokoe")), taken)


def judge(states: dict[str, list[str]], taken: Counter[str]) -> None:
    """What is sent was taken once. What a dying sender had claimed is told as unknown, for a person to look after:
    perhaps taken, and never sent twice by itself."""
    told = {email: Counter(each) for email, each in states.items()}
    assert sum(len(each) for each in states.values()) > 50
    assert {state for each in told.values() for state in each} <= {"sent", "sending"}
    wrong = [
        email for email, each in told.items() if not each["sent"] <= taken[email] <= each["sent"] + each["sending"]
    ]
    assert wrong == []
    assert sum(each["sending"] for each in told.values()) <= len(VICTIMS)
