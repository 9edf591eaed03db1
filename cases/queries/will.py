"""What the person said, as far as it binds a deed."""

from datetime import datetime
from itertools import takewhile

from cases.models import Case, Consent
from cases.rules.consent import CLOSING, SCOPE_OF
from cases.rules.facts import Answer, Scope
from cases.rules.methods import Direction, Method


def newest_answers(case: Case) -> dict[Scope, Answer]:
    rows = (
        Consent.objects.filter(person_id=case.person_id)
        .order_by("scope", "-at", "-id")
        .distinct("scope")
        .values_list("scope", "answer")
    )
    return {Scope(scope): Answer(answer) for scope, answer in rows}


def closed_since(case: Case, scope: Scope) -> datetime | None:
    """When the refusal that still holds was first heard."""
    rows = Consent.objects.filter(person_id=case.person_id, scope=scope).order_by("-at", "-id")
    closing = list(takewhile(lambda row: row[0] in CLOSING, rows.values_list("answer", "at")))
    return closing[-1][1] if closing else None


def is_against_will(case: Case, method: Method, direction: Direction, started_at: datetime) -> bool:
    """Did we try this way after the person had closed it? What happened before, or came from the person, is none."""
    if method not in case.closed_methods or direction is Direction.INCOMING:
        return False
    since = closed_since(case, SCOPE_OF[method])
    return since is not None and started_at >= since
