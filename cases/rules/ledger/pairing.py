"""Which rows are new, the same or changed beside what earlier readings wrote, in whatever order they come."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from cases.rules.ledger.rows import IntakeRow, ProgressRow, identity

NTH = "#"
AnyLine = IntakeRow | ProgressRow


NOT_ASKED: dict[str, object] = {}  # one for all: of most rows nobody asks what was written


class BatchState(StrEnum):
    PREVIEWED = "previewed"
    BROUGHT = "brought"
    UNDONE = "undone"
    DISCARDED = "discarded"


class Outcome(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CLASHED = "clashed"  # changed in the book, and by a person here since the last reading
    BAD = "bad"


class Undone(StrEnum):
    """What undoing a batch made of a case."""

    ERASED = "erased"  # the batch brought it, and it is gone
    LESSENED = "lessened"  # it stands, without what the batch added
    WORKED_ON = "worked_on"  # kept: somebody has done something since
    READ_LATER = "read_later"  # kept: a later reading stands on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the last reading of one identity wrote."""

    identity: str
    digest: str
    version: int
    case: UUID
    contact: UUID | None = None
    wrote: dict[str, object] = field(default_factory=lambda: NOT_ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`known` only where it has changed."""

    row: AnyLine
    outcome: Outcome
    identity: str
    digest: str
    known: Known | None = None


Said = tuple[str, AnyLine]  # digest and row


def pair(sheets: Sequence[Sequence[Said]], known: Iterable[Known]) -> list[Pair]:
    """Good rows of one kind. Those of one minute and method are matched by what they say, then by what is left over.

    The same row in two sheets is one; twice in one sheet it is two.
    """
    by_base: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        by_base[base_of(one.identity)].append(one)
    told: dict[str, list[list[Said]]] = defaultdict(list)
    for rows in sheets:
        of_sheet: dict[str, list[Said]] = defaultdict(list)
        for said, row in rows:
            of_sheet[identity(row)].append((said, row))
        for base, group in of_sheet.items():
            told[base].append(group)
    return [one for base, groups in told.items() for one in _pair_group(base, groups, by_base.get(base, []))]


def base_of(identity: str) -> str:
    base, nth, number = identity.rpartition(NTH)
    return base if nth and number.isdigit() and "|" in base else identity


def _pair_group(base: str, groups: list[list[Said]], known: list[Known]) -> list[Pair]:
    once, twins = _merged(groups)
    by_digest: dict[str, list[Known]] = defaultdict(list)
    for one in sorted(known, key=lambda k: k.identity, reverse=True):
        by_digest[one.digest].append(one)
    made, left = [], []
    for said, row in once:
        if by_digest[said]:
            match = by_digest[said].pop()
            made.append(Pair(row=row, outcome=Outcome.SAME, identity=match.identity, digest=said))
        else:
            left.append((said, row))
    free = sorted((one for rest in by_digest.values() for one in rest), key=lambda k: k.identity)
    made += _pair_rest(base, left, free, {one.identity for one in known})
    return made + [Pair(row=row, outcome=Outcome.SAME, identity="", digest=said) for said, row in twins]


def _merged(
    groups: list[list[Said]],
) -> tuple[list[Said], list[Said]]:
    """The rows of all sheets, and those that another sheet has said already."""
    kept: Counter[str] = Counter()
    once, twins = [], []
    for group in groups:
        seen: Counter[str] = Counter()
        for said, row in group:
            seen[said] += 1
            if seen[said] > kept[said]:
                kept[said] += 1
                once.append((said, row))
            else:
                twins.append((said, row))
    return sorted(once, key=lambda told: told[0]), twins


def _pair_rest(base: str, left: list[Said], free: list[Known], taken: set[str]) -> list[Pair]:
    made = [
        Pair(row=row, outcome=Outcome.CHANGED, identity=one.identity, digest=said, known=one)
        for (said, row), one in zip(left, free, strict=False)
    ]
    number = 1
    for said, row in left[len(free) :]:
        while (name := base if number == 1 else f"{base}{NTH}{number}") in taken:
            number += 1
        taken.add(name)
        made.append(Pair(row=row, outcome=Outcome.NEW, identity=name, digest=said))
    return made
