"""The ladder of outreach: where a relation can stand, and the moves between rungs."""

from collections.abc import Sequence
from enum import StrEnum

from cases.rules.responses import RANK, Response, reaches


class Stage(StrEnum):
    PREPARATION = "preparation"
    LETTER = "letter"
    PHONE = "phone"
    DOOR = "door"
    FACE = "face"
    OUTSIDE = "outside"
    SOCIETY = "society"
    FOLLOW_UP = "follow_up"


class Standing(StrEnum):
    INQUIRY = "inquiry"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class CloseReason(StrEnum):
    NEXT_STEP_STUDY = "next_step_study"
    NEXT_STEP_WORK = "next_step_work"
    IBASHO = "ibasho"
    IMPROVED_AT_HOME = "improved_at_home"
    INDEPENDENT_LIVING = "independent_living"
    CLINIC_OR_WELFARE = "clinic_or_welfare"
    OTHER_AGENCY = "other_agency"
    PERSON_DECLINED = "person_declined"
    FAMILY_DECLINED = "family_declined"
    MOVED_AWAY = "moved_away"
    NO_CONTACT = "no_contact"
    DIED = "died"
    OTHER = "other"
    UNKNOWN = "unknown"


LADDER = tuple(Stage)

# The least response that shows a person ready for the rung; a rung left out asks for none.
SHOWS = {
    Stage.PHONE: Response.SOUND_OR_NOTE,
    Stage.DOOR: Response.VOICE,
    Stage.FACE: Response.DOOR_OPENED,
    Stage.OUTSIDE: Response.CAME_OUT,
    Stage.SOCIETY: Response.WITH_OTHERS,
    Stage.FOLLOW_UP: Response.BY_HIMSELF,
}
ENOUGH_TO_SUGGEST = 2

LIVING = frozenset({Standing.INQUIRY, Standing.OPEN, Standing.PAUSED})


class NoSuchMove(Exception):
    """The ladder has no such move."""


class NeedsReason(Exception):
    """Skipping a rung wants a reason in words."""


class NeedsEvidence(Exception):
    """A move up wants a contact that shows it, or a coordinator's reason."""


def order(stage: Stage) -> int:
    return LADDER.index(stage)


def above(stage: Stage) -> Stage | None:
    return LADDER[order(stage) + 1] if stage != LADDER[-1] else None


def below(stage: Stage) -> tuple[Stage, ...]:
    """Every lower rung: a person may need to step back far."""
    return LADDER[: order(stage)]


def is_up(now: Stage, to: Stage) -> bool:
    return order(to) > order(now)


def is_skip(now: Stage, to: Stage) -> bool:
    """Up past at least one rung."""
    return order(to) > order(now) + 1


def is_shown(to: Stage, shown: Response | None) -> bool:
    """Does this response show that the person is ready for the rung?"""
    least = SHOWS.get(to)
    return least is None or (shown is not None and reaches(shown, least))


def check_move(now: Stage, to: Stage, *, shown: Response | None, why: str) -> None:
    """Raises NoSuchMove, NeedsReason or NeedsEvidence; a step back is always free. `why` counts once stripped."""
    if to == now:
        raise NoSuchMove(f"{now} to {to}")
    if not is_up(now, to) or why.strip():
        return
    if is_skip(now, to):
        raise NeedsReason(f"{now} to {to}")
    if not is_shown(to, shown):
        raise NeedsEvidence(f"{now} to {to}")


def suggest(stage: Stage, recent: Sequence[Response]) -> Stage | None:
    """The next rung when the newest responses on the scale (newest first) all show it. A person moves, never this."""
    to = above(stage)
    told = [response for response in recent if response in RANK][:ENOUGH_TO_SUGGEST]
    if to is None or to not in SHOWS or len(told) < ENOUGH_TO_SUGGEST:
        return None
    return to if all(is_shown(to, response) for response in told) else None
