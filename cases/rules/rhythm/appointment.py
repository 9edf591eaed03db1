"""An appointment somebody accepted, and the contacts that come in between."""

from cases.rules.methods import Method


def is_kept_by(planned: Method, told: Method, *, late: bool, under_way: bool, corrects: bool = False) -> bool:
    """Is this contact the appointment itself? `late`: it happened before the newest one; then only if somebody was
    already under way to it."""
    return told == planned and not corrects and (under_way or not late)


def outlasts(*, refused: bool, concern: bool) -> bool:
    """Does it stand after a contact that was not it? A refusal or a concern asks for a new plan."""
    return not refused and not concern
