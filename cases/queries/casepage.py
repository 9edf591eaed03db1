"""Everything one case page shows, in a handful of queries whatever the length of its history."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.models import Assignment, Case, Consent, Contact, Event, Pause, Relative

PAGE = 50
SHOWN_ELSEWHERE = ("contact.recorded",)  # the contact itself stands in the timeline


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: a contact or an event."""

    at: datetime
    key: UUID
    contact: Contact | None = None
    event: Event | None = None

    @property
    def time_told(self) -> bool:
        """An old ledger may know only the day."""
        return self.contact is None or self.contact.time_told


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: list[Entry]
    older: str  # the cursor of the next page, empty at the end


def timeline(case: Case, *, before: tuple[datetime, UUID] | None = None, size: int = PAGE) -> Timeline:
    """Contacts and events newest first, by keyset: each side gives one page, the newest of both are kept."""
    contacts = Contact.objects.filter(case=case).select_related("author", "corrected_by")
    events = Event.objects.filter(case=case).exclude(what__in=SHOWN_ELSEWHERE).select_related("by")
    if before is not None:
        at, key = before
        contacts = contacts.filter(started_at__lte=at).exclude(started_at=at, pk__gte=key)
        events = events.filter(at__lte=at).exclude(at=at, pk__gte=key)
    lines = [Entry(row.started_at, row.pk, contact=row) for row in contacts.order_by("-started_at", "-id")[: size + 1]]
    lines += [Entry(row.at, row.pk, event=row) for row in events.order_by("-at", "-id")[: size + 1]]
    lines.sort(key=lambda line: (line.at, line.key), reverse=True)
    last = lines[size - 1] if len(lines) > size else None
    return Timeline(lines[:size], f"{last.at.isoformat()}~{last.key}" if last else "")


def cursor(told: str) -> tuple[datetime, UUID] | None:
    """The cursor in an address; one that cannot be read is the newest page."""
    at, _, key = told.partition("~")
    try:
        return datetime.fromisoformat(at), UUID(key)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Circle:
    """Who and what stands around the case."""

    relatives: list[Relative]
    siblings: list[Case]
    consents: list[Consent]
    pauses: list[Pause]
    assignments: list[Assignment]


def circle(case: Case, user: User) -> Circle:
    of_family = Case.objects.visible_to(user).filter(person__family_id=case.person.family_id)
    return Circle(
        relatives=list(
            Relative.objects.filter(family_id=case.person.family_id).order_by("is_past", "-is_key_contact", "id")
        ),
        siblings=list(of_family.exclude(pk=case.pk).select_related("person").order_by("pk")),
        consents=list(
            Consent.objects.filter(person_id=case.person_id).select_related("heard_by").order_by("-at", "-id")[:20]
        ),
        pauses=list(Pause.objects.filter(case=case).order_by("-at")[:10]),
        assignments=list(Assignment.objects.filter(case=case).select_related("worker").order_by("-started_at")[:20]),
    )
