"""What the rhythm needs to know of all contacts, as plain scalars a case keeps in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, pairwise, takewhile
from typing import Any

from cases.rules.methods import MEETINGS, Direction, Method, WithWhom
from cases.rules.responses import NEUTRAL, WITHOUT_SIGN, Response, is_sign, is_voice_or_more, reaches

RECENT_KEPT = 28  # the highest cap an organisation can set
PRESSES_FOR = timedelta(days=14)  # no cap looks further back
# A streak of voices is a rhythm that is kept, so months of nothing end it: the longest pace an organisation can choose,
# 90 days, and ten more for a window and a closed period. Our default. Silence has no such end: it lasts over a rest
# as well, and what follows from it only goes more gently.
STREAK_DAYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One contact of the past, as far as the rhythm looks at it."""

    started_at: datetime
    method: Method
    response: Response
    with_whom: WithWhom = WithWhom.PERSON
    direction: Direction = Direction.OUTGOING
    concern: bool = False
    relayed: bool = False  # the family was asked to pass our word on


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """`last_*` speak of contacts with or towards the person; `concern` stands until somebody talked it over.

    `last_method` and `last_response` are of the newest that told something: one not recorded never ends a refusal.
    `last_sign_at` is of the newest at which the person let us notice anything; a refusal is an answer, too.
    """

    last_at: datetime | None = None
    last_method: Method | None = None
    last_response: Response | None = None
    last_sign_at: datetime | None = None
    silent_streak: int = 0
    silent_letters: int = 0
    voice_streak: int = 0
    refusals: int = 0
    concern: bool = False
    opened: bool = False
    family_last_at: datetime | None = None
    recent: tuple[datetime, ...] = ()


def took_place(past: Past) -> bool:
    return past.response != Response.CANCELLED


def towards_person(past: Past) -> bool:
    """Also a try answered by a relative counts when the person gave a sign or refused through him."""
    if past.method in MEETINGS:
        return False
    answered = is_sign(past.response) or past.response == Response.REFUSED
    return answered or past.with_whom not in (WithWhom.RELATIVE, WithWhom.AGENCY)


def with_family(past: Past) -> bool:
    return (
        past.with_whom == WithWhom.RELATIVE
        or past.response == Response.FAMILY_ONLY
        or past.method == Method.FAMILY_MEETING
    )


def talked_over(past: Past) -> bool:
    """A talk with the family or an agency that ended without concern; a mere letter in between settles nothing."""
    return not past.concern and (past.method in MEETINGS or with_family(past))


def in_order(contacts: Iterable[Past]) -> list[Past]:
    """Newest first by when they happened. Ties fall the same way whatever order they arrive in."""
    return sorted(
        filter(took_place, contacts),
        key=lambda c: (c.started_at, c.method, c.response, c.with_whom, c.direction, c.concern, c.relayed),
        reverse=True,
    )


def fold(contacts: Iterable[Past]) -> Signals:
    """The signals of a case. The caller leaves out contacts that a later entry corrects."""
    newest_first = in_order(contacts)
    to_person = [past for past in newest_first if towards_person(past)]
    to_family = [past.started_at for past in newest_first if with_family(past)]
    telling = [past for past in to_person if past.response not in NEUTRAL]
    silent = list(takewhile(lambda past: past.response in WITHOUT_SIGN, telling))
    last = next(iter(telling or to_person), None)
    return Signals(
        last_at=to_person[0].started_at if to_person else None,
        last_method=last.method if last else None,
        last_response=last.response if last else None,
        last_sign_at=next((past.started_at for past in telling if past.response not in WITHOUT_SIGN), None),
        silent_streak=len(silent),
        silent_letters=sum(past.method == Method.LETTER for past in silent),
        voice_streak=len(voices(telling)),
        refusals=sum(past.response == Response.REFUSED for past in telling),
        concern=any(past.concern for past in takewhile(lambda t: not talked_over(t), newest_first)),
        opened=door_opened(telling),
        family_last_at=to_family[0] if to_family else None,
        recent=pressure(newest_first),
    )


def and_then(signals: Signals, told: Past) -> Signals:
    """The same as folding all anew, for one that happened after every other; a page asks it once for each chip."""
    if not took_place(told):
        return signals
    to_person, neutral = towards_person(told), told.response in NEUTRAL
    after = {} if not to_person or neutral else _answered(signals, told)
    if to_person:
        after["last_at"] = told.started_at
        if not neutral or signals.last_response is None or signals.last_response in NEUTRAL:
            after |= {"last_method": told.method, "last_response": told.response}
    if presses(told):
        after["recent"] = still_pressing((told.started_at, *signals.recent))
    if with_family(told):
        after["family_last_at"] = told.started_at
    return replace(signals, concern=told.concern or (signals.concern and not talked_over(told)), **after)


def _answered(signals: Signals, told: Past) -> dict[str, Any]:
    """What a try that told something does to the streaks."""
    silent = told.response in WITHOUT_SIGN
    return {
        "last_sign_at": signals.last_sign_at if silent else told.started_at,
        "silent_streak": signals.silent_streak + 1 if silent else 0,
        "silent_letters": signals.silent_letters + (told.method == Method.LETTER) if silent else 0,
        "voice_streak": _voices_with(signals, told) if is_voice_or_more(told.response) else 0,
        "refusals": signals.refusals + (told.response == Response.REFUSED),
        "opened": door_opened([told]) if told.response.on_scale else signals.opened,
    }


def voices(telling: Sequence[Past]) -> list[Past]:
    """Of contacts that told something, newest first, the voices in a row that go on without a long gap."""
    streak = list(takewhile(lambda past: is_voice_or_more(past.response), telling))
    kept = takewhile(lambda pair: goes_on(pair[1].started_at, pair[0].started_at), pairwise(streak))
    return streak[: 1 + len(list(kept))]


def goes_on(voice: datetime, following: datetime) -> bool:
    """Whole days, so that the hour of the last one does not count."""
    return (following - voice).days <= STREAK_DAYS


def _voices_with(signals: Signals, voice: Past) -> int:
    """The last sign of a streak is its newest voice."""
    last = signals.last_sign_at
    return 1 + (signals.voice_streak if last is not None and goes_on(last, voice.started_at) else 0)


def door_opened(telling: Sequence[Past]) -> bool:
    on_scale = (past.response for past in telling if past.response.on_scale)
    newest = next(on_scale, None)
    return newest is not None and reaches(newest, Response.DOOR_OPENED)


def presses(past: Past) -> bool:
    """Did we come towards the person, ourselves or by a word the family passes on? That he called us does not."""
    return past.direction == Direction.OUTGOING and (past.relayed or towards_person(past))


def pressure(newest_first: Iterable[Past]) -> tuple[datetime, ...]:
    """When we came towards the person, as far back as a cap can look."""
    return still_pressing(past.started_at for past in newest_first if presses(past))


def still_pressing(newest_first: Iterable[datetime]) -> tuple[datetime, ...]:
    ours = tuple(islice(newest_first, RECENT_KEPT))
    return tuple(at for at in ours if at > ours[0] - PRESSES_FOR)
