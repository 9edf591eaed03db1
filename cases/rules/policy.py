"""What each field is and how long it stays, as data.toml says."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("data.toml")
CLASSES = ("sensitivity", "retention")


class BadPolicy(Exception):
    """The file names a class that it does not explain, or a field twice."""


@dataclass(frozen=True, slots=True)
class Kept:
    table: str  # accounts.user
    field: str
    sensitivity: str
    retention: str


@cache
def policy() -> tuple[Kept, ...]:
    """Every field that stands in the file, in its order."""
    return tuple(read(tomllib.loads(FILE.read_text(encoding="utf-8"))))


def explained(kind: str) -> dict[str, str]:
    """`kind` is one of CLASSES; each class with its sentence, in the order of the file."""
    words: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))[kind]
    return words


def read(told: dict[str, Any]) -> Iterator[Kept]:
    """Raises BadPolicy for what the file does not explain."""
    for app, tables in told.items():
        if app in CLASSES:
            continue
        for name, table in tables.items():
            yield from _fields(f"{app}.{name}", table, told)


def _fields(name: str, table: dict[str, Any], told: dict[str, Any]) -> Iterator[Kept]:
    seen: set[str] = set()
    retention = table.get("retention", "")
    if retention not in told["retention"]:
        raise BadPolicy(f"{name}: no retention called {retention!r} is explained.")
    for sensitivity, fields in table.items():
        if sensitivity == "retention":
            continue
        if sensitivity not in told["sensitivity"]:
            raise BadPolicy(f"{name}: no sensitivity called {sensitivity!r} is explained.")
        for field in fields:
            if field in seen:
                raise BadPolicy(f"{name}.{field} stands twice.")
            seen.add(field)
            yield Kept(name, field, sensitivity, retention)


def as_page() -> str:
    """docs/data.md, written from the file."""
    lines = ["# What is kept, how it may hurt, and for how long", ""]
    lines += ["`manage.py data > docs/data.md` writes this from `cases/rules/data.toml`; change that file.", ""]
    for kind, title in zip(CLASSES, ("How it may hurt", "How long it stays"), strict=True):
        lines += [f"## {title}", "", *(f"* **{name}**: {words}" for name, words in explained(kind).items()), ""]
    lines += ["## The tables", "", "| table | stays | fields |", "|---|---|---|"]
    for table in dict.fromkeys(kept.table for kept in policy()):
        lines.append(_row(table, [kept for kept in policy() if kept.table == table]))
    return "\n".join(lines) + "\n"


def _row(table: str, own: list[Kept]) -> str:
    fields: dict[str, list[str]] = {}
    for kept in own:
        fields.setdefault(kept.sensitivity, []).append(kept.field)
    words = "; ".join(f"**{kind}** {', '.join(names)}" for kind, names in fields.items())
    return f"| {table} | {own[0].retention} | {words} |"
