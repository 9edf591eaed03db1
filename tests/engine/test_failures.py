"""What readers see while something the house stands on is away; with real servers, really away."""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest

from outreach.engine.house import settle, workers
from tests.engine.conftest import LONG, House, eventually, short_folder
from tests.engine.test_house import healthy
from tests.engine.test_operating import by_hand
from tests.ports import free_port

NOWHERE = {
    "DATABASE_URL": "postgresql://hitokoe_app@/hitokoe?host=/nowhere",
    "DATABASE_OWNER_URL": "postgresql://hitokoe@/hitokoe?host=/nowhere",
}
FOUNDING = {
    "language": "ja", "time_zone": "Asia/Tokyo", "administrator": "Ada", "password": "a long quiet evening",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(made: Path) -> Iterator[House]:
    """One prepared house without an organisation, for all of this file."""
    with short_folder() as folder:
        built = House(Path(folder).resolve() / "home")
        shutil.copytree(made, built.home)
        built.open()
        assert by_hand(built, "prepare")[0] == 0
        yield built
        built.close()


@contextmanager
def web(house: House, **told: str) -> Iterator[int]:
    """The web alone, as the supervisor starts it, but without anybody who brings its servers back."""
    port = free_port()
    environment = settle(house.home, {"PATH": "/usr/bin:/bin", **told})
    process = next(one for one in workers(environment, port) if one.name == "web").start()
    try:
        eventually(lambda: healthy(port))
        yield port
    finally:
        process.terminate()
        process.wait(LONG)


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=LONG) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_without_postgresql_each_reader_is_told_so_in_his_language(house: House) -> None:
    with web(house, **NOWHERE) as port:
        japanese = ask(port, "/desk/", **{"Accept-Language": "ja"})
        english = ask(port, "/desk/", **{"Accept-Language": "en-GB,en;q=0.8"})
        chosen = ask(port, "/desk/", **{"Accept-Language": "ja", "Cookie": "hitokoe_language=en"})
        state = ask(port, "/readyz")
        assert ask(port, "/healthz") == (200, "ok")
    assert (japanese[0], "お待ちください" in japanese[1] or "もう一度" in japanese[1]) == (503, True)
    assert (english[0], "Nothing you saved is lost" in english[1]) == (503, True)
    assert "Nothing you saved is lost" in chosen[1]
    assert (state[0], json.loads(state[1])["database"]) == (503, "missing")


def test_when_postgresql_comes_back_so_do_the_pages(house: House) -> None:
    with web(house) as port:
        assert ask(port, "/sign-in/")[0] == 200
        house.close()
        assert ask(port, "/sign-in/")[0] == 503
        house.open()
        assert eventually(lambda: ask(port, "/sign-in/")[0] == 200)


def test_without_the_broker_the_pages_work_and_readyz_says_what_is_missing(house: House) -> None:
    with web(house, REDIS_URL="redis+socket:///nowhere.sock?virtual_host=0") as port:
        assert ask(port, "/sign-in/")[0] == 200
        status, said = ask(port, "/readyz")
    assert status == 200
    assert json.loads(said) | {"clock_age_seconds": None} == {
        "database": "ok", "broker": "missing", "clock_age_seconds": None, "clock_broken_organisations": None,
    }  # fmt: skip


def found_over(port: int, code: str, name: str, answers: list[int], together: Barrier) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    here = f"http://127.0.0.1:{port}/welcome/"
    page = opener.open(here).read().decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    typed = FOUNDING | {"code": code, "name": name, "email": f"{name.lower()}@example.org"}
    together.wait()
    try:
        answers.append(opener.open(here, urlencode(typed | {"csrfmiddlewaretoken": token}).encode()).status)
    except urllib.error.HTTPError as refused:
        answers.append(refused.code)


@pytest.mark.parametrize("many", [4])
def test_of_several_who_found_the_house_at_once_one_does(house: House, many: int) -> None:
    code = by_hand(house, "first_run")[1].split()[-1]
    answers: list[int] = []
    together = Barrier(many)
    with web(house) as port:
        others = [Thread(target=found_over, args=(port, code, f"House{n}", answers, together)) for n in range(many)]
        for one in others:
            one.start()
        for one in others:
            one.join()
    assert sorted(answers) == [200] + [404] * (many - 1)
    assert house.query("SELECT count(*) FROM accounts_organisation", of="hitokoe") == 1
