"""A new line of the intake book as a family, a person and a case with its history."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext, override

from cases.actions.ledger.contacts import add_contact
from cases.actions.ledger.hand import Hand, Made
from cases.actions.opening import grams_of
from cases.actions.planning import set_plan, set_signals
from cases.models import Assignment, Case, Contact, Event, Family, Finding, Person, Relative, Visit
from cases.queries.calendars import HouseDays
from cases.queries.ledger.comparing import Item, wants_of
from cases.queries.rhythm import ENOUGH, as_past, situation_of
from cases.rules.consent import SCOPE_OF, closed_methods
from cases.rules.facts import Answer
from cases.rules.ladder import Stage, Standing
from cases.rules.ledger.becoming import Wanted, said
from cases.rules.ledger.rows import IntakeRow
from cases.rules.methods import Method
from cases.rules.names import sort_key
from cases.rules.responses import Response
from cases.rules.rhythm.propose import propose, way_left, window
from cases.rules.rhythm.signals import Signals, fold
from cases.rules.rhythm.table import METHOD_OF, Reason

NICKNAME_HOLDS = 40


def build_case(made: Made, item: Item, tries: Sequence[Item], hand: Hand) -> Case:
    """Open with its worker where the ledger's worker is one of ours; else an inquiry for a coordinator to open."""
    wants = wants_of(item, hand.ids, hand.house, hand.at)
    person, relatives = _household(made, item.row.number, wants, hand)
    case = _case(item, wants, person, hand)
    contacts = [add_contact(made, one, case.pk, person.pk, hand) for one in tries]
    refused = [SCOPE_OF.get(Method(one.method)) for one in contacts if one.response == Response.REFUSED]
    case.closed_methods = sorted(closed_methods({scope: Answer.REFUSED for scope in refused if scope}))
    set_signals(case, signals_in(contacts))
    if case.lead is not None:
        _open(made, case, wants.of("day")["next"], hand)
    made.cases.append(case)
    made.findings.append(Finding(case_id=case.pk, organisation_id=hand.house.pk, grams=grams_of(case, relatives)))
    made.rows.append(hand.row(item, case.pk, wrote={name: said(value) for name, value in wants.fields.items()}))
    made.events += _events(case, hand)
    return case


def signals_in(contacts: Sequence[Contact]) -> Signals:
    newest = sorted(contacts, key=lambda one: (one.started_at, one.pk), reverse=True)
    return fold(as_past(one) for one in newest[:ENOUGH])


def _household(made: Made, number: str, wants: Wanted, hand: Hand) -> tuple[Person, list[Relative]]:
    here = {"organisation_id": hand.house.pk}
    with override(hand.house.language):
        # The number of the ledger reveals nobody; the coordinator may choose a warmer one.
        nickname = gettext("The family of %(number)s") % {"number": number}
    family = Family(**here, nickname=nickname[:NICKNAME_HOLDS], language=hand.house.language, **wants.of("family"))
    callers = [
        Relative(**here, family_id=family.pk, is_caller=True, is_key_contact=True, **told)
        for told in ([wants.of("caller")] if wants.has_caller else [])
    ]
    person = Person(**here, family=family, **wants.of("person"))
    person.sort_key = sort_key(person.full_kana)
    made.families.append(family)
    made.relatives += callers
    made.persons.append(person)
    return person, callers


def _case(item: Item, wants: Wanted, person: Person, hand: Hand) -> Case:
    assert isinstance(item.row, IntakeRow)
    lead, received = hand.workers.get(item.row.worker), wants.of("day")["received"]
    return Case(
        organisation=hand.house, person=person, code=item.row.number, coordinator_id=hand.by.pk, lead=lead,
        standing=Standing.OPEN if lead else Standing.INQUIRY, opened_at=hand.at if lead else None,
        inquired_at=hand.moment_of(received) if received else hand.at, staged_at=hand.at, **wants.of("case"),
    )  # fmt: skip


def _open(made: Made, case: Case, on: date | None, hand: Hand) -> None:
    assert case.lead_id
    made.assignments.append(
        Assignment(
            organisation_id=hand.house.pk, case_id=case.pk, worker_id=case.lead_id, part="lead", started_at=hand.at
        )
    )
    plan_ahead(case, on, at=hand.at, calendars=hand.calendars)
    if on is not None:
        made.visits.append(visit_of(case))


def plan_ahead(case: Case, on: date | None, *, at: datetime, calendars: HouseDays) -> None:
    """The day the ledger names, by the way of the stage that is still open; else what the rhythm proposes."""
    situation = situation_of(case, case.signals, at, calendars)
    if on is None:
        set_plan(case, propose(situation), accepted=False)
        return
    method = way_left(METHOD_OF[Stage(case.stage)], situation.closed_methods)
    set_plan(case, window(method, on, situation, reason=Reason.PROMISED, facts={}), accepted=True)


def visit_of(case: Case) -> Visit:
    assert case.next_earliest
    assert case.next_due
    assert case.next_latest
    assert case.lead_id
    return Visit(
        organisation_id=case.organisation_id, case_id=case.pk, method=case.next_method, earliest=case.next_earliest,
        due=case.next_due, latest=case.next_latest, worker_id=case.lead_id,
    )  # fmt: skip


def _events(case: Case, hand: Hand) -> list[Event]:
    """The call stands on the day the book names, as one that is written up later by hand does."""
    asked = hand.event("case.inquired", case.pk)
    if case.inquired_at < hand.at:
        asked.facts["written_at"] = hand.at.astimezone(hand.house.zone).isoformat()
        asked.at = case.inquired_at
    made = [asked]
    if case.lead is not None:
        made.append(hand.event("case.opened", case.pk, place=1, lead=case.lead.name, stage=case.stage))
    return made
