"""The rhythm as a table: the first row whose conditions hold says what comes next, after how long, and why."""

from dataclasses import dataclass
from enum import StrEnum

from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.rules.rhythm.signals import Signals


class Reason(StrEnum):
    CONCERN_FIRST = "concern_first"
    CASE_CONFERENCE = "case_conference"
    AFTER_REFUSAL = "after_refusal"
    LETTERS_REVIEW = "letters_review"
    SILENT_THREE = "silent_three"
    SMALL_THING = "small_thing"
    VOICE_TWICE = "voice_twice"
    FIRST = "first"
    PACE = "pace"
    CHOSEN = "chosen"  # by a person, not by a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. An empty condition always holds; `method=None` is the stage's own, `days=None` the pace of the stage."""

    reason: Reason
    concern: bool = False
    refused_last: bool = False
    opened: bool = False
    untouched: bool = False
    least_refusals: int = 0
    least_silent: int = 0
    least_silent_letters: int = 0
    least_voice: int = 0
    method: Method | None = None
    days: int | None = None
    percent: int = 100
    same_time: bool = False
    source: str = "our default"

    def holds(self, signals: Signals) -> bool:
        return (
            (not self.concern or signals.concern)
            and (not self.refused_last or signals.last_response == Response.REFUSED)
            and (not self.opened or signals.opened)
            and (not self.untouched or signals.last_at is None)
            and signals.refusals >= self.least_refusals
            and signals.silent_streak >= self.least_silent
            and signals.silent_letters >= self.least_silent_letters
            and signals.voice_streak >= self.least_voice
        )


RULES = (
    Rule(reason=Reason.CONCERN_FIRST, concern=True, method=Method.FAMILY_MEETING, days=1),
    Rule(reason=Reason.CASE_CONFERENCE, refused_last=True, least_refusals=3, method=Method.FAMILY_MEETING, days=14),
    Rule(reason=Reason.AFTER_REFUSAL, refused_last=True, method=Method.LETTER, days=30),
    Rule(reason=Reason.LETTERS_REVIEW, least_silent_letters=4, method=Method.FAMILY_MEETING, days=14),
    Rule(reason=Reason.SILENT_THREE, least_silent=3, method=Method.LETTER, percent=150),
    Rule(reason=Reason.SMALL_THING, opened=True, percent=70),
    Rule(reason=Reason.VOICE_TWICE, least_voice=2, same_time=True),
    Rule(reason=Reason.FIRST, untouched=True, days=3),
    Rule(reason=Reason.PACE),
)

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
PACE_BOUNDS = (3, 90)  # days an organisation may choose between
# Where one goes when the person has closed a method. The family can always be met: it asked for help itself.
FALLBACK: dict[Method, tuple[Method, ...]] = {
    Method.LETTER: (Method.FAMILY_MEETING,),
    Method.PHONE: (Method.MESSAGE, Method.LETTER, Method.FAMILY_MEETING),
    Method.MESSAGE: (Method.LETTER, Method.FAMILY_MEETING),
    Method.EMAIL: (Method.LETTER, Method.FAMILY_MEETING),
    Method.VISIT: (Method.LETTER, Method.FAMILY_MEETING),
    Method.ONLINE: (Method.MESSAGE, Method.LETTER, Method.FAMILY_MEETING),
    Method.OFFICE: (Method.VISIT, Method.LETTER, Method.FAMILY_MEETING),
    Method.ACCOMPANIMENT: (Method.VISIT, Method.LETTER, Method.FAMILY_MEETING),
    Method.GROUP: (Method.VISIT, Method.LETTER, Method.FAMILY_MEETING),
    Method.FAMILY_MEETING: (),
    Method.AGENCY_MEETING: (),
}
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


def rule_for(signals: Signals) -> Rule:
    return next(rule for rule in RULES if rule.holds(signals))
