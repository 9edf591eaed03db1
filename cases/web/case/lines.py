"""The history as plain values, so that the template only places them."""

from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.models import Contact, Event
from cases.models.events import event_words, long_day
from cases.models.labels import observer_label, response_label, said
from cases.queries.casepage import Entry, cursor_at
from cases.rules.facts import OURSELVES, Concern
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`kind` is contact or event; `links` lead to the entry it corrects and to the one that corrects it."""

    key: str
    kind: str
    day: str
    clock: str
    text: str
    who: str
    response: str = ""
    details: list[str] = field(default_factory=list)
    concern: str = ""
    note: str = ""
    is_struck: bool = False
    links: list[tuple[str, str]] = field(default_factory=list)
    correct: str = ""


def lines(entries: list[Entry], *, case: UUID, zone: ZoneInfo, may_correct: bool) -> list[Line]:
    here = {entry.key for entry in entries}
    correct = reverse("case_contact", args=[case]) if may_correct else ""
    return [
        _contact(entry.contact, zone, here, correct) if entry.contact is not None else _event(entry.event, zone)
        for entry in entries
        if entry.contact or entry.event
    ]


def _contact(one: Contact, zone: ZoneInfo, here: set[UUID], correct: str) -> Line:
    at, method = localtime(one.started_at, zone), Method(one.method)
    newer = getattr(one, "corrected_by", None)
    links = []
    if newer is not None:
        links.append((_("corrected later"), _to(newer, here)))
    if one.corrects is not None:
        links.append((_("corrects an earlier entry"), _to(one.corrects, here)))
    return Line(
        key=str(one.pk),
        kind="contact",
        day=long_day(at.date()),
        clock=f"{at:%H:%M}" if one.time_told else "",  # an old ledger may know only the day
        text=said(method),
        who=one.author.name,
        response=str(response_label(Response(one.response), method)),
        details=_details(one),
        concern=said(Concern(one.concern)) if one.concern != Concern.NONE else "",
        note=one.note,
        is_struck=newer is not None,
        links=links,
        correct=f"{correct}?corrects={one.pk}" if correct and newer is None else "",
    )


def _details(one: Contact) -> list[str]:
    """Only what differs from the usual: a worker came, met or tried the person, and saw it."""
    told = []
    if one.with_whom not in (WithWhom.PERSON, WithWhom.NOBODY):
        told.append(_("with: %(whom)s") % {"whom": said(WithWhom(one.with_whom))})
    if one.direction == Direction.INCOMING:
        told.append(_("came from their side"))
    if one.minutes is not None:
        told.append(_("%(minutes)s min") % {"minutes": one.minutes})
    if one.second is not None:
        told.append(_("together with %(name)s") % {"name": one.second.name})
    if one.observed_by != OURSELVES:
        told.append(_("seen by: %(who)s") % {"who": observer_label(one.observed_by)})
    return told


def _to(other: Contact, here: set[UUID]) -> str:
    """Within this page, or to the page that begins with it."""
    page = "" if other.pk in here else "?" + urlencode({"before": cursor_at(other.started_at)})
    return f"{page}#e-{other.pk}"


def _event(event: Event | None, zone: ZoneInfo) -> Line:
    assert event is not None
    at = localtime(event.at, zone)
    clock = "" if "written_at" in event.facts else f"{at:%H:%M}"  # of a call written up later only the day is known
    return Line(
        key=str(event.pk), kind="event", day=long_day(at.date()), clock=clock, text=event_words(event),
        who=event.by.name if event.by else "", note=event.note,
    )  # fmt: skip
