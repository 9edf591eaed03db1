"""A changed row beside what the last reading wrote and what stands here now: nobody's newer edit is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.rules.ledger.becoming import said

DAYS = frozenset({"day.received", "day.next"})  # a day the book no longer tells takes nothing away here


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`was` stood in the last reading, `ours` stands here, `theirs` stands in the book now."""

    name: str
    was: Any
    ours: Any
    theirs: Any
    clashes: bool


def differences(
    wrote: Mapping[str, Any], now: Mapping[str, Any], wants: Mapping[str, Any], *, held: frozenset[str] = frozenset()
) -> tuple[Difference, ...]:
    """Of the fields that changed in the book and do not say the same here already. `held` are for people to change."""
    found = []
    for name, value in wants.items():
        was, ours, theirs = wrote.get(name), said(now.get(name)), said(value)
        if theirs in (was, ours) or (theirs is None and name in DAYS):
            continue
        clashes = ours != was or name in held
        found.append(Difference(name=name, was=was, ours=ours, theirs=theirs, clashes=clashes))
    return tuple(found)
