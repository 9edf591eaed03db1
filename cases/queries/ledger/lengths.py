"""Which cells hold more than their field can."""

from collections.abc import Iterator
from functools import lru_cache

from cases.models import Case, Family, Person, Relative
from cases.rules.ledger.becoming import SOURCES, wanted
from cases.rules.ledger.columns import Columns, Field
from cases.rules.ledger.rows import IntakeRow

TABLES = {"family": Family, "caller": Relative, "person": Person, "case": Case}


@lru_cache(maxsize=1)
def most() -> dict[str, int]:
    limits = {}
    for name in SOURCES:
        table, field = name.split(".")
        longest = getattr(TABLES[table]._meta.get_field(field), "max_length", None) if table in TABLES else None
        if longest:
            limits[name] = int(longest)
    return limits


def too_long(row: IntakeRow, columns: Columns) -> Iterator[tuple[Field, int]]:
    """Each column once, with the most its field holds."""
    code = Case._meta.get_field("code").max_length or 0
    if len(row.number) > code:
        yield Field.NUMBER, code
    wants = wanted(row, columns, planned=False, led=False).fields
    over = {SOURCES[name]: limit for name, limit in most().items() if len(str(wants[name] or "")) > limit}
    yield from over.items()
