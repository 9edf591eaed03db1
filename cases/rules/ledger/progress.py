"""Rows of 経過記録: one try each."""

from datetime import date

from cases.rules.dates import MinutesTold, TimeTold, Told, read_date, read_minutes, read_time
from cases.rules.facts import Relationship
from cases.rules.ledger.cells import Cells
from cases.rules.ledger.columns import Field
from cases.rules.ledger.rows import ProgressRow
from cases.rules.ledger.troubles import Trouble
from cases.rules.ledger.words import METHODS, RELATIONSHIPS, Heard, heard, observer, whom_of
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response

NOBODY_SAID = Heard(response=Response.NOT_TOLD)


def read_progress(cells: Cells, *, today: date) -> ProgressRow:
    if not cells.text(Field.NUMBER):
        cells.block(Trouble.MISSING_NUMBER, Field.NUMBER)
    method = _method(cells)
    said = _heard(cells, method)
    whom, relationship = _whom(cells, said)
    return ProgressRow(
        line=cells.line.number,
        number=cells.number(),
        header=cells.header,
        cells=cells.all_texts(),
        day=_day(cells, today),
        time=_time(cells),
        method=method,
        method_told=cells.text(Field.METHOD),
        whom=whom,
        relationship=relationship,
        whom_told=cells.text(Field.WHOM),
        response=said.response,
        observed_by=observer(cells.text(Field.RESPONSE)),
        response_told=cells.text(Field.RESPONSE),
        minutes=_minutes(cells),
        worker=cells.text(Field.WORKER),
        note=cells.text(Field.NOTE),
        problems=tuple(cells.problems),
    )


def _day(cells: Cells, today: date) -> Told:
    """A try without its day can stand nowhere in a timeline."""
    read = read_date(cells.raw(Field.DAY), today=today)
    if read.problem is not None and read.problem.blocks:
        cells.add(read.problem, Field.DAY)
    elif read.on is None:
        cells.block(Trouble.MISSING_DAY, Field.DAY, told=read.as_told)
    return read


def _time(cells: Cells) -> TimeTold:
    read = read_time(cells.raw(Field.TIME))
    cells.add(read.problem, Field.TIME)
    return read


def _minutes(cells: Cells) -> MinutesTold:
    read = read_minutes(cells.raw(Field.MINUTES))
    cells.add(read.problem, Field.MINUTES)
    return read


def _method(cells: Cells) -> Method | None:
    """There is no unknown method: a row whose method nobody can name stays out."""
    told = cells.text(Field.METHOD)
    if told:
        found = cells.word(Field.METHOD, {**METHODS}, None)
        if found is not None:
            return found
        cells.problems.pop()
    cells.block(Trouble.MISSING_METHOD, Field.METHOD, told=told)
    return None


def _heard(cells: Cells, method: Method | None) -> Heard:
    told = cells.text(Field.RESPONSE)
    said = heard(told, method)
    if told and said is None:
        cells.note(Trouble.UNKNOWN_WORD, Field.RESPONSE, told=told)
    return said or NOBODY_SAID


def _whom(cells: Cells, said: Heard) -> tuple[WithWhom, Relationship]:
    """Whom 様子 names was there; else it is whom 対象 names. Where the two differ both are kept as told."""
    target = cells.word(Field.WHOM, RELATIONSHIPS, Relationship.UNKNOWN)
    if said.whom is None:
        return whom_of(target), target
    if target != Relationship.UNKNOWN and _differs(target, said):
        words = {"told": cells.text(Field.WHOM), "response": cells.text(Field.RESPONSE)}
        cells.note(Trouble.WHOM_DIFFERS, Field.WHOM, **words)
        return said.whom, said.relationship
    return said.whom, target if said.relationship == Relationship.UNKNOWN else said.relationship


def _differs(target: Relationship, said: Heard) -> bool:
    return whom_of(target) != said.whom or said.relationship not in (Relationship.UNKNOWN, target)
