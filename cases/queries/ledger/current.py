"""What stands here now of the fields an intake row writes."""

from typing import Any

from cases.models import Case, Relative
from cases.rules.due import local_day
from cases.rules.ladder import Standing
from cases.rules.ledger.becoming import SOURCES
from cases.rules.rhythm.table import OF_PEOPLE


def caller_of(case: Case) -> Relative | None:
    """The first who called; an extra one written here later is not the ledger's."""
    callers = [one for one in case.person.family.relatives.all() if one.is_caller]
    return min(callers, key=lambda one: one.pk, default=None)


def current_values(case: Case) -> dict[str, Any]:
    tables = {"family": case.person.family, "caller": caller_of(case), "person": case.person, "case": case}
    names = [name.split(".") for name in SOURCES if not name.startswith("day.")]
    values = {f"{table}.{field}": getattr(tables[table], field, None) for table, field in names}
    zone = case.organisation.zone
    chosen = case.next_due if case.next_accepted and case.next_reason in OF_PEOPLE else None
    return values | {
        "day.received": local_day(case.inquired_at, zone),
        "day.next": local_day(chosen, zone) if chosen else None,
    }


def held_fields(case: Case) -> frozenset[str]:
    """Once somebody works on a case, its stage moves by a person's deed and never by a book."""
    held = set() if case.standing == Standing.INQUIRY else {"case.stage"}
    if case.standing != Standing.OPEN:
        held.add("day.next")
    if caller_of(case) is None:
        held |= {name for name in SOURCES if name.startswith("caller.")}
    return frozenset(held)
