"""What the old ledger named as the next contact of a case that has none yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from cases.models import Case, LedgerRow
from cases.rules.ledger.columns import Field, Kind
from cases.rules.ledger.told_next import ToldNext, told_next


def next_in_ledger(case: Case) -> ToldNext | None:
    if not case.ledger_note:
        return None
    rows = LedgerRow.objects.filter(case=case, kind=Kind.INTAKE).order_by("-version")
    choices = rows.values_list("batch__choices", flat=True).first() or {}
    return told_next(case.ledger_note, list(_named_by_hand(choices)))


def _named_by_hand(choices: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for sheet in choices.values():
        yield from (name for name, one in (sheet.get("columns") or {}).items() if one == Field.NEXT_ON)
