"""Which row of the table spoke, on which contacts, and what would make another one speak."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, reduce
from itertools import takewhile
from typing import Any

from cases.rules.consent import CLOSES, SCOPE_OF
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import NEUTRAL, WITHOUT_SIGN, Response, offers
from cases.rules.rhythm.propose import Proposal, Situation, propose, seen_in
from cases.rules.rhythm.signals import Past, and_then, in_order, talked_over, towards_person, voices, with_family
from cases.rules.rhythm.table import METHOD_OF, RULES_OF, Rule, Seen, rule_for

# The fields of a row that are conditions, in the order they are told; all others say what follows.
ASKS = (
    "stages", "concern", "refused_last", "least_refusals", "last_method", "closed", "least_letters", "letters_every",
    "least_silent", "opened", "least_response", "least_voice", "untouched", "unmet", "family_since", "family_waits",
    "unchanged", "review_every",
)  # fmt: skip
USUAL = {one.name: one.default for one in fields(Rule) if one.name in ASKS}
MOST_TIMES = 4  # nobody thinks further ahead than four contacts


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a row asks for, and whether it is so."""

    asks: str  # one of ASKS
    value: Any
    met: bool


class What(StrEnum):
    """What may happen at the next contacts."""

    ANSWER = "answer"
    OPENED = "opened"
    CAME_OUT = "came_out"
    SILENCE = "silence"
    LETTER = "letter"
    REFUSAL = "refusal"
    CONCERN = "concern"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Step:
    """It happens so many times, first at the planned moment, then at the stage's pace; `family`: then they are met."""

    what: What
    times: int = 1
    family: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """A row that did not speak, and the shortest step after which it would, with what would be planned then."""

    rule: Rule
    conditions: tuple[Condition, ...]
    step: Step | None = None
    then: Proposal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`before` was asked first and did not hold; `after` was not asked any more. `because` stands newest first."""

    rule: Rule
    proposal: Proposal
    conditions: tuple[Condition, ...]
    because: tuple[Past, ...]
    before: tuple[Other, ...]
    after: tuple[Other, ...]


def explain(situation: Situation, history: Sequence[Past]) -> Explanation:
    """`history` is what the situation's signals were folded from."""
    seen, proposal = seen_in(situation), propose(situation)
    fired = rule_for(seen)
    reached = reachable(situation, proposal.due)
    rows = RULES_OF[situation.stage]
    others = [Other(rule, conditions(rule, seen), *reached.get(rule, (None, None))) for rule in rows]
    place = rows.index(fired)
    return Explanation(
        rule=fired, proposal=proposal, conditions=conditions(fired, seen), because=because(fired, history),
        before=tuple(others[:place]), after=tuple(others[place + 1 :]),
    )  # fmt: skip


# --- what a row asks for ---


@cache
def asked(rule: Rule) -> tuple[tuple[str, Any, Rule], ...]:
    """Each condition of a row, and a row that asks for nothing else."""
    told = [(name, getattr(rule, name)) for name in ASKS if getattr(rule, name) != USUAL[name]]
    return tuple((name, value, Rule(reason=rule.reason, **{name: value})) for name, value in told)


def conditions(rule: Rule, seen: Seen) -> tuple[Condition, ...]:
    """All of them are met exactly where the row holds."""
    return tuple(Condition(name, value, alone.holds(seen)) for name, value, alone in asked(rule))


# --- the contacts it spoke on ---


def because(rule: Rule, history: Sequence[Past]) -> tuple[Past, ...]:
    """The contacts the row looked at, newest first; a row that looks at none is told by the last."""
    newest_first = in_order(history)
    looked_at = [past for asks, _, _ in asked(rule) for past in _looked_at(asks, newest_first)]
    if not looked_at:
        looked_at = [past for past in newest_first if towards_person(past)][:1]
    return tuple(past for past in newest_first if past in looked_at)


