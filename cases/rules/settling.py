"""Two people changed the same thing: what can be kept of both, and what a person must decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`mine` is to be written in place of `was`; `theirs` changed meanwhile and stays; `disputed` both changed."""

    mine: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)
    disputed: dict[str, Any] = field(default_factory=dict)


def settle(stored: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, Any]) -> Settled:
    """`seen` holds, for each field others changed since this writer looked, what stood there when he looked."""
    settled = Settled()
    for name, mine in typed.items():
        theirs = stored.get(name)
        if mine == theirs:
            continue
        if name not in seen:
            settled.mine[name], settled.was[name] = mine, theirs
        elif mine == seen[name]:
            settled.theirs[name] = theirs
        else:
            settled.disputed[name] = theirs
    return settled
