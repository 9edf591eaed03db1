"""What the rhythm may look at, gathered from the tables."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache, reduce
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.models import Case, Contact, Visit
from cases.models.visit import STILL_AHEAD
from cases.queries.calendars import HouseDays, days_ahead
from cases.queries.prepared import planned
from cases.rules.consent import CLOSES, SCOPE_OF
from cases.rules.facts import Concern
from cases.rules.ladder import Stage, Standing
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.appointment import began_there, is_kept_by, lasts, outlasts
from cases.rules.rhythm.budget import Budget, budget_at
from cases.rules.rhythm.propose import Proposal, Situation, propose
from cases.rules.rhythm.signals import Past, Signals, and_then, fold, in_order
from cases.rules.rhythm.table import Reason

PAST = ("method", "response", "started_at", "with_whom", "direction", "concern", "relayed")
ENOUGH = 200  # contacts looked back on; streaks and caps never need more


def signals_of(case: Case) -> Signals:
    """By when the contacts happened, without those a later entry corrects."""
    return fold(past_of(case))


def past_of(case: Case) -> list[Past]:
    return [_past(*row) for row in standing_contacts(case=case.pk)]


@planned
def standing_contacts(case: UUID) -> QuerySet[Any, Any]:
    rows = Contact.objects.filter(case_id=case).standing().order_by("-started_at", "-id")
    return rows.values_list(*PAST)[:ENOUGH]


def as_past(row: Contact) -> Past:
    return _past(row.method, row.response, row.started_at, row.with_whom, row.direction, row.concern, row.relayed)


def _past(
    method: str, response: str, started_at: datetime, with_whom: str, direction: str, concern: str, relayed: bool
) -> Past:
    return Past(
        method=Method(method), response=Response(response), started_at=started_at, with_whom=WithWhom(with_whom),
        direction=Direction(direction), concern=concern != Concern.NONE, relayed=relayed,
    )  # fmt: skip


def situation_of(case: Case, signals: Signals, at: datetime, days: HouseDays | None = None) -> Situation:
    """`days` of the organisation, where many cases are looked at in a row."""
    organisation = case.organisation
    known = days or days_ahead(organisation, at, people=[case.lead_id] if case.lead_id else [])
    return Situation(
        stage=Stage(case.stage),
        at=at,
        signals=signals,
        calendar=known.of(case.lead),
        closed_methods=frozenset(Method(method) for method in case.closed_methods),
        pace=case.pace_days,
        paces=organisation.paces,
        cap_7=organisation.cap_7,
        cap_14=organisation.cap_14,
        opened_at=case.opened_at,
        staged_at=case.staged_at,
        skip=case.skip,
        family_skip=case.family_skip,
        quiet=organisation.quiet,
        own_quiet=case.person.quiet,
        best_hours=case.person.best,
    )


def budget_of(case: Case, moment: datetime) -> Budget:
    """What the caps of the house leave at that moment, whoever comes and by whichever way."""
    house = case.organisation
    return budget_at(moment, case.recent, cap_7=house.cap_7, cap_14=house.cap_14)


def visit_ahead(case: Case) -> Visit | None:
    """What is planned or under way; there is never more than one, and for most cases none."""
    found = visits_ahead(case=case.pk)
    return Visit.objects.get(pk=found[0][0]) if found else None


@planned
def visits_ahead(case: UUID) -> QuerySet[Any, Any]:
    return Visit.objects.filter(case_id=case, state__in=STILL_AHEAD).order_by("pk").values_list("pk")[:1]


def foresee(case: Case, at: datetime) -> Callable[[Past], Proposal | None]:
    """What would come next if this try were recorded now; reads once, writes nothing, and may be asked many times.

    It foresees what `record_contact` does: fold the contacts anew, close what a refusal closes, propose; unless an
    appointment stands that this try does not touch.
    """
    past, ahead = past_of(case), visit_ahead(case)
    here = situation_of(case, case.signals, at)

    @cache
    def around(moment: datetime) -> tuple[Signals, list[Past]]:
        """What happened before it, folded once for all that is asked of one moment, and the few that came after."""
        kept = past[: ENOUGH - 1]
        return fold(one for one in kept if one.started_at < moment), [one for one in kept if one.started_at >= moment]

    def after(told: Past) -> Proposal | None:
        if case.standing != Standing.OPEN:
            return None
        if ahead is not None and _stands(case, ahead, told, at):
            return standing_plan(case)
        before, since = around(told.started_at)
        signals = reduce(and_then, reversed(in_order([told, *since])), before)
        closed = here.closed_methods
        if told.response == Response.REFUSED and told.method in SCOPE_OF:
            closed |= CLOSES[SCOPE_OF[told.method]]
        return propose(replace(here, signals=signals, closed_methods=closed))

    return after


def _stands(case: Case, ahead: Visit, told: Past, at: datetime) -> bool:
    if keeps(told, ahead, newest=case.last_at) or (is_forgotten(ahead, at) and not case.next_accepted):
        return False
    return outlasts(refused=told.response == Response.REFUSED, concern=told.concern)


def keeps(told: Past, ahead: Visit, *, newest: datetime | None, corrects: bool = False) -> bool:
    """Is this contact what was planned or under way? `newest` happened last before it was told."""
    return is_kept_by(
        Method(ahead.method), told.method, corrects=corrects, under_way=ahead.state == "under_way",
        late=newest is not None and told.started_at < newest, there=began_there(told.started_at, ahead.arrived_at),
    )  # fmt: skip


def is_forgotten(ahead: Visit, at: datetime) -> bool:
    return ahead.state == "under_way" and not lasts(ahead.arrived_at, at)


def standing_plan(case: Case) -> Proposal | None:
    if case.next_earliest is None or case.next_due is None or case.next_latest is None or case.next_ends is None:
        return None
    return Proposal(
        method=Method(case.next_method), earliest=case.next_earliest, due=case.next_due, latest=case.next_latest,
        ends=case.next_ends, reason=Reason(case.next_reason), facts=case.next_facts,
    )  # fmt: skip
