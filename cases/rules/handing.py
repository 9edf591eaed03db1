"""Who could take over which case when somebody is away or leaves, and why: a proposal that people decide on."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from cases.rules.facts import Sex, Wished

SHOWN = 8  # candidates of one case
BETWEEN = re.compile(r"[・、,，;；/／\n。．]|\s+")


class Why(StrEnum):
    """One thing that speaks for a colleague, or against."""

    SECOND = "second"
    RETURNS = "returns"
    WISHED = "wished"
    AREA = "area"
    INTERESTS = "interests"
    ROOM = "room"
    WISH_UNSURE = "wish_unsure"  # nobody has told whether it fits the wish
    NOT_WISHED = "not_wished"
    ENDED = "ended"
    FULL = "full"
    AWAY = "away"


# What counts how much is our default: the person's wish before all, then who is known there, then the way and the load.
WEIGHT: dict[Why, int] = {
    Why.NOT_WISHED: -10000,
    Why.AWAY: -6000,
    Why.FULL: -3000,
    Why.ENDED: -1200,
    Why.WISH_UNSURE: -800,
    Why.SECOND: 2400,
    Why.RETURNS: 2000,
    Why.WISHED: 1000,
    Why.AREA: 600,
    Why.INTERESTS: 500,
    Why.ROOM: 0,
}
AGAINST = frozenset(why for why, weight in WEIGHT.items() if weight < 0)
ROOM_AT_MOST = 800  # of a colleague with no case at all
# Why an assignment ended that had nothing to do with the house: a leave, or a farewell.
FOR_A_WHILE, FOR_GOOD = "leave", "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One case to hand over. `ended`: who had it before, and on which day and why that ended; `proposed`: its best is
    chosen until somebody chooses otherwise, so that the next one counts it."""

    id: UUID
    place: str = ""
    talk: str = ""
    wished: Wished = Wished.UNKNOWN
    second: UUID | None = None
    ended: Mapping[UUID, tuple[date, str]] = field(default_factory=dict)
    proposed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A colleague who could take it; `places` counts the cases she carries in each municipality. `away`: from which day
    in the time that is looked at."""

    id: UUID
    load: int
    capacity: int
    sex: Sex = Sex.UNKNOWN
    interests: str = ""
    places: Mapping[str, int] = field(default_factory=dict)
    away: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    why: Why
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    id: UUID
    reasons: tuple[Reason, ...]
    points: int

    @property
    def fits(self) -> bool:
        """Nobody is proposed against the person's wish, while away, or beyond the capacity."""
        return not any(one.why in (Why.NOT_WISHED, Why.AWAY, Why.FULL) for one in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The best for one case, or nobody, and all who were looked at, the fitting first."""

    case: UUID
    to: UUID | None
    candidates: tuple[Candidate, ...]


def propose(
    cases: Sequence[Carried], hands: Sequence[Hand], *, chosen: Mapping[UUID, UUID] | None = None
) -> list[Proposal]:
    """In the order of the cases; the same question, the same answer.

    A load is the real one and what is taken on the page: `chosen` (case → colleague) once somebody chose, before that
    the proposals made so far."""
    taken = Counter(chosen[case.id] for case in cases if chosen and case.id in chosen)
    made = []
    for case in cases:
        own = chosen.get(case.id) if chosen else None
        looked_at = [look(case, hand, hand.load + taken[hand.id] - (hand.id == own)) for hand in hands]
        ranked = sorted(looked_at, key=lambda one: -one.points)  # stable: colleagues keep the order they came in
        best = next((one.id for one in ranked if one.fits), None)
        if chosen is None and case.proposed and best is not None:
            taken[best] += 1
        made.append(Proposal(case=case.id, to=best, candidates=tuple(ranked[:SHOWN])))
    return made


def look(case: Carried, hand: Hand, load: int) -> Candidate:
    reasons = tuple(reasons_of(case, hand, load))
    room = ROOM_AT_MOST * max(hand.capacity - load, 0) // max(hand.capacity, 1)
    return Candidate(id=hand.id, reasons=reasons, points=room + sum(WEIGHT[one.why] for one in reasons))


def reasons_of(case: Carried, hand: Hand, load: int) -> Iterable[Reason]:
    yield from _of_the_person(case, hand)
    there = hand.places.get(case.place, 0)
    if case.place and there:
        yield Reason(why=Why.AREA, facts={"place": case.place, "cases": there})
    shared = shared_words(case.talk, hand.interests)
    if shared:
        yield Reason(why=Why.INTERESTS, facts={"words": "\n".join(shared)})
    full = load >= hand.capacity
    yield Reason(why=Why.FULL if full else Why.ROOM, facts={"load": load, "capacity": hand.capacity})
    if hand.away:
        yield Reason(why=Why.AWAY, facts={"on": hand.away.isoformat()})


def _of_the_person(case: Carried, hand: Hand) -> Iterable[Reason]:
    """Who is known at the house already, and what the person wished."""
    if case.second == hand.id:
        yield Reason(why=Why.SECOND)
    if hand.id in case.ended:
        on, told = case.ended[hand.id]
        if told in (FOR_A_WHILE, FOR_GOOD):
            yield Reason(why=Why.RETURNS)
        else:
            yield Reason(why=Why.ENDED, facts={"on": on.isoformat(), "told": told})
    if case.wished in (Wished.WOMAN, Wished.MAN):
        yield Reason(why=_as_wished(case.wished, hand.sex), facts={"wished": case.wished.value})


def _as_wished(wished: Wished, sex: Sex) -> Why:
    if sex is Sex.UNKNOWN:
        return Why.WISH_UNSURE
    return Why.WISHED if sex.value == wished.value else Why.NOT_WISHED


def shared_words(talk: str, interests: str) -> list[str]:
    """What both speak of, as the colleague wrote it; widths and cases are one."""
    told = _fold(talk)
    words = set(filter(None, BETWEEN.split(told)))
    return [one for one in filter(None, BETWEEN.split(interests)) if _is_told(_fold(one), told, words)]


def _is_told(word: str, told: str, words: set[str]) -> bool:
    """Japanese parts no words, so two letters of it may stand anywhere; others count as a whole."""
    return word in words or (len(word) > 1 and not word.isascii() and word in told)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
