"""What a row says beyond its codes: kept beside them in the ledger's own words, so that nothing told is lost."""

from collections.abc import Iterable

from cases.rules.facts import Outing, Relationship, Sex
from cases.rules.ledger.columns import TO_MEND, Columns, Field
from cases.rules.ledger.rows import IntakeRow, ProgressRow
from cases.rules.ledger.troubles import Trouble
from cases.rules.ledger.words import (
    OUTINGS,
    PLAIN_METHODS,
    PLAIN_RELATIONSHIPS,
    PLAIN_RESPONSES,
    SEXES,
    fold,
    meaning,
    triggers,
)

BETWEEN = "："


def extra_lines(row: IntakeRow | ProgressRow, columns: Columns) -> list[str]:
    """The columns nobody matched, each under its own name."""
    if not columns.unmatched:
        return []
    placed = set(columns.places.values())
    return [
        f"{name}{BETWEEN}{told}"
        for place, (name, told) in enumerate(zip(row.header, row.cells, strict=False))
        if told and place not in placed and name != TO_MEND and name in columns.unmatched
    ]


def intake_lines(row: IntakeRow, columns: Columns, *, planned: bool, led: bool) -> str:
    """`planned` and `led`: the next day and the worker have become ours."""
    over = {
        Field.RECEIVED: row.received.on is None,
        Field.CALLER: row.relationship == Relationship.SELF and fold(row.caller.as_told) != fold(row.name.as_told),
        Field.RELATIONSHIP: fold(row.relationship_told) not in PLAIN_RELATIONSHIPS,
        Field.POSTAL_CODE: not row.postal_code,
        Field.SEX: row.sex == Sex.UNKNOWN and meaning(SEXES, row.sex_told) is None,
        Field.TRIGGERS: bool(triggers(row.triggers_told)[1]),
        Field.OUTING: row.outing == Outing.UNKNOWN and meaning(OUTINGS, row.outing_told) is None,
        Field.WORKER: not led,
        Field.STAGE: row.stage is None,
        Field.NEXT_ON: not planned,
    }
    return _lines(row, columns, (one for one, left in over.items() if left))


def progress_lines(row: ProgressRow, columns: Columns, *, named: bool) -> str:
    """`named`: the contact itself says who recorded it, one of ours or nobody here."""
    over = {
        Field.TIME: row.time.at is None,
        Field.METHOD: fold(row.method_told) not in PLAIN_METHODS,
        Field.WHOM: row.relationship not in (Relationship.SELF, Relationship.UNKNOWN)
        or fold(row.whom_told) not in PLAIN_RELATIONSHIPS
        or _differs(row),
        Field.RESPONSE: fold(row.response_told) not in PLAIN_RESPONSES,
        Field.MINUTES: row.minutes.minutes is None,
        Field.WORKER: not named,
    }
    return _lines(row, columns, (one for one, left in over.items() if left))


def _differs(row: ProgressRow) -> bool:
    """様子 named somebody else than 対象, and 様子 was believed."""
    return any(problem.code == Trouble.WHOM_DIFFERS for problem in row.problems)


def _lines(row: IntakeRow | ProgressRow, columns: Columns, over: Iterable[Field]) -> str:
    places = [columns.places[one] for one in over if one in columns.places]
    told = [f"{row.header[place]}{BETWEEN}{row.cells[place]}" for place in places if row.cells[place]]
    return "\n".join([*told, *extra_lines(row, columns)])
