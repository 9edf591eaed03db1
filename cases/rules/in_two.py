"""Where there is a warning of violence, nobody goes alone: a second person, or a coordinator's word why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cases.rules.ending import LATELY
from cases.rules.facts import Issue
from cases.rules.methods import Method

# At the door, or out with whoever lives behind it. In the office and in a group others are at hand.
FACE_TO_FACE = frozenset({Method.VISIT, Method.FAMILY_MEETING, Method.ACCOMPANIMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """`on` is the day of the newest concern about violence of late; None where violence at home is a known issue."""

    on: date | None = None


def warned(violence_on: date | None, issues: Collection[str], *, today: date) -> Warned | None:
    """A concern warns for ninety days, as it does when a case ends (our default); an issue as long as it stands."""
    if violence_on is not None and today - violence_on <= LATELY:
        return Warned(on=violence_on)
    return Warned() if Issue.VIOLENCE_AT_HOME in issues else None


def must_go_in_two(method: str, warning: Warned | None) -> bool:
    return warning is not None and method in FACE_TO_FACE
