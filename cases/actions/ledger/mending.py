"""Rows that stayed out, as files that can be mended and read again."""

from collections.abc import Iterable

from cases.models import LedgerBatch, LedgerFile
from cases.models.labels_ledger import sentences
from cases.queries.ledger.comparing import Comparison
from cases.queries.ledger.reading import SheetRead
from cases.rules.ledger.mending import mendable_csv
from cases.rules.ledger.pairing import Outcome


def to_mend(compared: Comparison, sheet: SheetRead) -> bytes:
    """Empty when every row of the sheet comes in."""
    bad = [one.row for one in compared.items if one.outcome == Outcome.BAD and one.sheet is sheet]
    return mendable_csv(sorted(bad, key=lambda row: row.line), sentences()) if bad else b""


def sheets_to_mend(compared: Comparison) -> Iterable[SheetRead]:
    return [
        sheet
        for sheet in compared.sheets
        if any(one.outcome == Outcome.BAD and one.sheet is sheet for one in compared.items)
    ]


def keep_to_mend(batch: LedgerBatch, compared: Comparison) -> None:
    """For a week, in the language of whoever brought the books."""
    for place, sheet in enumerate(sheets_to_mend(compared)):
        LedgerFile.objects.create(
            organisation_id=batch.organisation_id, batch=batch, place=place, to_mend=True,
            name=sheet.reading.sheet.title[:200], data=to_mend(compared, sheet),
        )  # fmt: skip
