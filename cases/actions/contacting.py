"""Trying to reach the person."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Conflict, allow, latest, record
from cases.actions.planning import keep_signals, replan
from cases.actions.willing import hear_refusal
from cases.models import Case, Contact, Visit
from cases.rules.access import May
from cases.rules.facts import Concern
from cases.rules.ladder import Standing
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response

AHEAD = timedelta(minutes=10)  # a phone's clock may run a little fast


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One contact as its writer tells it; `id` is made by the browser or phone before anything is sent."""

    id: UUID
    method: Method
    response: Response
    started_at: datetime
    with_whom: WithWhom = WithWhom.PERSON
    direction: Direction = Direction.OUTGOING
    minutes: int | None = None
    note: str = ""
    concern: Concern = Concern.NONE
    corrects: UUID | None = None

    def digest(self) -> str:
        told = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def record_contact(case: Case, told: Try, *, by: User, at: datetime) -> Contact:
    """Write down one try and propose the next. Safe to send twice; another body under the same id raises Conflict."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    known = Contact.objects.filter(pk=told.id).first()
    if known is not None:
        if (known.digest, known.author_id, known.case_id) != (told.digest(), by.pk, case.pk):
            raise Conflict("id_taken")
        return known
    if case.standing not in {Standing.OPEN, Standing.PAUSED, Standing.INQUIRY}:
        raise Conflict("not_open")
    if told.started_at > at + AHEAD:
        raise Conflict("in_future")
    contact = _write(case, told, by=by, at=at)
    keep_signals(case)
    Visit.objects.filter(case=case, state__in=["planned", "under_way"]).update(state="done", contact=contact)
    if told.response == Response.REFUSED:
        hear_refusal(case, told.method, by=by, at=at)
    record("contact.recorded", case, by=by, at=at, contact=str(contact.pk), response=told.response)
    if told.concern != Concern.NONE:
        record("concern.raised", case, by=by, at=at, concern=told.concern)
    replan(case, at=at)
    return contact


def _write(case: Case, told: Try, *, by: User, at: datetime) -> Contact:
    if told.corrects is not None:
        old = Contact.objects.filter(pk=told.corrects, case=case, corrected_by=None).first()
        if old is None:
            raise Conflict("corrected_already")
    return Contact.objects.create(
        id=told.id,
        digest=told.digest(),
        organisation_id=case.organisation_id,
        case=case,
        method=told.method,
        direction=told.direction,
        with_whom=told.with_whom,
        response=told.response,
        started_at=told.started_at,
        minutes=told.minutes,
        worker=by,
        concern=told.concern,
        note=told.note,
        author=by,
        written_at=at,
        received_at=at,
        corrects_id=told.corrects,
    )
