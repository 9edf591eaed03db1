"""Everything is killed while the clock plans and sends; afterwards nothing is missing and nothing came twice.

`make faults` goes on for FAULT_ROUNDS rounds; the usual run has two.
"""

import asyncio
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest
import redis

from outreach.engine.addresses import addresses
from outreach.engine.supervisor import DEATHS_A_MINUTE
from tests.engine.conftest import LONG, House, eventually
from tests.engine.test_house import healthy
from tests.engine.test_operating import by_hand
from tests.letterbox import taking_letters
from tests.ports import free_port

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
A_MOMENT = 0.03
VICTIMS = ("worker", "beat", "broker", "PostgreSQL")
OWE = """
INSERT INTO cases_notice (id, organisation_id, to_id, key, template, channel, facts, state, due_at, tries, failure)
SELECT gen_random_uuid(), organisation_id, id, 'fault:' || %s || ':' || n, 'morning', 'mail', '{"count": 1}', 'owed',
  now(), 0, ''
FROM accounts_user, generate_series(1, 15) AS n ON CONFLICT DO NOTHING
"""
LOSE_THE_PLANS = """
UPDATE cases_case SET next_method = '', next_earliest = NULL, next_due = NULL, next_latest = NULL, next_ends = NULL,
  next_reason = '', next_facts = '{}', next_accepted = false WHERE standing = 'open'
"""
UNPLANNED = "SELECT count(*) FROM cases_case WHERE standing = 'open' AND next_due IS NULL"
OWED = "SELECT count(*) FROM cases_notice WHERE state = 'owed'"
STATES = "SELECT jsonb_object_agg(id, state) FROM cases_notice WHERE key LIKE 'fault:%'"


class Sink:
    """A mail server that remembers which letter it took, and takes its time: whoever is killed meanwhile dies with a
    letter in his hands, before it was given or after."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        await asyncio.sleep(A_MOMENT)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content)
        assert letter["Subject"]
        self.taken[str(letter["Message-ID"]).strip("<>").partition("@")[0]] += 1
        await asyncio.sleep(A_MOMENT)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    handler = Sink()
    with taking_letters(handler) as port:
        yield handler, port


@pytest.fixture
def town(house: House, sink: tuple[Sink, int]) -> Iterator[House]:
    """A house that serves, ticks every second, sends to the sink, and has a small town in it."""
    port, said = free_port(), house.home.parent / "said"
    house.says = said.open("w")
    house.begin(
        "serve", PORT=str(port), CLOCK_SECONDS="1", EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(sink[1]), EMAIL_USE_TLS="0"
    )
    eventually(lambda: healthy(port))
    house.url = addresses(house.home).owner_url.replace("/hitokoe?", "/postgres?")
    code, words = by_hand(house, "town", "--people", "300", "--seed", "5")
    assert code == 0, words
    yield house
    house.close()
    print(*(line[:200] for line in said.read_text().splitlines()), sep="\n")  # shown where the test fails


def await_turn(deaths: list[float]) -> None:
    """The supervisor gives up on whoever dies too often within a minute; on a fast machine that is soon reached."""
    eventually(lambda: sum(time.monotonic() - death < 61 for death in deaths) < DEATHS_A_MINUTE - 1)
    deaths.append(time.monotonic())


def await_letter(house: House, taken: Counter[str]) -> None:
    """The next one, so that whoever is killed then has another in his hands; where there are any left."""
    before = taken.total()
    eventually(lambda: taken.total() > before or house.query(OWED, of="hitokoe") == 0)


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
        eventually(lambda: town.query(LOSE_THE_PLANS, of="hitokoe") is None)
        eventually(lambda turn=turn: town.query(OWE, turn, of="hitokoe") is None)
        for name in chance.sample(VICTIMS, k=2 if turn % 2 else 4):
            await_turn(deaths[name])
            await_letter(town, taken)
            kill(town, name)
        eventually(lambda: town.query(OWED, of="hitokoe") == 0 and town.query(UNPLANNED, of="hitokoe") == 0, LONG)
        unknown = judge(eventually(lambda: town.query(STATES, of="hitokoe")), taken)
        assert unknown <= sum(map(len, deaths.values()))
    assert unknown or ROUNDS < 4, "nobody died with a letter in his hands, so nothing was proved"


def judge(states: dict[str, str], taken: Counter[str]) -> int:
    """What is sent was taken once. What a dying sender had claimed is told as unknown, for a person to look after:
    perhaps taken, and never sent twice by itself. How many of these there are."""
    assert len(states) > 50
    assert set(states.values()) <= {"sent", "sending"}
    wrong = {pk: state for pk, state in states.items() if taken[pk] != 1 and (state, taken[pk]) != ("sending", 0)}
    assert wrong == {}
    return Counter(states.values())["sending"]
