"""The rhythm on a made-up history: what would have been planned after each contact, by these numbers or those."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from cases.rules.calendar import Calendar
from cases.rules.consent import CLOSES, SCOPE_OF
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.rules.rhythm.propose import Proposal, Situation, propose
from cases.rules.rhythm.signals import Past, fold

OPENED_BEFORE = timedelta(days=3)  # a made-up case is opened shortly before its first contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What an organisation may set of the rhythm."""

    paces: Mapping[str, int] = field(default_factory=dict)
    cap_7: int = 3
    cap_14: int = 5
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A prepared history: so many days ago, by this way, with this response; oldest first."""

    stage: Stage
    tries: tuple[tuple[int, Method, Response], ...]


def replay(
    history: Sequence[Past], numbers: Numbers, *, stage: Stage, calendar: Calendar, at: datetime
) -> list[Proposal]:
    """The plan right after each contact, oldest first; before the first one, the plan at the opening."""
    oldest_first = sorted(history, key=lambda past: past.started_at)
    opened = (oldest_first[0].started_at if oldest_first else at) - OPENED_BEFORE
    planned, closed = [], frozenset[Method]()
    for count in range(len(oldest_first) + 1):
        known = oldest_first[:count]
        if known and known[-1].response == Response.REFUSED and known[-1].method in SCOPE_OF:
            closed |= CLOSES[SCOPE_OF[known[-1].method]]
        situation = Situation(
            stage=stage, at=known[-1].started_at if known else opened, signals=fold(known), calendar=calendar,
            closed_methods=closed, paces=numbers.paces, cap_7=numbers.cap_7, cap_14=numbers.cap_14,
            quiet=numbers.quiet, opened_at=opened, staged_at=opened,
        )  # fmt: skip
        planned.append(propose(situation))
    return planned


V, L, P = Method.VISIT, Method.LETTER, Method.PHONE
EXAMPLES: dict[str, Example] = {
    "voices": Example(Stage.DOOR, ((21, V, Response.PRESENCE), (14, V, Response.VOICE), (7, V, Response.VOICE))),
    "silence": Example(Stage.DOOR, ((21, V, Response.NO_SIGN), (14, V, Response.NO_SIGN), (7, V, Response.NOT_HOME))),
    "letters": Example(Stage.LETTER, tuple((days, L, Response.NO_SIGN) for days in (45, 31, 17, 3))),
    "refusal": Example(Stage.DOOR, ((12, V, Response.VOICE), (5, V, Response.REFUSED))),
    "opened": Example(Stage.DOOR, ((12, V, Response.DOOR_TALK), (5, V, Response.DOOR_OPENED))),
    "pressure": Example(Stage.PHONE, ((4, P, Response.VOICE), (2, L, Response.TOOK_LETTER), (1, P, Response.PRESENCE))),
}
