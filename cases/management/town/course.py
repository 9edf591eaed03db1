"""What happened with one family, from the first call on: tries, moves, refusals, rests, hand-overs.

Moments are minutes since 1970 on the clock of the town, which is Japan's and never changes by the season.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from cases.management.town import weights, words
from cases.management.town.fate import DAY, NEVER, Fate, after, fate
from cases.rules.consent import CLOSES, COOLING_DAYS, COOLING_DEFAULT, SCOPE_OF
from cases.rules.facts import Answer, Concern, Scope
from cases.rules.ladder import Stage, Standing
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import WITHOUT_SIGN, Response, is_voice_or_more
from cases.rules.rhythm.propose import way_left
from cases.rules.rhythm.table import BEYOND_LETTERS, DEFAULT_PACES, METHOD_OF

FIRST_DAY = date(1970, 1, 1)
WRITTEN_AFTER = 20  # minutes from the end of a contact to its record
HOURS = [hour * 60 + quarter for hour in range(10, 18) for quarter in (0, 15, 30, 45)]

# at, method, with whom, response, minutes, concern, direction
Try = tuple[int, Method, WithWhom, Response, int, Concern, Direction]


@lru_cache(maxsize=8192)
def day_text(day: int) -> str:
    return (FIRST_DAY + timedelta(days=day)).isoformat()


@dataclass(slots=True)
class Course:
    """The history of one case as plain values."""

    inquired: int
    standing: Standing = Standing.INQUIRY
    stage: Stage = Stage.PREPARATION
    opened: int | None = None
    closed: int | None = None
    close_reason: str = ""
    staged: int = 0
    tries: list[Try] = field(default_factory=list)
    moves: list[tuple[int, Stage, Stage]] = field(default_factory=list)
    answers: list[tuple[int, Scope, Answer, str, str]] = field(default_factory=list)  # at, scope, answer, how, why
    rests: list[tuple[int, int | None, int | None, str]] = field(default_factory=list)  # at, the day, ended, why
    leads: list[tuple[int, int | None, int]] = field(default_factory=list)  # from, until, which worker
    second: int | None = None
    closed_methods: frozenset[Method] = frozenset()

    def planned(self) -> int:
        """When the next contact was last thought about: with the newest deed that moves it."""
        written = [one[0] + one[4] + WRITTEN_AFTER for one in self.tries[-2:]]
        ended = [rest[2] for rest in self.rests if rest[2] is not None]
        return max([self.opened or self.inquired, self.staged, *written, *ended, *(a[0] for a in self.answers[-1:])])


class Walk:
    """One outreach lived through, try by try, until its end or until now."""

    def __init__(self, dice: Random, course: Course, fate: Fate, now: int) -> None:
        assert course.opened is not None
        self.dice, self.course, self.fate, self.now = dice, course, fate, now
        self.until = min(fate.ends, now - 2 * 60)
        self.at = course.opened + 3 * DAY
        self.family = course.opened + dice.randint(2, 5) * DAY
        self.reopens: list[tuple[int, Scope]] = []
        self.closed: set[Method] = set()
        self.rungs = iter([*fate.rungs, (NEVER, Stage.PREPARATION)])
        self.next_rung = next(self.rungs)
        self.silent = 0
        self.last: Method | None = None

    def go(self) -> Course:
        while self.at < self.until and not self._rests():
            self._open_again()
            self._stand()
            if self.at >= self.family:
                self._meet_family()
            if self.course.stage is Stage.PREPARATION:
                self.at = max(self.next_rung[0], self.at + DAY) if self.next_rung[0] < self.family else self.family
            else:
                self._try()
        self._end()
        return self.course

    def _rests(self) -> bool:
        """Is it resting now, to the end of what we know? A rest that is over is written down and skipped."""
        if not self.fate.rests or self.fate.rests[0][0] > self.at:
            return False
        _, over = self.fate.rests.pop(0)
        began, day = self.at, over // DAY
        ended = day * DAY + 10
        if ended < self.until:
            self.course.rests.append((began, day, ended, self.dice.choice(words.RESTS)))
            self.at = ended + self.dice.randint(1, 4) * DAY
            return self.at >= self.until
        if self.fate.ends > self.now and day * DAY > self.now:
            self.course.rests.append(
                (began, day if self.dice.random() < 0.7 else None, None, self.dice.choice(words.RESTS))
            )
        return True

    def _open_again(self) -> None:
        for when, scope in [one for one in self.reopens if one[0] <= self.at]:
            self.reopens.remove((when, scope))
            self.closed -= CLOSES[scope]
            self.course.answers.append((when, scope, Answer.NOT_REFUSED, "", words.REOPENED))

    def _stand(self) -> None:
        course = self.course
        while self.next_rung[0] <= self.at:
            when, to = self.next_rung
            self.next_rung = next(self.rungs)
            if to is not course.stage:
                course.moves.append((when, course.stage, to))
                course.stage, course.staged = to, when

    def _meet_family(self) -> None:
        dice, at = self.dice, self.family
        concern = weights.CONCERN.spin(dice)
        minutes = dice.choice(weights.MINUTES[Method.FAMILY_MEETING])
        self.course.tries.append(
            (at, Method.FAMILY_MEETING, WithWhom.RELATIVE, Response.FAMILY_ONLY, minutes, concern, Direction.OUTGOING)
        )
        days = dice.randint(*weights.FAMILY_EVERY) if concern is Concern.NONE else 2
        self.family = _workday(self.at // DAY + days, dice)

    def _try(self) -> None:
        dice, stage = self.dice, self.course.stage
        method = self._method(stage)
        talks = method is Method.VISIT and stage is Stage.DOOR and self.at >= self.fate.voice
        response = weights.TALKING.spin(dice) if talks else weights.HAPPENS[stage, method].spin(dice)
        whom = WithWhom.RELATIVE if response is Response.FAMILY_ONLY else WithWhom.PERSON
        self.course.tries.append(
            (self.at, method, whom, response, _minutes(dice, method, response), weights.CONCERN.spin(dice),
             Direction.OUTGOING)
        )  # fmt: skip
        self.silent = self.silent + 1 if response in WITHOUT_SIGN else 0
        self.last = method
        days = DEFAULT_PACES[Stage.LETTER] if method is Method.LETTER else DEFAULT_PACES[stage]
        if response is Response.REFUSED:
            self._hear_refusal(method)
            days = COOLING_DEFAULT
        tried, self.at = self.at, _workday(self.at // DAY + days + weights.SLIPS.spin(dice), dice)
        if dice.random() < weights.CALLS_THE_FAMILY:
            self._call_family(_workday(tried // DAY + 1, dice))

    def _call_family(self, at: int) -> None:
        """A short call between two tries; it never comes after the next of them, nor after now."""
        if at < min(self.at, self.until, self.family):
            self.course.tries.append(
                (at, Method.PHONE, WithWhom.RELATIVE, Response.FAMILY_ONLY, 10, Concern.NONE, Direction.OUTGOING)
            )

    def _method(self, stage: Stage) -> Method:
        letter = self.silent >= 3 and stage in BEYOND_LETTERS and self.last is not Method.LETTER
        wished = Method.LETTER if letter else METHOD_OF[stage]
        return way_left(wished, frozenset(self.closed)) if self.closed else wished

    def _hear_refusal(self, method: Method) -> None:
        scope = SCOPE_OF[method]
        self.closed |= CLOSES[scope]
        self.course.answers.append((self.at, scope, Answer.REFUSED, method, ""))
        if self.dice.random() < 0.7:
            wait = COOLING_DAYS.get(scope, COOLING_DEFAULT) + self.dice.randint(0, 20)
            self.reopens.append((self.at + wait * DAY + 60, scope))

    def _end(self) -> None:
        course = self.course
        course.closed_methods = frozenset(self.closed)
        if self.fate.ends <= self.now:
            course.standing, course.closed, course.close_reason = Standing.CLOSED, self.fate.ends, self.fate.reason
        elif course.rests and course.rests[-1][2] is None:
            course.standing = Standing.PAUSED
        else:
            course.standing = Standing.OPEN


def _minutes(dice: Random, method: Method, response: Response) -> int:
    usual = weights.MINUTES.get(method)
    if usual is None:
        usual = weights.MINUTES_MET if is_voice_or_more(response) else weights.MINUTES_SILENT
    return dice.choice(usual)


def _workday(day: int, dice: Random) -> int:
    """That day, or the Monday after it, at some quarter of an hour; the first of January 1970 was a Thursday."""
    weekday = (day + 3) % 7
    return (day + (7 - weekday if weekday > 4 else 0)) * DAY + HOURS[int(dice.random() * len(HOURS))]


def outreach(dice: Random, inquired: int, now: int, workers: int) -> Course:
    """A family that signed: opened within some weeks, then reached out to."""
    opened = inquired + dice.randint(5, weights.INQUIRY_WAITS) * DAY
    if opened >= now:
        return Course(inquired, staged=inquired)
    drawn = fate(dice, opened)
    course = Walk(dice, Course(inquired, opened=opened, staged=opened), drawn, now).go()
    _staff(dice, course, workers, course.closed or now)
    return course


def _staff(dice: Random, course: Course, workers: int, until: int) -> None:
    assert course.opened is not None
    lead, began = dice.randrange(workers), course.opened
    if workers > 1 and dice.random() < weights.SECOND_WORKER:
        course.second = (lead + 1) % workers
    leaves = began + 60 * DAY + after(dice, weights.HANDOVERS_A_YEAR)
    if workers > 2 and leaves < until:
        course.leads.append((began, leaves, lead))
        began, lead = leaves, (lead + 2) % workers
    course.leads.append((began, None, lead))


def short_call(dice: Random, inquired: int, now: int) -> Course:
    """A family that asked and went another way, or has just asked."""
    course = Course(inquired, staged=inquired)
    ends = inquired + dice.randint(10, 60) * DAY
    for later in sorted(dice.sample(range(3, 60), dice.randint(0, 2))):
        at = _workday(inquired // DAY + later, dice)
        if at < min(ends, now - 2 * 60):
            course.tries.append(
                (at, Method.PHONE, WithWhom.RELATIVE, Response.FAMILY_ONLY, 15, Concern.NONE, Direction.INCOMING)
            )
    if ends < now:
        course.standing, course.closed, course.close_reason = Standing.CLOSED, ends, weights.NEVER_OPENED.spin(dice)
    return course
