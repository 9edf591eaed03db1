"""The history as plain values, so that the template only places them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.undoing import TAKES_BACK
from cases.models.events import day_speaker, sentence_of
from cases.models.labels import observer_label, response_label, said
from cases.queries.casepage import Done, Entry, Tried, cursor_at
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
    clock, undone = Clock(zone), taken_back(entry.event for entry in entries if entry.event)
    return [
        _contact(entry.contact, clock, here, correct)
        if entry.contact is not None
        else _event(entry.event, clock, is_struck=entry.key in undone)
        for entry in entries
        if entry.contact or entry.event
    ]


def taken_back(newest_first: Iterable[Done]) -> set[UUID]:
    """The deeds of this page that somebody took back later on it."""
    undone: set[UUID] = set()
    stand: dict[str, list[UUID]] = defaultdict(list)
    for event in reversed(list(newest_first)):
        was = TAKES_BACK.get(event.what) if event.facts.get("taken_back") else None
        if was is None:
            stand[event.what].append(event.pk)
        elif stand[was]:
            undone.add(stand[was].pop())
    return undone


class Clock:
    """Day and hour of many moments, in one zone and one language."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone, self.say = zone, day_speaker()

    def __call__(self, moment: datetime) -> tuple[str, str]:
        at = moment.astimezone(self.zone)
        return self.say(at.date()), f"{at:%H:%M}"


def _contact(one: Tried, clock: Clock, here: set[UUID], correct: str) -> Line:
    method, (day, hour) = Method(one.method), clock(one.started_at)
    links = []
    if one.corrected_by is not None and one.corrected_at is not None:
        links.append((_("corrected later"), _to(one.corrected_by, one.corrected_at, here)))
    if one.corrects is not None and one.corrects_at is not None:
        links.append((_("corrects an earlier entry"), _to(one.corrects, one.corrects_at, here)))
    return Line(
        key=str(one.pk),
        kind="contact",
        day=day,
        clock=hour if one.time_told else "",  # an old ledger may know only the day
        text=said(method),
        who=who_came(one.worker, one.recorder_told),
        response=str(response_label(Response(one.response), method)),
        details=_details(one),
        concern=said(Concern(one.concern)) if one.concern != Concern.NONE else "",
        note=one.note,
        is_struck=one.corrected_by is not None,
        links=links,
        correct=f"{correct}?corrects={one.pk}" if correct and one.corrected_by is None else "",
    )


def who_came(worker: str | None, recorder_told: str | None) -> str:
    """One of ours; or the recorder as an old ledger told, never whoever brought the ledger."""
    if worker:
        return worker
    if recorder_told:
        return _("Recorder: %(name)s (nobody on our list)") % {"name": recorder_told}
    return _("Recorder not told")


def _details(one: Tried) -> list[str]:
    """Only what differs from the usual: a worker came, met or tried the person, and saw it."""
    told = []
    if one.with_whom not in (WithWhom.PERSON, WithWhom.NOBODY):
        told.append(_("with: %(whom)s") % {"whom": said(WithWhom(one.with_whom))})
    if one.direction == Direction.INCOMING:
        told.append(_("came from their side"))
    if one.relayed:
        told.append(_("a word passed on"))
    if one.minutes is not None:
        told.append(_("%(minutes)s min") % {"minutes": one.minutes})
    if one.second is not None:
        told.append(_("together with %(name)s") % {"name": one.second})
    if one.corrects is not None and one.author != one.worker:
        told.append(_("corrected by %(name)s") % {"name": one.author})
    if one.observed_by != OURSELVES:
        told.append(_("seen by: %(who)s") % {"who": observer_label(one.observed_by)})
    return told


def _to(key: UUID, at: datetime, here: set[UUID]) -> str:
    """Within this page, or to the page that begins with it."""
    page = "" if key in here else "?" + urlencode({"before": cursor_at(at)})
    return f"{page}#e-{key}"


def _event(event: Done | None, clock: Clock, *, is_struck: bool) -> Line:
    assert event is not None
    day, hour = clock(event.at)
    text = sentence_of(event.what, event.facts)
    hour = "" if "written_at" in event.facts else hour  # of a call written up later only the day is known
    return Line(
        key=str(event.pk), kind="event", day=day, clock=hour, text=text, who=event.by or "", note=event.note,
        is_struck=is_struck,
    )  # fmt: skip
