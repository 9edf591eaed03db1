"""A line of the progress book as a contact, and as what the person said by it."""

from uuid import UUID, uuid5

from cases.actions.ledger.hand import Hand, Made
from cases.models import Consent, Contact
from cases.queries.ledger.comparing import Item, started_at
from cases.rules.consent import SCOPE_OF, heard_during
from cases.rules.facts import OURSELVES, Answer
from cases.rules.ledger.leftovers import progress_lines
from cases.rules.ledger.rows import ProgressRow
from cases.rules.methods import MEETINGS, Method, WithWhom
from cases.rules.responses import Response, met_by

NAME_HOLDS = 80
SPACE = UUID("6f0c8f0e-9d6b-5c1e-8a51-4b7c1f2d3e40")  # of the ids of contacts that came from a ledger


def add_contact(made: Made, item: Item, case: UUID, person: UUID, hand: Hand) -> Contact:
    contact = contact_of(item, case, hand)
    made.contacts.append(contact)
    made.rows.append(hand.row(item, case, contact=contact))
    consent = consent_of(contact, person)
    if consent is not None:
        made.consents.append(consent)
    return contact


def contact_of(item: Item, case: UUID, hand: Hand) -> Contact:
    row = item.row
    assert isinstance(row, ProgressRow)
    assert item.pair is not None
    known, worker = item.pair.known, hand.workers.get(row.worker)
    version = known.version + 1 if known else 1
    lines = progress_lines(row, item.columns, named=worker is not None or len(row.worker) <= NAME_HOLDS)
    return Contact(
        # The same line has the same id whoever reads it, so that two readings at once store it once.
        id=uuid5(SPACE, f"{hand.house.pk}|{item.pair.identity}|{version}"),
        digest=item.pair.digest,
        organisation_id=hand.house.pk,
        case_id=case,
        method=str(row.method),
        with_whom=str(whom_of(row)),
        response=str(row.response),
        started_at=started_at(row, hand.house),
        time_told=row.time.at is not None,
        minutes=row.minutes.minutes,
        worker_id=worker.pk if worker else None,
        recorder_told="" if worker else row.worker[:NAME_HOLDS],  # nobody else is credited with a colleague's visit
        observed_by=str(row.observed_by or OURSELVES),
        note="\n".join(one for one in (row.note, lines) if one),
        author_id=hand.by.pk,
        written_at=hand.at,
        received_at=hand.at,
        corrects_id=known.contact if known else None,
    )


def whom_of(row: ProgressRow) -> WithWhom:
    """Whom the book names; where it names nobody, or the person for a meeting that is never with the person, the way or
    the answer says it; else nobody knows."""
    assert row.method is not None
    silent = row.whom == WithWhom.UNKNOWN and (row.method in MEETINGS or row.response is Response.FAMILY_ONLY)
    return met_by(row.method, WithWhom.PERSON if silent else row.whom, row.response)


def consent_of(contact: Contact, person: UUID) -> Consent | None:
    """A refusal in the old book closes its method here, whatever was tried by it later: only a coordinator opens it
    again, and says why."""
    scope = SCOPE_OF.get(Method(contact.method))
    if contact.response != Response.REFUSED or scope is None:
        return None
    return Consent(
        organisation_id=contact.organisation_id, person_id=person, scope=scope, answer=Answer.REFUSED,
        way=heard_during(Method(contact.method), WithWhom(contact.with_whom)), heard_by_id=contact.worker_id,
        at=contact.started_at, contact_id=contact.pk,
    )  # fmt: skip
