"""After history came to cases that stood here already: signals, closed methods and the next contact, folded anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from accounts.models import Organisation
from cases.actions.ledger.building import plan_ahead, signals_in, visit_of
from cases.actions.planning import PLAN, SIGNALS, set_signals
from cases.models import Case, Consent, Contact, Visit
from cases.models.visit import STILL_AHEAD
from cases.models.writing import change_all
from cases.queries.calendars import HouseDays
from cases.queries.rhythm import PAST
from cases.rules.consent import closed_methods
from cases.rules.facts import Answer, Scope
from cases.rules.ladder import Standing

AT_ONCE = 200


def settle(
    ids: Iterable[UUID], house: Organisation, days: Mapping[UUID, date | None], *, calendars: HouseDays, at: datetime
) -> None:
    """`days`: the next day a book names; None takes back the one an undone book named."""
    waiting = iter(sorted(set(ids)))
    while some := list(islice(waiting, AT_ONCE)):
        # Locked in the order of their keys, as every other deed locks one.
        locked = Case.objects.filter(pk__in=some).select_related("organisation", "lead").order_by("pk")
        _settle(list(locked.select_for_update(of=("self",), no_key=True)), calendars, days, at)


def _settle(cases: Sequence[Case], calendars: HouseDays, days: Mapping[UUID, date | None], at: datetime) -> None:
    contacts: dict[UUID, list[Contact]] = defaultdict(list)
    for one in Contact.objects.filter(case__in=cases).standing().only("case_id", *PAST):
        contacts[one.case_id].append(one)
    answers = _newest_answers(cases)
    for case in cases:
        set_signals(case, signals_in(contacts[case.pk]))
        case.closed_methods = sorted(closed_methods(answers[case.person_id]))
        if case.standing == Standing.OPEN and _must_plan(case, days):
            _plan(case, days.get(case.pk), calendars, at)
    change_all(cases, [*SIGNALS, *PLAN, "next_accepted", "closed_methods"])


def _must_plan(case: Case, days: Mapping[UUID, date | None]) -> bool:
    """What a person has chosen stands, unless the book names another day or the method is closed now."""
    return case.pk in days or not case.next_accepted or case.next_method in case.closed_methods


def _plan(case: Case, on: date | None, calendars: HouseDays, at: datetime) -> None:
    why = "refused" if case.next_method in case.closed_methods else "replanned"
    if case.next_accepted:
        Visit.objects.filter(case=case, state__in=STILL_AHEAD).update(state="cancelled", why_cancelled=why)
    plan_ahead(case, on, at=at, calendars=calendars)
    if on is not None:
        visit_of(case).save(force_insert=True)


def _newest_answers(cases: Sequence[Case]) -> dict[UUID, dict[Scope, Answer]]:
    rows = Consent.objects.filter(person_id__in=[case.person_id for case in cases])
    newest = rows.order_by("person", "scope", "-at", "-id").distinct("person", "scope")
    found: dict[UUID, dict[Scope, Answer]] = defaultdict(dict)
    for person, scope, answer in newest.values_list("person_id", "scope", "answer"):
        found[person][Scope(scope)] = Answer(answer)
    return found
