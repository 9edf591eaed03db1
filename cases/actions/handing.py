"""Handing over what hangs on a colleague who is away or leaves: every case in one go, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Changed, allow, hold
from cases.actions.handing_rest import Rest, hand_over_rest, rest_of
from cases.actions.opening import hand_over
from cases.models import Case, Event
from cases.rules.access import May
from cases.rules.handing import FOR_A_WHILE, FOR_GOOD
from cases.rules.ladder import LIVING

NOTHING = Rest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    case: Case
    to: User


@dataclass(frozen=True, slots=True)
class Handed:
    """The cases that have another lead, and the deeds about those on which she helped or which she coordinated."""

    cases: list[Case]
    rest: list[Event]

    @property
    def count(self) -> int:
        return len({case.pk for case in self.cases} | {one.case_id for one in self.rest})

    @property
    def first(self) -> tuple[Case, str]:
        """One deed of them, by which all of them are taken back."""
        if self.cases:
            return self.cases[0], "case.handed_over"
        case = self.rest[-1].case
        assert case is not None
        return case, self.rest[-1].what


@transaction.atomic
def hand_over_together(
    leaving: User, moves: Sequence[Move], *, note: str, for_good: bool, rest: Rest = NOTHING, by: User, at: datetime
) -> Handed:
    """Raises Changed when somebody was first with one of them, and whatever `hand_over` refuses."""
    allow(by, May.HAND_OVER)
    of_case = {move.case.pk: move for move in moves}
    more = rest_of(leaving, rest)
    # One after the other in the same order for everybody, the people after the cases, so that two who hand over at
    # once do not wait for each other for ever.
    held = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=of_case.keys() | more).order_by("pk")
    cases = {case.pk: case for case in held}
    led = [cases[pk] for pk in sorted(of_case) if pk in cases]
    if len(led) < len(of_case) or any(case.lead_id != leaving.pk or case.standing not in LIVING for case in led):
        raise Changed
    hold(leaving.pk, *(move.to.pk for move in moves), *rest.people)
    why = FOR_GOOD if for_good else FOR_A_WHILE
    told: dict[str, Any] = {"note": note, "why": why, "by": by, "at": at}
    given = [hand_over(of_case[case.pk].case, of_case[case.pk].to, **told) for case in led]
    others = [case for case in cases.values() if case.pk in more and case.standing in LIVING]
    handed = Handed(given, hand_over_rest(leaving, rest, others, **told) if others else [])
    if not handed.count:  # nothing hangs on her any more
        raise Changed
    return handed
