"""Everything one case page shows, in a handful of queries whatever the length of its history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from cases.models import Assignment, Case, Consent, Contact, Event, Pause, Relative
from cases.rules.due import moment_in
from cases.rules.facts import Scope
from cases.rules.methods import MEETINGS
from cases.rules.responses import Response

PAGE = 50
LATEST_ANSWERS = 60
# The contact itself stands in the timeline, with its concern.
SHOWN_ELSEWHERE = ("contact.recorded", "concern.raised")
LAST_KEY = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: a contact or an event."""

    at: datetime
    key: UUID
    contact: Contact | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: list[Entry]
    older: str  # the cursor of the next page, empty at the end


def timeline(case: Case, *, before: tuple[datetime, UUID] | None = None, size: int = PAGE) -> Timeline:
    """Contacts and events newest first, by keyset: each side gives one page, the newest of both are kept."""
    contacts = Contact.objects.filter(case=case).select_related("author", "second", "corrects", "corrected_by")
    events = Event.objects.filter(case=case).exclude(what__in=SHOWN_ELSEWHERE).select_related("by")
    if before is not None:
        at, key = before
        contacts = contacts.filter(started_at__lte=at).exclude(started_at=at, pk__gte=key)
        events = events.filter(at__lte=at).exclude(at=at, pk__gte=key)
    tried = contacts.only(*CONTACT_COLUMNS).order_by("-started_at", "-id")[: size + 1]
    done = events.only("what", "at", "facts", "note", "by__name").order_by("-at", "-id")[: size + 1]
    lines = [Entry(row.started_at, row.pk, contact=row) for row in tried]
    lines += [Entry(row.at, row.pk, event=row) for row in done]
    lines.sort(key=lambda line: (line.at, line.key), reverse=True)
    last = lines[size - 1] if len(lines) > size else None
    return Timeline(lines[:size], f"{last.at.isoformat()}~{last.key}" if last else "")


CONTACT_COLUMNS = (
    "method", "direction", "with_whom", "response", "started_at", "minutes", "observed_by", "concern", "note",
    "time_told", "author__name", "second__name", "corrects__started_at", "corrected_by__started_at",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Circle:
    """Who and what stands around the case."""

    relatives: list[Relative]
    consents: list[Consent]  # newest first
    pauses: list[Pause]
    assignments: list[Assignment]
    siblings: list[Case]

    def newest(self) -> dict[Scope, Consent]:
        """What holds now: the newest answer of each scope."""
        return {Scope(one.scope): one for one in reversed(self.consents)}


def consents_of(case: Case) -> QuerySet[Consent]:
    """The latest answers, and the newest of each scope however long ago it was heard."""
    newest = F("at").desc(), F("id").desc()
    told = Consent.objects.filter(person_id=case.person_id).annotate(
        place=Window(RowNumber(), order_by=newest),
        place_in_scope=Window(RowNumber(), partition_by=F("scope"), order_by=newest),
    )
    shown = told.filter(Q(place__lte=LATEST_ANSWERS) | Q(place_in_scope=1))
    return shown.select_related("heard_by").order_by("-at", "-id")


def circle(case: Case, reader: User) -> Circle:
    family = case.person.family_id
    return Circle(
        relatives=list(Relative.objects.filter(family_id=family).order_by("is_past", "-is_key_contact", "id")),
        consents=list(consents_of(case)),
        pauses=list(Pause.objects.filter(case=case).order_by("-at")[:20]),
        assignments=list(Assignment.objects.filter(case=case).select_related("worker").order_by("-started_at")[:30]),
        siblings=list(
            Case.objects.visible_to(reader)
            .filter(person__family_id=family)
            .exclude(pk=case.pk)
            .select_related("person")
            .order_by("-pk")[:10]
        ),
    )


def shown_here(case: Case, entries: list[Entry]) -> list[Response]:
    """Responses of the person since the case stands on its rung, newest first, for the ladder's suggestion."""
    return [
        Response(one.response)
        for one in (entry.contact for entry in entries)
        if one is not None
        and one.started_at >= case.staged_at
        and one.method not in MEETINGS
        and not hasattr(one, "corrected_by")
    ]
