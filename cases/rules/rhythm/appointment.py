"""An appointment somebody accepted, an arrival at the door, and the contacts that come in between."""

from datetime import datetime, timedelta

from cases.rules.methods import AT_A_DISTANCE, OF_ANY_HOUR, Method
from cases.rules.rhythm.table import Reason

LONGEST_VISIT = timedelta(hours=4)  # an arrival nobody followed by a record is no visit any more
MINUTE = timedelta(minutes=1)  # a form tells the time without its seconds


def is_about(method: str, *, accepted: bool, reason: str) -> bool:
    """Does it come at about its hour, where none is agreed? So does a day somebody took, and a proposal whose reason is
    the hour; another proposal is only a day."""
    return method not in OF_ANY_HOUR and (accepted or reason == Reason.VOICE_TWICE)


def lasts(arrived_at: datetime | None, at: datetime) -> bool:
    """Is somebody there now, who arrived then? Who wrote nothing for hours has forgotten it."""
    return arrived_at is not None and at - arrived_at <= LONGEST_VISIT


def began_there(started_at: datetime, arrived_at: datetime | None) -> bool:
    """Did this contact begin while whoever had arrived was there?"""
    return arrived_at is not None and -MINUTE < started_at - arrived_at <= LONGEST_VISIT


def is_kept_by(
    planned: Method, told: Method, *, late: bool, under_way: bool, there: bool = False, corrects: bool = False
) -> bool:
    """Is this contact the appointment itself? `late`: it happened before the newest one; then only if somebody was
    already under way to it. `there`: it began at the door, where one may meet somebody else than was planned."""
    if corrects:
        return False
    if told == planned:
        return under_way or not late
    return under_way and there and told not in AT_A_DISTANCE


def outlasts(*, refused: bool, concern: bool) -> bool:
    """Does it stand after a contact that was not it? A refusal or a concern asks for a new plan."""
    return not refused and not concern
