"""The next day an old ledger told, found again among the words kept beside its case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cases.rules.dates import read_date
from cases.rules.ledger.columns import PLACES, Field, Kind, fold
from cases.rules.ledger.leftovers import BETWEEN

FARTHEST = 366  # days, as for a plan made by hand
NEXT = frozenset(name for name, one in PLACES[Kind.INTAKE].items() if one == Field.NEXT_ON)


@dataclass(frozen=True, slots=True)
class ToldNext:
    """The line as it was kept, and the day it names where it can be read."""

    words: str
    on: date | None

    def still_to_come(self, today: date) -> date | None:
        """A day that is over binds nobody, and one too far ahead is no plan."""
        return self.on if self.on and 0 <= (self.on - today).days <= FARTHEST else None


def told_next(note: str, by_hand: Collection[str] = ()) -> ToldNext | None:
    """`by_hand`: the headers a person said to mean the next contact, where one did; then no other is asked."""
    wanted = frozenset(map(fold, by_hand)) or NEXT
    for line in note.splitlines():
        name, between, told = line.partition(BETWEEN)
        if between and told.strip() and fold(name) in wanted:
            return ToldNext(line.strip(), read_date(told.strip()).on)
    return None
