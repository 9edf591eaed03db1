"""An organisation that lives for years in seconds: the rules are its own, chance decides only what people do."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cases.rules.calendar import Calendar
from cases.rules.consent import CLOSES, SCOPE_OF, cooled_on
from cases.rules.due import local_day, moment
from cases.rules.ladder import LADDER, Stage
from cases.rules.methods import TO_THE_PERSON, Direction, Method, WithWhom
from cases.rules.responses import Response, chips_for, met_by
from cases.rules.rhythm.budget import budget_at
from cases.rules.rhythm.propose import Proposal, Quiet, Situation, propose
from cases.rules.rhythm.signals import Past, fold

QUIET = (time(21), time(8))
WEEKDAYS = (31, 31, 62, 21, 127)
OWN = (None, None, (time(6), time(15)), (time(13), time(16)))  # of the person; some sleep by day
PASTS = 60  # contacts a life looks back on
RESTS = tuple(
    rest
    for year in range(2026, 2038)
    for rest in ((date(year, 8, 13), date(year, 8, 16)), (date(year, 12, 29), date(year + 1, 1, 3)))
)


@dataclass
class Life:
    """One case from its opening on. `resting_until` is None while it is open; `ended` says why there is no more."""

    number: int
    opened_at: datetime
    weekdays: int
    own_quiet: Quiet | None = None  # of the person
    stage: Stage = Stage.LETTER
    moved_on: date | None = None
    pasts: list[Past] = field(default_factory=list)
    closed: dict[object, date] = field(default_factory=dict)  # scope -> when it was refused
    plan: Proposal | None = None
    resting_until: date | None = None
    ended: str = ""

    @property
    def closed_methods(self) -> frozenset[Method]:
        return frozenset(method for scope in self.closed for method in CLOSES[scope])

    @property
    def stands(self) -> str:
        """Why there is no plan, or that there is one."""
        return self.ended or ("resting" if self.resting_until else "planned" if self.plan else "")


class Made(NamedTuple):
    """A proposal, and the ways that were closed when it was made."""

    life: Life
    at: datetime
    plan: Proposal
    closed: frozenset[Method]


@dataclass
class World:
    zone: ZoneInfo
    cap_7: int
    cap_14: int
    chance: Random
    lives: list[Life]
    made: list[Made] = field(default_factory=list)  # every proposal of ten years
    tried: dict[int, list[datetime]] = field(default_factory=dict)  # when we came towards the person

    def calendar(self, life: Life) -> Calendar:
        return Calendar(zone=self.zone, weekdays=life.weekdays, rests=RESTS)

    def plan(self, life: Life, at: datetime) -> None:
        situation = Situation(
            stage=life.stage, at=at, signals=fold(life.pasts), calendar=self.calendar(life),
            closed_methods=life.closed_methods, cap_7=self.cap_7, cap_14=self.cap_14, opened_at=life.opened_at,
            quiet=QUIET, own_quiet=life.own_quiet,
            staged_at=moment(life.moved_on, time(12), self.zone) if life.moved_on else life.opened_at,
        )  # fmt: skip
        life.plan = propose(situation)
        assert propose(situation) == life.plan  # the same situation, the same proposal
        self.made.append(Made(life, at, life.plan, life.closed_methods))


def found(zone: ZoneInfo, seed: int, caps: tuple[int, int], cases: int = 32) -> World:
    chance = Random(seed)
    start = datetime(2026, 4, 1, 3, tzinfo=UTC)
    lives = [
        Life(number, start + timedelta(days=chance.randrange(700)), chance.choice(WEEKDAYS), chance.choice(OWN))
        for number in range(cases)
    ]
    return World(zone, *caps, chance, lives)


def live_a_day(world: World, day: date) -> None:
    """What people do on this day comes first, then the clock plans what has no plan."""
    for life in world.lives:
        noon = moment(day, time(12), world.zone)
        if life.ended or local_day(life.opened_at, world.zone) > day:
            continue
        if life.resting_until is not None:
            if day < life.resting_until:
                continue
            life.resting_until = None  # nothing that was missed is replayed
        if life.plan is not None and local_day(life.plan.due, world.zone) <= day:
            _try(world, life, day)
        _happen(world, life, day)
        if life.plan is None and not life.resting_until and not life.ended:
            world.plan(life, noon)


def _try(world: World, life: Life, day: date) -> None:
    """On its day as a rule, some days late now and then: the worker was ill, nobody wrote it down."""
    assert life.plan is not None
    if world.chance.random() < 0.15:
        return
    plan = life.plan
    local = plan.due.astimezone(world.zone)
    at = moment(day, time(local.hour, local.minute), world.zone)
    chips = chips_for(plan.method)
    refuses = world.chance.random() < 0.04
    response = world.chance.choice([chip for chip in chips if (chip is Response.REFUSED) == refuses] or chips)
    whom = met_by(plan.method, WithWhom.PERSON)
    concern = world.chance.random() < 0.02
    past = Past(method=plan.method, response=response, started_at=at, with_whom=whom, concern=concern)
    life.pasts = [past, *life.pasts][:PASTS]
    if plan.method in TO_THE_PERSON and response is not Response.CANCELLED:
        world.tried.setdefault(life.number, []).append(at)
    if response is Response.REFUSED and plan.method in SCOPE_OF:
        life.closed[SCOPE_OF[plan.method]] = day
    life.plan = None


def _drop_in(world: World, life: Life, day: date) -> None:
    """Letters or calls nobody had planned, as many as the caps leave; the plan is made anew after them."""
    method, at = world.chance.choice([Method.LETTER, Method.PHONE]), moment(day, time(19), world.zone)
    left = budget_at(at, fold(life.pasts).recent, cap_7=world.cap_7, cap_14=world.cap_14).left
    if method in life.closed_methods or not left:
        return
    for number in range(left):
        response = world.chance.choice([Response.NO_SIGN, Response.PRESENCE])
        past = Past(method=method, response=response, started_at=at + timedelta(minutes=number))
        life.pasts = [past, *life.pasts][:PASTS]
        world.tried.setdefault(life.number, []).append(past.started_at)
    life.plan = None


def _happen(world: World, life: Life, day: date) -> None:
    """Rests, moves on the ladder, calls from their side, doors a coordinator opens again, ends."""
    luck = world.chance.random()
    if luck < 0.03:
        _drop_in(world, life, day)
    luck = world.chance.random()
    if luck < 0.0012:
        life.resting_until, life.plan = day + timedelta(days=world.chance.randrange(5, 90)), None
    elif luck < 0.006:
        life.stage, life.moved_on, life.plan = world.chance.choice(LADDER), day, None
    elif luck < 0.010:
        hour = world.chance.choice([time(11), time(23, 30)])
        call = Past(
            method=Method.PHONE, response=Response.VOICE, started_at=moment(day, hour, world.zone),
            direction=Direction.INCOMING,
        )  # fmt: skip
        life.pasts, life.plan = [call, *life.pasts][:PASTS], None
    elif luck < 0.03 and life.closed:
        cooled = [scope for scope, refused in life.closed.items() if cooled_on(scope, refused) <= day]
        for scope in cooled:
            del life.closed[scope]
        life.plan = None
    elif luck > 0.9998:
        life.ended, life.plan = "closed", None
