"""What stands in the way of ending a case: after a serious concern of late, a word on who cares from now on."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from cases.rules.facts import Concern
from cases.rules.problems import Problem

LATELY = timedelta(days=90)  # our default


class EndTrouble(StrEnum):
    SELF_HARM_LATELY = "self_harm_lately"
    VIOLENCE_LATELY = "violence_lately"


# The gravest first.
SERIOUS = {Concern.SELF_HARM: EndTrouble.SELF_HARM_LATELY, Concern.VIOLENCE: EndTrouble.VIOLENCE_LATELY}


def problems_of_ending(concerns: Iterable[tuple[Concern, date]], *, today: date) -> tuple[Problem, ...]:
    """One for each serious concern of the last 90 days, with its newest day; a reason in words mends it."""
    newest: dict[Concern, date] = {}
    for concern, on in concerns:
        if today - on <= LATELY:
            newest[concern] = max(on, newest.get(concern, on))
    return tuple(
        Problem(code=trouble, facts={"on": newest[concern].isoformat()})
        for concern, trouble in SERIOUS.items()
        if concern in newest
    )
