"""Rows of 相談受付簿: one case each."""

from datetime import date

from cases.rules.dates import Birth, Onset, Told, read_birth, read_date, read_onset
from cases.rules.facts import Outing, Relationship, Sex, Trigger
from cases.rules.ladder import Stage
from cases.rules.ledger.cells import Cells
from cases.rules.ledger.columns import Field
from cases.rules.ledger.rows import IntakeRow, Name
from cases.rules.ledger.troubles import Trouble
from cases.rules.ledger.words import OUTINGS, RELATIONSHIPS, SEXES, STAGES, triggers
from cases.rules.names import SplitKana, split_kana
from cases.rules.phones import Phone, read_phone
from cases.rules.postal import fold


def read_intake(cells: Cells, *, today: date) -> IntakeRow:
    """An age is counted back from the day the call was received, or from `today` where nobody wrote that day."""
    _check(cells)
    received = _day(cells, Field.RECEIVED, today=today)
    told = received.on or today
    return IntakeRow(
        line=cells.line.number,
        number=cells.number(),
        header=cells.header,
        cells=cells.all_texts(),
        received=received,
        caller=Name(as_told=cells.text(Field.CALLER)),
        relationship=cells.word(Field.RELATIONSHIP, RELATIONSHIPS, Relationship.UNKNOWN),
        relationship_told=cells.text(Field.RELATIONSHIP),
        phone=_phone(cells),
        postal_code=_postal_code(cells),
        postal_code_told=cells.text(Field.POSTAL_CODE),
        address=cells.text(Field.ADDRESS),
        name=_name(cells),
        kana=_kana(cells),
        birth=_birth(cells, told),
        sex=cells.word(Field.SEX, SEXES, Sex.UNKNOWN),
        sex_told=cells.text(Field.SEX),
        onset=_onset(cells),
        triggers=_triggers(cells),
        triggers_told=cells.text(Field.TRIGGERS),
        outing=cells.word(Field.OUTING, OUTINGS, Outing.UNKNOWN),
        outing_told=cells.text(Field.OUTING),
        worker=cells.text(Field.WORKER),
        stage=_stage(cells),
        stage_told=cells.text(Field.STAGE),
        next_on=_day(cells, Field.NEXT_ON, today=None),
        note=cells.text(Field.NOTE),
        problems=tuple(cells.problems),
    )


def _check(cells: Cells) -> None:
    for one, trouble in ((Field.NUMBER, Trouble.MISSING_NUMBER), (Field.NAME, Trouble.MISSING_NAME)):
        if not cells.text(one):
            cells.block(trouble, one)


def _day(cells: Cells, one: Field, *, today: date | None) -> Told:
    read = read_date(cells.raw(one), today=today)
    cells.add(read.problem, one)
    return read


def _name(cells: Cells) -> Name:
    name = Name(as_told=cells.text(Field.NAME))
    if name.as_told and not name.is_split:
        cells.note(Trouble.NAME_NOT_SPLIT, Field.NAME, told=name.as_told)
    return name


def _kana(cells: Cells) -> SplitKana:
    told = cells.text(Field.KANA)
    kana = split_kana(told)
    if not kana.is_split:
        cells.note(Trouble.KANA_NOT_SPLIT, Field.KANA, told=told)
    return kana


def _phone(cells: Cells) -> Phone:
    phone = read_phone(cells.text(Field.PHONE))
    cells.add(phone.problem, Field.PHONE)
    return phone


def _postal_code(cells: Cells) -> str:
    told = cells.text(Field.POSTAL_CODE)
    code = fold(told)
    if told and not code:
        cells.note(Trouble.UNREADABLE_POSTAL_CODE, Field.POSTAL_CODE, told=told)
    return code


def _birth(cells: Cells, told_on: date) -> Birth:
    birth = read_birth(cells.raw(Field.BIRTH), today=told_on)
    cells.add(birth.problem, Field.BIRTH)
    return birth


def _onset(cells: Cells) -> Onset:
    return read_onset(cells.raw(Field.ONSET))


def _triggers(cells: Cells) -> tuple[Trigger, ...]:
    known, unlisted = triggers(cells.text(Field.TRIGGERS))
    for word in unlisted:
        cells.note(Trouble.UNKNOWN_WORD, Field.TRIGGERS, told=word)
    return known or (Trigger.UNKNOWN,)


def _stage(cells: Cells) -> Stage | None:
    return cells.word(Field.STAGE, {**STAGES}, None)
