"""What a row of a ledger holds: every value read, with the words it was told in."""

import hashlib
import json
from dataclasses import dataclass, fields

from cases.rules.dates import Birth, MinutesTold, Onset, TimeTold, Told, plain
from cases.rules.facts import Outing, Relationship, Sex, Trigger
from cases.rules.ladder import Stage
from cases.rules.ledger.columns import Kind
from cases.rules.methods import Method, WithWhom
from cases.rules.names import SplitKana, split_name
from cases.rules.phones import Phone
from cases.rules.problems import Problem, blocking
from cases.rules.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name exactly as told, and apart where it can be split; else `family` holds it whole."""

    as_told: str

    @property
    def family(self) -> str:
        parts = split_name(self.as_told)
        return parts[0] if parts else self.as_told

    @property
    def given(self) -> str:
        parts = split_name(self.as_told)
        return parts[1] if parts else ""

    @property
    def is_split(self) -> bool:
        return split_name(self.as_told) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`line` is where a person finds it in the file; `header` and `cells` are the row as it stood there."""

    line: int
    number: str
    header: tuple[str, ...]
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def is_good(self) -> bool:
        """Nothing keeps it out; it may still have notes."""
        return not blocking(self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow(Row):
    """One case of 相談受付簿. `worker` is a name of the old ledger, not yet one of ours."""

    received: Told
    caller: Name
    relationship: Relationship
    relationship_told: str
    phone: Phone
    postal_code: str
    postal_code_told: str
    address: str
    name: Name
    kana: SplitKana
    birth: Birth
    sex: Sex
    sex_told: str
    onset: Onset
    triggers: tuple[Trigger, ...]
    triggers_told: str
    outing: Outing
    outing_told: str
    worker: str
    stage: Stage | None
    stage_told: str
    next_on: Told
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow(Row):
    """One try of 経過記録. `observed_by` is set where the words name who saw it; `method` is None only in a bad row."""

    day: Told
    time: TimeTold
    method: Method | None
    method_told: str
    whom: WithWhom
    relationship: Relationship
    whom_told: str
    response: Response
    observed_by: Relationship | None
    response_told: str
    minutes: MinutesTold
    worker: str
    note: str

    @property
    def refused(self) -> bool:
        return self.response == Response.REFUSED


WHERE_IT_STOOD = frozenset({"line", "header", "cells", "problems"})
CONTENT = {
    kind: tuple(one.name for one in fields(row) if one.name not in WHERE_IT_STOOD)
    for kind, row in ((Kind.INTAKE, IntakeRow), (Kind.PROGRESS, ProgressRow))
}
WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def digest(row: IntakeRow | ProgressRow) -> str:
    """The same for the same content, however it was written: CSV or Excel, R8.4.3 or 2026-04-03, wide or narrow."""
    kind = Kind.INTAKE if isinstance(row, IntakeRow) else Kind.PROGRESS
    content = {name: _said(getattr(row, name)) for name in CONTENT[kind]}
    return hashlib.sha256(WRITE([kind, content]).encode()).hexdigest()


def _said(value: object) -> object:
    """What a value says, and its words only where they say more than was read."""
    if isinstance(value, str):  # as most are
        lines = value.splitlines()
        return "\n".join(line.rstrip() for line in lines).strip() if len(lines) > 1 else value.strip()
    if isinstance(value, Told | Birth):
        return value.on.isoformat() if value.on else plain(value.as_told)
    if isinstance(value, Phone):
        return value.e164 or plain(value.as_told)
    if isinstance(value, TimeTold):
        return value.at.isoformat() if value.at else plain(value.as_told)
    if isinstance(value, MinutesTold):
        return value.minutes if value.minutes is not None else plain(value.as_told)
    return _words(value)


def _words(value: object) -> object:
    if isinstance(value, Name | Onset):
        return " ".join(value.as_told.split())
    if isinstance(value, SplitKana):
        return [value.family, value.given]
    if isinstance(value, tuple):
        return sorted(str(one) for one in value)
    return value if value is None else str(value)


def identity(row: IntakeRow | ProgressRow) -> str:
    """Which case, or which try of a case, it tells of; a changed row keeps it."""
    if isinstance(row, IntakeRow):
        return row.number
    parts = [row.number, *(told.isoformat() if told else "" for told in (row.day.on, row.time.at)), row.method or ""]
    return "|".join(parts)