def _looked_at(asks: str, newest_first: list[Past]) -> list[Past]:
    telling = [past for past in newest_first if towards_person(past) and past.response not in NEUTRAL]
    silent = list(takewhile(lambda past: past.response in WITHOUT_SIGN, telling))
    met = [past for past in newest_first if with_family(past)][:1]
    if asks == "concern":
        return [past for past in takewhile(lambda past: not talked_over(past), newest_first) if past.concern]
    found: dict[str, list[Past]] = {
        "refused_last": telling[:1],
        "least_refusals": [past for past in telling if past.response == Response.REFUSED],
        "last_method": telling[:1],
        "least_letters": [past for past in silent if past.method == Method.LETTER],
        "least_silent": silent,
        "opened": [past for past in telling if past.response.on_scale][:1],
        "least_response": telling[:1],
        "least_voice": voices(telling),
        "family_since": met,
        "family_waits": met,
        "unchanged": met,
        "review_every": met,
    }
    return found.get(asks, [])


# --- what would change it ---


def reachable(situation: Situation, due: datetime) -> dict[Rule, tuple[Step, Proposal]]:
    """For each row the first of the steps, shortest first, after which it speaks."""
    found: dict[Rule, tuple[Step, Proposal]] = {}
    for step in steps():
        then = after(step, situation, due)
        if then is not None:
            found.setdefault(rule_for(seen_in(then)), (step, propose(then)))
    return found


REPEATED = frozenset({What.ANSWER, What.SILENCE, What.LETTER})


def steps() -> Iterator[Step]:
    for times in range(1, MOST_TIMES + 1):
        kinds = [what for what in What if times == 1 or what in REPEATED]
        yield from (Step(what, times) for what in kinds)
        yield from (Step(what, times, family=True) for what in kinds if what is not What.FAMILY)


def after(step: Step, situation: Situation, due: datetime) -> Situation | None:
    """The situation once it has happened, as `record_contact` would leave it; None where this cannot be."""
    told = contacts_of(step, situation, due)
    if not told:
        return None
    closed = situation.closed_methods
    for past in told:
        if past.response == Response.REFUSED:
            closed |= CLOSES[SCOPE_OF[past.method]]
    signals = reduce(and_then, told, situation.signals)
    return replace(situation, at=told[-1].started_at, signals=signals, closed_methods=closed)


def contacts_of(step: Step, situation: Situation, due: datetime) -> list[Past]:
    """The contacts of which the step consists, oldest first."""
    kind = kind_of(step.what, situation)
    if kind is None:
        return []
    pace = timedelta(days=situation.stage_pace)
    begins = max(due, situation.at + timedelta(minutes=1))  # after whatever has just happened, if it is due at once
    told = [replace(kind, started_at=begins + pace * time) for time in range(step.times)]
    if step.family:
        told.append(replace(TALK, started_at=told[-1].started_at + timedelta(hours=1)))
    return told


NEVER = datetime.min  # noqa: DTZ901 (each step puts its own moment here)
TALK = Past(
    started_at=NEVER, method=Method.FAMILY_MEETING, response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE
)  # fmt: skip
# The first response a method offers is what that would be; a voice or more on an outing is to be outside together.
RESPONSES: dict[What, tuple[Response, ...]] = {
    What.ANSWER: (Response.VOICE, Response.FACE_TO_FACE, Response.OUTSIDE_TOGETHER),
    What.OPENED: (Response.DOOR_OPENED,),
    What.CAME_OUT: (Response.CAME_OUT,),
    What.SILENCE: (Response.NO_SIGN, Response.NOT_HOME),
    What.REFUSAL: (Response.REFUSED,),
}


def kind_of(what: What, situation: Situation) -> Past | None:
    """Such a contact by the stage's own method, if it is open and can end like this."""
    if what is What.FAMILY:
        return TALK
    if what is What.CONCERN:
        return replace(TALK, concern=True)
    method = Method.LETTER if what is What.LETTER else METHOD_OF[situation.stage]
    offered = RESPONSES.get(what, (Response.NO_SIGN,))
    response = next((one for one in offered if offers(method, one)), None)
    if response is None or method in situation.closed_methods:
        return None
    return Past(started_at=NEVER, method=method, response=response)
