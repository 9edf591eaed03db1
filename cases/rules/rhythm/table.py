"""The rhythm as a table: the first row whose conditions hold says what comes next, after how long, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response, reaches
from cases.rules.rhythm.signals import Signals


class Reason(StrEnum):
    CONCERN_FIRST = "concern_first"
    CASE_CONFERENCE = "case_conference"
    REST_AFTER_REFUSALS = "rest_after_refusals"
    FAMILY_AFTER_REFUSAL = "family_after_refusal"
    AFTER_REFUSAL = "after_refusal"
    LETTERS_REVIEW = "letters_review"
    LETTERS_SLOWER = "letters_slower"
    SILENT_THREE = "silent_three"
    SILENT_TALK = "silent_talk"
    SILENT_SLOWER = "silent_slower"
    UNCHANGED = "unchanged"
    PLAN_REVIEW = "plan_review"
    FAMILY_MONTHLY = "family_monthly"
    SMALL_THING = "small_thing"
    VOICE_TWICE = "voice_twice"
    FIRST = "first"
    PACE = "pace"
    METHOD_CLOSED = "method_closed"  # whatever the row said, the person has closed its method
    CHOSEN = "chosen"  # by a person, not by a rule
    PROMISED = "promised"  # by a person too, before the case came here


# No row of the table speaks these.
OF_PEOPLE = frozenset({Reason.CHOSEN, Reason.PROMISED})


class From(StrEnum):
    """What the days of a row are counted from."""

    PERSON = "person"
    FAMILY = "family"
    LATEST = "latest"  # of both


class Source(StrEnum):
    """Where a rule comes from. Most numbers are ours all the same; what each source says stands in docs/rhythm.md."""

    GUIDELINE_2003 = "guideline_2003"
    GUIDELINE_2010 = "guideline_2010"
    VISITORS = "visitors"
    NEW_START = "new_start"
    COURT_2022 = "court_2022"
    OURS = "ours"  # our default: nobody published it


ABOUT = timedelta(days=7)  # a talk in the week before a review was due is the review


class Traits(NamedTuple):
    """What takes few values, so that many cases are alike in it; the rows left are found once for them."""

    stage: Stage
    last_method: Method | None
    last_response: Response | None
    silent_streak: int
    silent_letters: int
    voice_streak: int
    refusals: int
    concern: bool
    opened: bool
    untouched: bool
    unmet: bool
    family_since: bool  # has the family been talked to since the last contact with the person?
    closed: frozenset[Method]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the conditions of a row look at. `next_at` is when the stage's own pace would bring the next contact."""

    stage: Stage
    signals: Signals
    closed: frozenset[Method]
    next_at: datetime
    family_at: datetime | None
    opened_at: datetime | None = None
    staged_at: datetime | None = None  # since when the case stands on its rung

    @property
    def traits(self) -> Traits:
        known = self.signals
        last, family = known.last_at, known.family_last_at
        return Traits(
            self.stage, known.last_method, known.last_response, known.silent_streak, known.silent_letters,
            known.voice_streak, known.refusals, known.concern, known.opened, last is None, family is None,
            last is not None and family is not None and family > last, self.closed,
        )  # fmt: skip

    def family_waited(self, days: int) -> bool:
        """Will it have waited for longer by the next contact?"""
        return self.family_at is not None and self.next_at > self.family_at + timedelta(days=days)

    def has_asked(self, mark: datetime) -> bool:
        """Will this moment have passed by the next contact, and no talk with the family has come about it or since?"""
        family = self.signals.family_last_at
        return mark <= self.next_at and (family is None or family < mark - ABOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. A condition left out always holds; `method=None` is the stage's own, `days=None` the stage's pace."""

    reason: Reason
    # Conditions.
    stages: frozenset[Stage] = frozenset(Stage)
    concern: bool = False
    opened: bool = False
    refused_last: bool = False
    untouched: bool = False  # nobody has tried to reach the person yet
    unmet: bool = False  # nor talked to the family
    family_since: bool | None = None
    last_method: Method | None = None
    closed: Method | None = None
    least_response: Response | None = None
    least_refusals: int = 0
    least_silent: int = 0
    least_letters: int = 0
    letters_every: int = 1
    least_voice: int = 0
    family_waits: int | None = None  # days the family would have waited by the next contact
    unchanged: int | None = None  # days on the same rung
    review_every: int | None = None  # days, counted from the opening
    # What follows.
    method: Method | None = None
    days: int | None = None
    percent: int = 100
    counts_from: From = From.PERSON
    same_time: bool = False
    early: bool = True  # False: nobody comes before the day itself
    late: bool = True  # False: the day itself is the last one
    source: Source = Source.OURS

    def holds(self, seen: Seen) -> bool:
        return seen.stage in self.stages and self.suits(seen.traits) and self.is_time(seen)

    def suits(self, traits: Traits) -> bool:
        """Does it hold, as far as the calendar has no say?"""
        return (
            traits.silent_streak >= self.least_silent
            and traits.silent_letters >= self.least_letters
            and traits.silent_letters % self.letters_every == 0
            and traits.voice_streak >= self.least_voice
            and traits.refusals >= self.least_refusals
            and traits.concern >= self.concern
            and traits.opened >= self.opened
            and self._last(traits)
            and self.family_since in (None, traits.family_since)
        )

    def _last(self, traits: Traits) -> bool:
        response = traits.last_response
        return (
            (not self.refused_last or response == Response.REFUSED)
            and (not self.untouched or traits.untouched)
            and (not self.unmet or traits.unmet)
            and self.last_method in (None, traits.last_method)
            and (self.closed is None or self.closed in traits.closed)
            and (self.least_response is None or (response is not None and reaches(response, self.least_response)))
        )

    @property
    def at_any_time(self) -> bool:
        return self.family_waits is None and self.unchanged is None and self.review_every is None

    def is_time(self, seen: Seen) -> bool:
        if self.family_waits is not None and not seen.family_waited(self.family_waits):
            return False
        if self.unchanged is None and self.review_every is None:
            return True
        mark = self.mark_of(seen)
        return mark is not None and seen.has_asked(mark)

    def mark_of(self, seen: Seen) -> datetime | None:
        """The newest moment at which a row that looks at the calendar asks for a talk; None before the first."""
        if self.unchanged is not None:
            return seen.staged_at + timedelta(days=self.unchanged) if seen.staged_at else None
        if self.review_every is None or seen.opened_at is None:
            return None
        every = timedelta(days=self.review_every)
        times = (seen.next_at - seen.opened_at) // every
        return seen.opened_at + times * every if times > 0 else None


PREPARED = frozenset(Stage) - {Stage.PREPARATION}
BEHIND_THE_DOOR = frozenset({Stage.LETTER, Stage.PHONE, Stage.DOOR})
BEYOND_LETTERS = PREPARED - {Stage.LETTER}
ON_THE_WAY = PREPARED - {Stage.FOLLOW_UP}  # whoever is only watched over may stay where he is
MEET = Method.FAMILY_MEETING

RULES = (
    # Any concern goes to the supervisor first.
    Rule(
        reason=Reason.CONCERN_FIRST, concern=True,
        method=MEET, days=1, counts_from=From.LATEST, source=Source.VISITORS,
    ),
    # The third refusal: think together first, then leave the person in peace and stay with the family.
    Rule(
        reason=Reason.CASE_CONFERENCE, refused_last=True, least_refusals=3, family_since=False,
        method=MEET, days=14, counts_from=From.LATEST, source=Source.COURT_2022,
    ),
    Rule(
        reason=Reason.REST_AFTER_REFUSALS, refused_last=True, least_refusals=3,
        method=MEET, days=30, counts_from=From.LATEST,
    ),
    # A refusal: a letter that asks for no answer, unless letters are what was refused.
    Rule(
        reason=Reason.FAMILY_AFTER_REFUSAL, refused_last=True, last_method=Method.LETTER,
        method=MEET, days=30, counts_from=From.LATEST, late=False, source=Source.COURT_2022,
    ),
    Rule(
        reason=Reason.FAMILY_AFTER_REFUSAL, refused_last=True, closed=Method.LETTER,
        method=MEET, days=30, counts_from=From.LATEST, late=False, source=Source.COURT_2022,
    ),
    Rule(
        reason=Reason.AFTER_REFUSAL, refused_last=True,
        method=Method.LETTER, days=30, early=False, source=Source.COURT_2022,
    ),
    # Letters without a sign: every fourth asks for a review with the family, then they go on more slowly.
    Rule(
        reason=Reason.LETTERS_REVIEW, least_letters=4, letters_every=4, family_since=False,
        method=MEET, days=14, counts_from=From.LATEST,
    ),
    Rule(reason=Reason.LETTERS_SLOWER, least_letters=4, method=Method.LETTER, percent=150),
    # No sign three times: a letter instead, a talk with the family, then the stage's own way again, more slowly.
    Rule(
        reason=Reason.SILENT_TALK, stages=BEYOND_LETTERS, least_silent=3, last_method=Method.LETTER, family_since=False,
        method=MEET, days=7, counts_from=From.LATEST,
    ),
    Rule(
        reason=Reason.SILENT_SLOWER, stages=BEYOND_LETTERS, least_silent=3, last_method=Method.LETTER, percent=150,
    ),
    Rule(reason=Reason.SILENT_THREE, stages=BEYOND_LETTERS, least_silent=3, method=Method.LETTER, percent=150),
    # A year, or half a year, on the same rung: another way, another worker or a rest is thought over.
    Rule(
        reason=Reason.UNCHANGED, stages=ON_THE_WAY, unchanged=365,
        method=MEET, days=7, counts_from=From.LATEST, early=False, source=Source.NEW_START,
    ),
    Rule(
        reason=Reason.UNCHANGED, stages=ON_THE_WAY, unchanged=182,
        method=MEET, days=7, counts_from=From.LATEST, early=False, source=Source.NEW_START,
    ),
    # The plan is looked at together every three months.
    Rule(
        reason=Reason.PLAN_REVIEW, stages=PREPARED, review_every=90,
        method=MEET, days=7, counts_from=From.LATEST, early=False, source=Source.NEW_START,
    ),
    # The family is met at least every 30 days.
    Rule(
        reason=Reason.FAMILY_MONTHLY, stages=PREPARED, family_waits=30,
        method=MEET, days=30, counts_from=From.FAMILY, late=False, source=Source.GUIDELINE_2010,
    ),
    # The door opened, or the person came out: come back sooner and offer one small thing together.
    Rule(reason=Reason.SMALL_THING, stages=BEHIND_THE_DOOR, opened=True, percent=70, source=Source.GUIDELINE_2003),
    Rule(
        reason=Reason.SMALL_THING, stages=frozenset({Stage.FACE}), least_response=Response.CAME_OUT,
        percent=70, source=Source.GUIDELINE_2003,
    ),
    # A voice twice: what is expected frightens less.
    Rule(reason=Reason.VOICE_TWICE, stages=BEYOND_LETTERS, least_voice=2, same_time=True, source=Source.VISITORS),
    Rule(reason=Reason.FIRST, stages=PREPARED, untouched=True, days=3),
    Rule(reason=Reason.FIRST, untouched=True, unmet=True, days=7),
    Rule(reason=Reason.PACE),
)  # fmt: skip

METHOD_OF: dict[Stage, Method] = {
    Stage.PREPARATION: Method.FAMILY_MEETING,
    Stage.LETTER: Method.LETTER,
    Stage.PHONE: Method.PHONE,
    Stage.DOOR: Method.VISIT,
    Stage.FACE: Method.VISIT,
    Stage.OUTSIDE: Method.ACCOMPANIMENT,
    Stage.SOCIETY: Method.ACCOMPANIMENT,
    Stage.FOLLOW_UP: Method.PHONE,
}
DEFAULT_PACES: dict[Stage, int] = {
    Stage.PREPARATION: 14,
    Stage.LETTER: 14,
    Stage.PHONE: 7,
    Stage.DOOR: 7,
    Stage.FACE: 7,
    Stage.OUTSIDE: 14,
    Stage.SOCIETY: 30,
    Stage.FOLLOW_UP: 30,
}
PACE_SOURCES: dict[Stage, Source] = {Stage.DOOR: Source.NEW_START, Stage.FACE: Source.NEW_START}  # others are ours
PACE_BOUNDS = (3, 90)  # days an organisation may choose between
# Where one goes when the person has closed a method. The family can always be met: it asked for help itself.
FALLBACK: dict[Method, tuple[Method, ...]] = {
    Method.LETTER: (MEET,),
    Method.PHONE: (Method.MESSAGE, Method.LETTER, MEET),
    Method.MESSAGE: (Method.LETTER, MEET),
    Method.EMAIL: (Method.LETTER, MEET),
    Method.VISIT: (Method.LETTER, MEET),
    Method.ONLINE: (Method.MESSAGE, Method.LETTER, MEET),
    Method.OFFICE: (Method.VISIT, Method.LETTER, MEET),
    Method.ACCOMPANIMENT: (Method.VISIT, Method.LETTER, MEET),
    Method.GROUP: (Method.VISIT, Method.LETTER, MEET),
    Method.FAMILY_MEETING: (),
    Method.AGENCY_MEETING: (),
}
# What an organisation starts with, and what the phone reminds of.
USUAL_CAPS = (3, 5)  # contacts towards the person in 7 and in 14 days
USUAL_QUIET = (time(21), time(8))
USUAL_RESTS = (((8, 13), (8, 16)), ((12, 29), (1, 3)))  # Obon and New Year, each month and day
VISIT_MINUTES = 60
SILENT_MINUTES = 20  # at a door without a sign
# Days before and after the due day within which a contact still keeps the rhythm.
WINDOW: dict[Method, tuple[int, int]] = {
    Method.LETTER: (3, 3),
    Method.PHONE: (2, 2),
    Method.MESSAGE: (2, 2),
    Method.EMAIL: (2, 2),
    Method.VISIT: (0, 1),
    Method.ONLINE: (0, 1),
    Method.OFFICE: (0, 1),
    Method.ACCOMPANIMENT: (0, 1),
    Method.GROUP: (0, 1),
    Method.FAMILY_MEETING: (7, 7),
    Method.AGENCY_MEETING: (7, 7),
}


RULES_OF = {stage: tuple(rule for rule in RULES if stage in rule.stages) for stage in Stage}


@lru_cache(maxsize=4096)
def rules_left(traits: Traits) -> tuple[list[Rule], Rule]:
    """Of those that suit: those that ask for a day, and the first after them, which holds at any time. Of 30,000 cases
    many are alike, they have some 2,000 kinds of traits."""
    suiting = [rule for rule in RULES_OF[traits.stage] if rule.suits(traits)]
    last = next(rule for rule in suiting if rule.at_any_time)
    return suiting[: suiting.index(last)], last


def rule_for(seen: Seen) -> Rule:
    """The first that holds."""
    dated, last = rules_left(seen.traits)
    for rule in dated:
        if rule.is_time(seen):
            return rule
    return last


def pace_of(stage: Stage, paces: Mapping[str, int], own: int | None = None) -> int:
    """Days between contacts: the case's own, else the organisation's, else ours; always within bounds."""
    least, most = PACE_BOUNDS
    return min(max(own or paces.get(stage) or DEFAULT_PACES[stage], least), most)
