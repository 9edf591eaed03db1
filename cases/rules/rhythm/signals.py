"""What the rhythm needs to know of all contacts, as plain scalars a case keeps in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Protocol

from cases.rules.facts import Concern
from cases.rules.methods import MEETINGS, Direction, Method, WithWhom
from cases.rules.responses import NEUTRAL, WITHOUT_SIGN, Response, is_sign, is_voice_or_more, reaches

RECENT_KEPT = 14  # the longest cap an organisation can set


class Tried(Protocol):
    """One try, as far as the rhythm looks at it."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def method(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def with_whom(self) -> str: ...
    @property
    def response(self) -> str: ...
    @property
    def concern(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """`last_*` speak of contacts with or towards the person; `concern` stands until somebody talked it over."""

    last_at: datetime | None = None
    last_method: Method | None = None
    last_response: Response | None = None
    silent_streak: int = 0
    silent_letters: int = 0
    voice_streak: int = 0
    refusals: int = 0
    concern: bool = False
    opened: bool = False
    family_last_at: datetime | None = None
    recent: tuple[datetime, ...] = ()


def took_place(tried: Tried) -> bool:
    return tried.response != Response.CANCELLED


def towards_person(tried: Tried) -> bool:
    """Also a try answered by a relative counts when the person gave a sign or refused through him."""
    if tried.method in MEETINGS:
        return False
    answered = is_sign(tried.response) or tried.response == Response.REFUSED
    return answered or tried.with_whom not in (WithWhom.RELATIVE, WithWhom.AGENCY)


def with_family(tried: Tried) -> bool:
    return (
        tried.with_whom == WithWhom.RELATIVE
        or tried.response == Response.FAMILY_ONLY
        or tried.method == Method.FAMILY_MEETING
    )


def talked_over(tried: Tried) -> bool:
    """A talk with the family or an agency that ended without concern; a mere letter in between settles nothing."""
    return tried.concern == Concern.NONE and (tried.method in MEETINGS or with_family(tried))


def in_order(contacts: Iterable[Tried]) -> list[Tried]:
    """Newest first by when they happened. Ties fall the same way whatever order they arrive in."""
    return sorted(
        filter(took_place, contacts),
        key=lambda c: (c.started_at, c.method, c.response, c.with_whom, c.direction, c.concern),
        reverse=True,
    )


def fold(contacts: Iterable[Tried]) -> Signals:
    """The signals of a case. The caller leaves out contacts that a later entry corrects."""
    newest_first = in_order(contacts)
    to_person = [tried for tried in newest_first if towards_person(tried)]
    to_family = [tried.started_at for tried in newest_first if with_family(tried)]
    telling = [tried for tried in to_person if tried.response not in NEUTRAL]
    silent = list(takewhile(lambda tried: tried.response in WITHOUT_SIGN, telling))
    last = to_person[0] if to_person else None
    return Signals(
        last_at=last.started_at if last else None,
        last_method=Method(last.method) if last else None,
        last_response=Response(last.response) if last else None,
        silent_streak=len(silent),
        silent_letters=sum(tried.method == Method.LETTER for tried in silent),
        voice_streak=len(list(takewhile(lambda tried: is_voice_or_more(tried.response), telling))),
        refusals=sum(tried.response == Response.REFUSED for tried in telling),
        concern=any(tried.concern != Concern.NONE for tried in takewhile(lambda t: not talked_over(t), newest_first)),
        opened=door_opened(telling),
        family_last_at=to_family[0] if to_family else None,
        recent=pressure(to_person),
    )


def door_opened(telling: Sequence[Tried]) -> bool:
    on_scale = (tried.response for tried in telling if Response(tried.response).on_scale)
    newest = next(on_scale, None)
    return newest is not None and reaches(newest, Response.DOOR_OPENED)


def pressure(to_person: Sequence[Tried]) -> tuple[datetime, ...]:
    """When we came towards the person, newest first; that he called us puts no pressure on him."""
    ours = (tried.started_at for tried in to_person if tried.direction == Direction.OUTGOING)
    return tuple(ours)[:RECENT_KEPT]
