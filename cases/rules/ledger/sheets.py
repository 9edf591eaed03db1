"""From a sheet to typed rows, or to the reasons why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cases.rules.ledger.book import Line, Sheet, is_blank
from cases.rules.ledger.cells import Cells
from cases.rules.ledger.columns import Columns, Field, Kind, match_columns
from cases.rules.ledger.intake import read_intake
from cases.rules.ledger.progress import read_progress
from cases.rules.ledger.rows import IntakeRow, ProgressRow
from cases.rules.ledger.troubles import Trouble
from cases.rules.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one sheet holds; `columns` is None for a sheet of neither kind. Bad rows are among the rows.

    The sheet comes without its lines: each row keeps its own cells, and a long book must not stand in memory twice.
    """

    sheet: Sheet
    columns: Columns | None
    intake: tuple[IntakeRow, ...] = ()
    progress: tuple[ProgressRow, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> tuple[IntakeRow, ...] | tuple[ProgressRow, ...]:
        return self.intake or self.progress


def read_sheet(
    sheet: Sheet, *, today: date, kind: Kind | None = None, mapping: Mapping[str, str] | None = None
) -> Reading:
    """`kind` and `mapping` (header → field) are what a person chose by hand; without them the names decide."""
    columns = match_columns(sheet.header, kind=kind, mapping=mapping)
    problems, bare = _problems(sheet, columns), replace(sheet, lines=())
    if columns is None or columns.missing:
        return Reading(sheet=bare, columns=columns, problems=problems)
    all_cells = _checked(sheet, columns)
    if columns.kind == Kind.PROGRESS:
        rows = tuple(read_progress(cells, today=today) for cells in all_cells)
        return Reading(sheet=bare, columns=columns, progress=rows, problems=problems)
    cases = _each_number_once([read_intake(cells, today=today) for cells in all_cells], columns, bare)
    return Reading(sheet=bare, columns=columns, intake=cases, problems=problems)


def _checked(sheet: Sheet, columns: Columns) -> Iterator[Cells]:
    for line in sheet.lines:
        cells = Cells(line=line, header=sheet.header, columns=columns)
        _check_width(cells)
        cells.check_errors()
        yield cells


def _problems(sheet: Sheet, columns: Columns | None) -> tuple[Problem, ...]:
    """An unknown sheet is no fault of a book: it may hold anything beside the ledgers."""
    if columns is None:
        return (Problem(code=Trouble.UNKNOWN_SHEET, facts={"sheet": sheet.title}, blocks=False),)
    missing = [
        Problem(code=Trouble.MISSING_COLUMN, facts={"sheet": sheet.title, "field": one}) for one in columns.missing
    ]
    if not sheet.lines:
        missing.append(Problem(code=Trouble.EMPTY_SHEET, facts={"sheet": sheet.title}, blocks=False))
    return tuple(missing)


def _check_width(cells: Cells) -> None:
    """More cells than headers: a comma or a line break went astray, and every cell may be another's."""
    beyond = [place for place, name in enumerate(cells.header) if not name and not _alone(cells.line, place)]
    if beyond:
        cells.block(Trouble.ROW_TOO_LONG, Field.NUMBER)


def _alone(line: Line, place: int) -> bool:
    return place >= len(line.cells) or is_blank([line.cells[place]])


def _each_number_once(rows: list[IntakeRow], columns: Columns, sheet: Sheet) -> tuple[IntakeRow, ...]:
    first: dict[str, int] = {}
    return tuple(_unless_twice(row, first.setdefault(row.number, row.line), columns, sheet) for row in rows)


def _unless_twice(row: IntakeRow, first: int, columns: Columns, sheet: Sheet) -> IntakeRow:
    if not row.number or first == row.line:
        return row
    column = sheet.header[columns.places[Field.NUMBER]]
    facts: dict[str, str | int] = {"row": row.line, "column": column, "number": row.number, "first": first}
    return replace(row, problems=(*row.problems, Problem(code=Trouble.NUMBER_TWICE, facts=facts)))
