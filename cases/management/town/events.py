"""What the deeds of a course would have recorded; that a contact was recorded stands in the contact itself."""

from collections.abc import Iterator
from enum import Enum

from cases.management.town.course import WRITTEN_AFTER, Course, day_text
from cases.rules.facts import Concern


class By(Enum):
    COORDINATOR = 1
    LEAD = 2
    CLOCK = 3


Happened = tuple[int, str, By, dict[str, str], str]  # at, what, who, facts, note


def happened(course: Course, names: list[str]) -> list[Happened]:
    """In the order it happened; `names` are those of the workers."""
    told = [*_standing(course, names), *_moves(course), *_will(course), *_rests(course), *_concerns(course)]
    return sorted(told, key=lambda one: one[:2])


def _standing(course: Course, names: list[str]) -> Iterator[Happened]:
    yield course.inquired, "case.inquired", By.COORDINATOR, {}, ""
    if course.opened is not None:
        lead = names[course.leads[0][2]]
        yield course.opened, "case.opened", By.COORDINATOR, {"lead": lead, "stage": "preparation"}, ""
    for before, after in zip(course.leads, course.leads[1:], strict=False):
        yield after[0], "case.handed_over", By.COORDINATOR, {"was": names[before[2]], "now": names[after[2]]}, ""
    if course.closed is not None:
        yield course.closed, "case.closed", By.COORDINATOR, {"reason": course.close_reason}, ""


def _moves(course: Course) -> Iterator[Happened]:
    for at, was, now in course.moves:
        yield at, "case.moved", By.LEAD, {"was": was, "now": now}, ""


def _will(course: Course) -> Iterator[Happened]:
    for at, scope, answer, _, why in course.answers:
        if why:
            yield at, "method.reopened", By.COORDINATOR, {"scope": scope}, why
        else:
            yield at, "consent.recorded", By.LEAD, {"scope": scope, "answer": answer}, ""


def _rests(course: Course) -> Iterator[Happened]:
    for at, day, ended, why in course.rests:
        until = "" if day is None else day_text(day)
        yield at, "case.paused", By.COORDINATOR, {"scope": "person", "until": until}, why
        if ended is not None:
            yield ended, "case.resumed", By.CLOCK, {}, ""


def _concerns(course: Course) -> Iterator[Happened]:
    for at, *_, minutes, concern, _ in course.tries:
        if concern is not Concern.NONE:
            yield at + minutes + WRITTEN_AFTER, "concern.raised", By.LEAD, {"concern": concern}, ""
