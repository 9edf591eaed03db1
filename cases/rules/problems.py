"""A problem as an object: the screen lists it, the action refuses on those that block."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`code` has its sentence in the labels, filled with `facts`; `fixable` says the reader can mend it himself."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)
    blocks: bool = True
    fixable: bool = True


def blocking(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.blocks)
