"""The cells of one row by field, collecting what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from cases.rules.dates import as_words, plain
from cases.rules.ledger.book import Cell, Line
from cases.rules.ledger.columns import Columns, Field
from cases.rules.ledger.troubles import Trouble
from cases.rules.ledger.words import meaning
from cases.rules.phones import HYPHENS
from cases.rules.problems import Problem

Meaning = TypeVar("Meaning")
# What a spreadsheet shows where a formula found no value.
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
ONE_HYPHEN = str.maketrans(dict.fromkeys(HYPHENS, "-"))


@dataclass(slots=True, kw_only=True)
class Cells:
    line: Line
    header: tuple[str, ...]
    columns: Columns
    problems: list[Problem] = field(default_factory=list)

    def raw(self, one: Field) -> Cell:
        """None too where the file has no such column, or its cell holds only the error of a formula."""
        told = self._told(one)
        return None if told in ERRORS else told

    def check_errors(self) -> None:
        for one in self.columns.places:
            told = self._told(one)
            if told in ERRORS:
                self.note(Trouble.ERROR_CELL, one, told=str(told))

    def _told(self, one: Field) -> Cell:
        place = self.columns.places.get(one)
        return self.line.cells[place] if place is not None and place < len(self.line.cells) else None

    def text(self, one: Field) -> str:
        """As somebody typed it, stripped at its ends; inside nothing is changed."""
        return as_words(self.raw(one)).replace("\r\n", "\n").replace("\r", "\n")

    def number(self) -> str:
        """The case number as one and the same in every sheet: ２０２４－００１ is 2024-001."""
        return plain(self.text(Field.NUMBER).translate(ONE_HYPHEN))

    def all_texts(self) -> tuple[str, ...]:
        told = tuple(as_words(cell) for cell in self.line.cells)
        # Of CSV they are what was read, and stand in memory once.
        return cast(tuple[str, ...], self.line.cells) if told == self.line.cells else told

    def add(self, problem: Problem | None, one: Field) -> None:
        """Keep a problem, and say where it stands."""
        if problem is not None:
            where: dict[str, str | int] = {"row": self.line.number, "column": self._name(one)}
            self.problems.append(replace(problem, facts=where | problem.facts))

    def block(self, code: Trouble, one: Field, **facts: str | int) -> None:
        self.add(Problem(code=code, facts=facts), one)

    def note(self, code: Trouble, one: Field, **facts: str | int) -> None:
        self.add(Problem(code=code, facts=facts, blocks=False), one)

    def word(self, one: Field, words: Mapping[str, Meaning], otherwise: Meaning) -> Meaning:
        """What the word means; `otherwise` for nothing told, and with a note for a word nobody listed."""
        told = self.text(one)
        found = meaning(words, told)
        if told and found is None:
            self.note(Trouble.UNKNOWN_WORD, one, told=told)
        return otherwise if found is None else found

    def _name(self, one: Field) -> str:
        place = self.columns.places.get(one)
        return self.header[place] if place is not None else one
