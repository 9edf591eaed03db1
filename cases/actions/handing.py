"""Handing over what hangs on a colleague who is away or leaves: every case in one go, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Changed, allow, hold
from cases.actions.opening import hand_over
from cases.models import Case
from cases.rules.access import May
from cases.rules.handing import FOR_A_WHILE, FOR_GOOD
from cases.rules.ladder import LIVING


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    case: Case
    to: User


@transaction.atomic
def hand_over_together(
    leaving: User, moves: Sequence[Move], *, note: str, for_good: bool, by: User, at: datetime
) -> list[Case]:
    """Raises Changed when somebody was first with one of them, and whatever `hand_over` refuses."""
    allow(by, May.HAND_OVER)
    of_case = {move.case.pk: move for move in moves}
    # One after the other in the same order for everybody, the people after the cases, so that two who hand over at
    # once do not wait for each other for ever.
    cases = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=of_case).order_by("pk"))
    if len(cases) < len(of_case) or any(case.lead_id != leaving.pk or case.standing not in LIVING for case in cases):
        raise Changed
    hold(leaving.pk, *(move.to.pk for move in moves))
    why = FOR_GOOD if for_good else FOR_A_WHILE
    return [hand_over(of_case[case.pk].case, of_case[case.pk].to, note=note, why=why, by=by, at=at) for case in cases]
