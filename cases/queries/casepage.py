"""The timeline of a case: two queries whatever the length of its history."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from cases.models import Case, Contact, Event
from cases.queries.names import name_of
from cases.queries.prepared import Row, planned
from cases.rules.due import moment_in
from cases.rules.methods import MEETINGS
from cases.rules.responses import Response

PAGE = 50
# The contact itself stands in the timeline, with its concern.
SHOWN_ELSEWHERE = ("contact.recorded", "concern.raised")
LAST_KEY = UUID(int=2**128 - 1)


class Tried(NamedTuple):
    """A contact as a line shows it, and the entries it corrects or is corrected by."""

    pk: UUID
    method: str
    direction: str
    with_whom: str
    response: str
    started_at: datetime
    minutes: int | None
    observed_by: str
    concern: str
    note: str
    time_told: bool
    relayed: bool
    author: str
    worker: str | None
    recorder_told: str
    second: str | None
    corrects: UUID | None
    corrects_at: datetime | None
    corrected_by: UUID | None
    corrected_at: datetime | None


class Done(NamedTuple):
    pk: UUID
    what: str
    at: datetime
    facts: dict[str, Any]
    note: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: a contact or an event."""

    at: datetime
    key: UUID
    contact: Tried | None = None
    event: Done | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: list[Entry]
    older: str  # the cursor of the next page, empty at the end


def contacts_of(case: UUID) -> QuerySet[Any, Any]:
    return Contact.objects.filter(case_id=case).order_by("-started_at", "-id").values_list(
        "pk", "method", "direction", "with_whom", "response", "started_at", "minutes", "observed_by", "concern",
        "note", "time_told", "relayed", name_of("author_id"), name_of("worker_id"), "recorder_told",
        name_of("second_id"), "corrects_id", "corrects__started_at", "corrected_by__pk", "corrected_by__started_at",
    )  # fmt: skip


def events_of(case: UUID) -> QuerySet[Any, Any]:
    told = Event.objects.filter(case_id=case).exclude(what__in=SHOWN_ELSEWHERE).order_by("-at", "-id")
    return told.values_list("pk", "what", "at", Cast("facts", TextField()), "note", "by__name")


@planned
def newest_contacts(case: UUID) -> QuerySet[Any, Any]:
    return contacts_of(case)[: PAGE + 1]


@planned
def newest_events(case: UUID) -> QuerySet[Any, Any]:
    return events_of(case)[: PAGE + 1]


def timeline(case: Case, *, before: tuple[datetime, UUID] | None = None, size: int = PAGE) -> Timeline:
    """Contacts and events newest first, by keyset: each side gives one page, the newest of both are kept."""
    if before is None and size == PAGE:
        return _merged(newest_contacts(case=case.pk), newest_events(case=case.pk), size)
    contacts, events = contacts_of(case.pk), events_of(case.pk)
    if before is not None:
        at, key = before
        contacts = contacts.filter(started_at__lte=at).exclude(started_at=at, pk__gte=key)
        events = events.filter(at__lte=at).exclude(at=at, pk__gte=key)
    return _merged(contacts[: size + 1], events[: size + 1], size)


def _merged(contacts: Iterable[Row], events: Iterable[Row], size: int) -> Timeline:
    tried = map(Tried._make, contacts)
    done = (Done(pk, what, at, json.loads(facts), note, by) for pk, what, at, facts, note, by in events)
    lines = [Entry(row.started_at, row.pk, contact=row) for row in tried]
    lines += [Entry(row.at, row.pk, event=row) for row in done]
    lines.sort(key=lambda line: (line.at, line.key), reverse=True)
    last = lines[size - 1] if len(lines) > size else None
    return Timeline(lines[:size], f"{last.at.isoformat()}~{last.key}" if last else "")


def whole(case: Case, *, most: int, size: int = 200) -> Iterator[Entry]:
    """The history page by page until its end, or until `most` lines."""
    before, left = None, most
    while left > 0:
        part = timeline(case, before=before, size=min(size, left))
        yield from part.entries
        left -= len(part.entries)
        before = cursor(part.older)
        if before is None:
            return


def cursor(told: str) -> tuple[datetime, UUID] | None:
    """The cursor in an address; one that cannot be read is the newest page."""
    at, _, key = told.partition("~")
    moment = moment_in(at)
    try:
        return (moment, UUID(key)) if moment else None
    except ValueError:
        return None


def cursor_at(moment: datetime) -> str:
    """The page that begins with what happened at this moment."""
    return f"{(moment + timedelta(microseconds=1)).isoformat()}~{LAST_KEY}"


def shown_here(case: Case, entries: list[Entry]) -> list[Response]:
    """Responses of the person since the case stands on its rung, newest first, for the ladder's suggestion."""
    return [
        Response(one.response)
        for one in (entry.contact for entry in entries)
        if one is not None
        and one.started_at >= case.staged_at
        and one.method not in MEETINGS
        and one.corrected_by is None
    ]
