"""What the operator of a server does: look whether the house is well, take a backup, put it back."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import pytest

from outreach.wrong_key import SENTENCE
from tests.engine.conftest import ROOT, TOLD, House, short_folder

Manage = Callable[..., tuple[int, str]]
FOUND = ("found", "--name", "Engawa", "--email", "ada@example.org", "--admin-name", "Ada")


@pytest.fixture(scope="module")
def house(made: Path) -> Iterator[House]:
    """One prepared house for all of this file: each call of `manage.py` takes its second."""
    with short_folder() as folder:
        built = House(Path(folder).resolve() / "home")
        shutil.copytree(made, built.home)
        built.open()
        assert by_hand(built, "prepare")[0] == 0
        yield built
        built.close()


@pytest.fixture(scope="module")
def manage(house: House) -> Manage:
    return partial(by_hand, house)


def by_hand(house: House, *words: str, **more: str) -> tuple[int, str]:
    """`manage.py` as an operator types it, beside a house that runs."""
    told = {name: value for name, value in os.environ.items() if name not in (*TOLD, "HITOKOE_LOCAL")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words], cwd=house.home.parent, capture_output=True, text=True,
        env=told | {"HITOKOE_HOME": str(house.home)} | more, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def within(house: House, words: LiteralString) -> Any:
    return house.query(words, of="hitokoe")


def test_nobody_is_founded_under_a_word_that_is_no_address(manage: Manage) -> None:
    status, words = manage("found", "--name", "Engawa", "--email", "ada", "--admin-name", "Ada")
    assert status == 1
    assert "write an address such as" in words


def test_a_backup_comes_back_whole_and_never_over_a_house_by_accident(manage: Manage, house: House) -> None:
    file = str(house.home.parent / "monday.dump")
    assert manage(*FOUND)[0] == 0
    assert manage("backup", file)[0] == 0
    assert Path(file).stat().st_mode & 0o077 == 0
    assert "is not empty" in manage("restore", file)[1]
    within(house, "UPDATE accounts_organisation SET name = 'spoilt'")
    assert manage("restore", file, "--replace")[0] == 0
    assert within(house, "SELECT name FROM accounts_organisation") == "Engawa"


def test_a_broken_backup_changes_nothing(manage: Manage, house: House) -> None:
    file = house.home.parent / "broken.dump"
    file.write_bytes(b"PGDMP and then nothing that makes sense")
    code, said = manage("restore", str(file), "--replace")
    assert code == 1
    assert "pg_restore did not succeed" in said


@pytest.mark.parametrize(
    "words", [("sweep",), ("sweep", "plan", "--dry-run"), ("import_ledger", "x.csv", "--organisation", "Engawa"), FOUND]
)
def test_a_key_the_walls_do_not_know_is_told_in_one_sentence(manage: Manage, words: tuple[str, ...]) -> None:
    code, said = manage(*words, SECRET_KEY="k" * 60)
    assert code == 1
    assert "Traceback" not in said
    assert said.strip() == SENTENCE


def test_the_doctor_names_the_wrong_key_too(manage: Manage) -> None:
    code, said = manage("doctor", SECRET_KEY="k" * 60)
    assert code == 1
    assert SENTENCE in said


def test_the_doctor_names_what_is_ill_and_how_to_mend_it(manage: Manage) -> None:
    code, said = manage("doctor")
    assert code == 1
    assert "✓ walls:" in said
    assert "✗ worker: does not answer" in said
    assert "celery -A outreach worker" in said
