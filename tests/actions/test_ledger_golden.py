"""Everything the sample books write, beside what they wrote when each row was still written by itself.

Where a rule of the work changes on purpose: `LEDGER_GOLDEN=new pytest tests/actions/test_ledger_golden.py`, and read
the difference."""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import User
from accounts.walls import within
from cases.models import (
    Assignment,
    Case,
    Consent,
    Contact,
    Event,
    Family,
    Finding,
    LedgerRow,
    Person,
    Relative,
    Visit,
)
from tests.ledgers import read, real
from tests.rules.ledger.books import DATA

GOLDEN = DATA / "golden.txt"
MADE_ANEW = {"id", "organisation_id", "family_id", "person_id", "case_id", "contact_id", "batch_id", "corrects_id"}
# Long, and said by the book itself: enough to know whether they are the same.
LONG = {"note", "ledger_note", "wrote", "grams", "digest", "address", "approach"}
# Many a case: these words of each, and whether the rest is the same.
SHOWN = {"Contact": ("started_at", "method", "response"), "LedgerRow": ("identity",)}
BY_CASE: tuple[type[Model], ...] = (Assignment, Visit, Finding, LedgerRow, Event, Contact)


def short(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, default=str, sort_keys=True).encode()).hexdigest()[:8]


def plain(row: Model, names: dict[Any, str]) -> dict[str, Any]:
    """What is not empty; people of ours by name."""
    told = {name: value for name, value in vars(row).items() if name[0] != "_" and name not in MADE_ANEW}
    told["facts"] = {name: value for name, value in told.get("facts", {}).items() if name != "batch"}
    return {name: short(told[name]) if name in LONG else said(told[name], names) for name in sorted(told) if told[name]}


def said(value: Any, names: dict[Any, str]) -> Any:
    return names.get(value, value) if isinstance(value, UUID) else value


def in_order(model: type[Model], rows: Iterable[Model], names: dict[Any, str]) -> list[str]:
    name = model.__name__
    return sorted(f"  {name} {line(plain(row, names), SHOWN.get(name))}" for row in rows)


def line(told: dict[str, Any], shown: tuple[str, ...] | None) -> str:
    if shown is None:
        return json.dumps(told, default=str, ensure_ascii=False)
    return " ".join([*(str(told[name]) for name in shown), short(told)])


def everything(reader: User) -> Iterator[str]:
    with within(reader):
        names: dict[Any, str] = dict(User.objects.values_list("pk", "name"))
        cases = list(Case.objects.filter(ledger_rows__isnull=False).distinct().order_by("code"))
        of_case: dict[Any, list[str]] = defaultdict(list)
        for case in cases:
            person = Person.objects.filter(pk=case.person_id)
            family = person.get().family_id
            for model, rows in (
                (Case, [case]), (Person, person), (Family, Family.objects.filter(pk=family)),
                (Relative, Relative.objects.filter(family=family)),
                (Consent, Consent.objects.filter(person=case.person_id)),
                *((one, one._default_manager.filter(case=case)) for one in BY_CASE),
            ):  # fmt: skip
                of_case[case.code] += in_order(model, rows, names)
    for code, lines in of_case.items():
        yield code
        yield from lines


def test_the_sample_books_write_what_they_always_wrote(world):
    read(world, *real("uketsuke.csv", "keika.csv"), workers={"大栗": world.yuki, "西田": world.sora})
    written = "\n".join(everything(world.hana)) + "\n"
    if os.environ.get("LEDGER_GOLDEN") == "new":
        GOLDEN.write_text(written)
    assert written.splitlines() == GOLDEN.read_text().splitlines()
