"""Trying to reach the person."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from cases.actions.arriving import leave_the_door
from cases.actions.doing import Conflict, allow, digest_of, latest, record
from cases.actions.planning import SIGNALS, replan, set_signals
from cases.actions.willing import hear_refusal
from cases.models import Case, Contact, Notice
from cases.models.labels_letters import CONCERN
from cases.models.writing import add_if_new, change
from cases.queries.rhythm import as_past, is_forgotten, keeps, signals_of, visit_ahead
from cases.queries.will import is_against_will
from cases.rules.access import May
from cases.rules.consent import SCOPE_OF
from cases.rules.facts import OURSELVES, Concern
from cases.rules.ladder import LIVING
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response, offers
from cases.rules.rhythm.appointment import outlasts

AHEAD = timedelta(minutes=10)  # a phone's clock may run a little fast
BEFORE_THE_CALL = timedelta(days=3653)  # what an old notebook holds may be older than the case, but no mistyped year


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One contact as its writer tells it; `id` is made by the browser or phone before anything is sent."""

    id: UUID
    method: Method
    response: Response
    started_at: datetime
    with_whom: WithWhom = WithWhom.PERSON
    direction: Direction = Direction.OUTGOING
    relayed: bool = False  # a relative was asked to pass our word on
    time_told: bool = True  # False: only the day is known
    minutes: int | None = None
    second: UUID | None = None  # who came along
    observed_by: str = OURSELVES
    note: str = ""
    concern: Concern = Concern.NONE
    corrects: UUID | None = None

    def digest(self) -> str:
        facts = {one.name: getattr(self, one.name) for one in fields(self)}
        if not self.relayed:
            del facts["relayed"]  # a phone that wrote before this was asked tells the same try after it
        return digest_of(facts)


def record_contact(case: Case, told: Try, *, by: User, at: datetime) -> Contact:
    """Write down one try and propose the next. Safe to send twice; another body under the same id raises Conflict.

    Whatever may be refused is refused before the first row is written, so this takes no savepoint of its own."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    try:
        contact, old = _write(case, told, by=by, at=at)
    except Conflict:
        known = _sent_before(case, told, by=by)
        if known is None:
            raise
        return known
    _follow(case, told, contact, old, by=by, at=at)
    return contact


def _write(case: Case, told: Try, *, by: User, at: datetime) -> tuple[Contact, Contact | None]:
    """The contact, and the one it corrects."""
    _check(case, told, at)
    old = _corrected(case, told)
    _check_year(case, told, old)
    contact = _contact(case, told, old, by=by, at=at)
    if not add_if_new(contact):  # known already, or in use where nobody here can see it
        raise Conflict("id_taken")
    return contact, old


def _sent_before(case: Case, told: Try, *, by: User) -> Contact | None:
    known = Contact.objects.filter(pk=told.id).first()
    if known is not None and (known.digest, known.author_id, known.case_id) != (told.digest(), by.pk, case.pk):
        raise Conflict("id_taken")
    return known


@transaction.atomic(savepoint=False)  # what breaks in here undoes the contact too, and all around it
def _follow(case: Case, told: Try, contact: Contact, old: Contact | None, *, by: User, at: datetime) -> None:
    """Everything that comes of a contact: what the person said, its events, and the next one."""
    if is_against_will(case, told.method, told.direction, told.started_at):
        record("contact.against_will", case, by=by, at=at, contact=str(contact.pk), method=told.method)
    before = case.last_at
    set_signals(case, signals_of(case))
    stands = _appointment_stands(case, told, contact, before)  # before a refusal cancels what is ahead: this was held
    if told.response == Response.REFUSED and not _was_refused(old, told):
        hear_refusal(case, told.method, told.with_whom, by=by, at=at)
    record("contact.recorded", case, by=by, at=at, contact=str(contact.pk), response=told.response)
    if told.concern != Concern.NONE:
        record("concern.raised", case, by=by, at=at, concern=told.concern)
        if old is None or old.concern != told.concern:  # a correction of other words raises it no second time
            _tell_the_coordinator(case, contact, by=by, at=at)
    # One write of the case for what it knows now and what comes next: each one costs a dozen indexes.
    if stands:
        change(case, SIGNALS)
    else:
        replan(case, at=at, also=SIGNALS)


def _tell_the_coordinator(case: Case, contact: Contact, *, by: User, at: datetime) -> None:
    """Any concern goes to the supervisor first, unless she wrote it herself. The letter names nobody; where she has
    left or is away the clock passes it on (actions/reminding.py), since a worker does not see who is."""
    first = case.coordinator
    if first.pk != by.pk:
        state = "owed" if first.is_active else "left"
        Notice.objects.create(
            organisation_id=case.organisation_id, to=first, key=f"concern:{contact.pk}", template=CONCERN, state=state,
            due_at=at,
        )  # fmt: skip


def _check(case: Case, told: Try, at: datetime) -> None:
    if case.standing not in LIVING:
        raise Conflict("not_open")
    if told.started_at > at + AHEAD:
        raise Conflict("in_future")
    if not offers(told.method, told.response):
        raise Conflict("response_of_another_method")


def _check_year(case: Case, told: Try, old: Contact | None) -> None:
    """What an old ledger brought may be older still, and a correction of it keeps its day."""
    oldest = case.inquired_at - BEFORE_THE_CALL
    if told.started_at < (min(oldest, old.started_at) if old else oldest):
        raise Conflict("long_before")


def _appointment_stands(case: Case, told: Try, contact: Contact, before: datetime | None) -> bool:
    """A call to the mother, a late entry or a correction leaves Friday's visit as it was accepted."""
    ahead = visit_ahead(case)
    if ahead is None:
        return False
    if keeps(as_past(contact), ahead, newest=before, corrects=told.corrects is not None):
        ahead.state = "cancelled" if told.response == Response.CANCELLED else "done"
        ahead.contact = contact
        ahead.save(update_fields=["state", "contact"])
        return False
    if is_forgotten(ahead, contact.written_at):
        leave_the_door(case, by=contact.author, at=contact.written_at)
        if not case.next_accepted:
            return False
    return outlasts(refused=told.response == Response.REFUSED, concern=told.concern != Concern.NONE)


def _corrected(case: Case, told: Try) -> Contact | None:
    if told.corrects is None:
        return None
    old = Contact.objects.select_related("corrected_by").filter(pk=told.corrects, case=case).first()
    if old is None:
        raise Conflict("no_such_entry")
    if hasattr(old, "corrected_by"):
        raise Conflict("corrected_already")
    return old


def _was_refused(old: Contact | None, told: Try) -> bool:
    """That refusal was heard when it was first written; a mended note must not undo what a coordinator opened since."""
    if old is None or old.response != Response.REFUSED:
        return False
    return SCOPE_OF.get(Method(old.method)) == SCOPE_OF.get(told.method)


def _contact(case: Case, told: Try, old: Contact | None, *, by: User, at: datetime) -> Contact:
    """Who was there stays, whoever corrects the entry."""
    return Contact(
        id=told.id,
        digest=told.digest(),
        organisation_id=case.organisation_id,
        case=case,
        method=told.method,
        direction=told.direction,
        with_whom=told.with_whom,
        response=told.response,
        started_at=told.started_at,
        relayed=told.relayed,
        time_told=told.time_told,
        minutes=told.minutes,
        worker_id=old.worker_id if old else by.pk,
        recorder_told=old.recorder_told if old else "",
        second_id=told.second,
        observed_by=told.observed_by,
        concern=told.concern,
        note=told.note,
        author=by,
        written_at=at,
        received_at=at,
        corrects_id=told.corrects,
    )
