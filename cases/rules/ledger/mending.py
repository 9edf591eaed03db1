"""Bad rows as a file that can be mended in a spreadsheet and read again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from cases.rules.ledger.columns import TO_MEND
from cases.rules.ledger.guard import guarded
from cases.rules.ledger.rows import IntakeRow, ProgressRow
from cases.rules.problems import Problem

BOM = "\ufeff"
BETWEEN = " / "


def mendable_csv(rows: Iterable[IntakeRow | ProgressRow], sentences: Mapping[str, str]) -> bytes:
    """The cells as they stood, and what to mend in a last column. UTF-8 with a BOM, so that Excel shows it right.

    The rows are of one sheet. A sentence may hold the facts of its problem as %(name)s; a code without one stands bare.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for place, row in enumerate(rows):
        kept = [at for at, name in enumerate(row.header) if name != TO_MEND]
        if place == 0:
            writer.writerow(_guarded([*_picked(row.header, kept), TO_MEND]))
        writer.writerow(_guarded([*_picked(row.cells, kept), _reasons(row.problems, sentences)]))
    return (BOM + written.getvalue()).encode()


def _picked(cells: Sequence[str], kept: Sequence[int]) -> list[str]:
    return [cells[at] if at < len(cells) else "" for at in kept]


def _guarded(cells: Iterable[str]) -> list[str]:
    return [guarded(cell) for cell in cells]


def _reasons(problems: Iterable[Problem], sentences: Mapping[str, str]) -> str:
    blocking_first = sorted(problems, key=lambda problem: not problem.blocks)
    return BETWEEN.join(sentences.get(problem.code, problem.code) % problem.facts for problem in blocking_first)
