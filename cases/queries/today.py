"""What one worker has to do: overdue, due, and the week ahead, in the order of the windows."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from accounts.models import User
from accounts.roles import Role
from cases.models import Assignment, Case, Contact, Relative
from cases.queries.prepared import prepared
from cases.rules.access import May, may
from cases.rules.due import Due, due_of, end_of_day
from cases.rules.facts import Relationship
from cases.rules.methods import OF_ANY_HOUR
from cases.rules.rhythm.appointment import LONGEST_VISIT
from cases.rules.rhythm.table import Reason

AHEAD = timedelta(days=7)
MOST = 60
NEWEST = 3


class When(StrEnum):
    """The three parts of the screen."""

    NOW = "now"
    ANY_TIME = "any_time"
    AHEAD = "ahead"


COLUMNS = (
    "pk", "next_method", "next_earliest", "next_due", "next_latest", "next_ends", "next_reason", "next_accepted",
    "last_at", "concern", "nickname", "approach", "family_phone", "own_phone", "key_phone", "key_is", "tries",
    "arrived_at", "moved_from", "moved_by",
)  # fmt: skip


def today(user: User, at: datetime) -> list[dict[str, Any]]:
    """One row for each case that wants something within the week, with `due` and `when`, in two queries.

    The few cases of this worker come first: joined, the planner would go through each family for each of them."""
    if not may(Role(user.role), May.TODAY):
        return []
    mine = [row[0] for row in carried(house=user.organisation_id, worker=user.pk)]
    times = {"until": at + AHEAD, "there_since": at - LONGEST_VISIT}
    rows = wanting(house=user.organisation_id, mine=mine, **times) if mine else []
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return [row | placed(row, user, at) for row in found]


@prepared
def carried(house: UUID, worker: UUID) -> QuerySet[Any, Any]:
    now = Assignment.objects.filter(organisation_id=house, worker_id=worker, ended_at=None)
    return now.order_by().values_list("case_id")


@prepared
def wanting(house: UUID, mine: list[UUID], until: datetime, there_since: datetime) -> QuerySet[Any, Any]:
    key = answering(OuterRef("person__family"))
    there = Q(visits__state="under_way", visits__arrived_at__gte=there_since)
    tries = Contact.objects.filter(case=OuterRef("pk"), method=OuterRef("next_method")).standing().order_by()
    rows = (
        Case.objects.of_house(house)
        .open()
        .filter(pk__any_of=mine, next_earliest__lte=until)
        .annotate(
            ahead=FilteredRelation("visits", condition=there),
            arrived_at=F("ahead__arrived_at"),
            nickname=F("person__family__nickname"),
            approach=F("person__family__approach"),
            family_phone=F("person__family__phone"),
            own_phone=F("person__phone"),
            key_phone=Subquery(key.values("phone")[:1]),
            moved_from=KT("next_facts__moved_from"),
            moved_by=KT("next_facts__moved_by"),
            key_is=Subquery(key.values("relationship")[:1]),
            tries=Subquery(tries.values("case").annotate(n=Count("pk")).values("n")),
        )
    )
    return rows.order_by("next_ends", "pk").values_list(*COLUMNS)[:MOST]


def placed(row: dict[str, Any], user: User, at: datetime) -> dict[str, Any]:
    """`at_hour`: an hour was agreed, or the same hour is part of the reason."""
    due = due_of(row["next_earliest"], row["next_ends"], at)
    any_hour = row["next_method"] in OF_ANY_HOUR
    agreed = row["next_accepted"] or row["next_reason"] == Reason.VOICE_TWICE
    this_day = row["next_due"] < end_of_day(at, user.organisation.zone)
    at_hour = agreed and not any_hour
    if due == Due.OVERDUE or (this_day and not any_hour):
        when = When.NOW
    else:
        when = When.ANY_TIME if due == Due.DUE and not at_hour else When.AHEAD
    return {"due": due, "when": when, "at_hour": at_hour}


def newest_contacts(case: Case, least: int = NEWEST) -> list[Contact]:
    return list(Contact.objects.filter(case=case).standing().order_by("-started_at", "-id")[:least])


def key_phone(case: Case) -> tuple[str, str]:
    """Whom to call: a number and who answers; else the household's own, else that of who called for himself."""
    family = case.person.family
    key = answering(family).first()
    if key is not None:
        return key.phone, key.relationship
    return (family.phone, "") if family.phone else (case.person.phone, Relationship.SELF)


def answering(family: Any) -> QuerySet[Relative]:
    """Who of the family has a number, the key contact first."""
    still = Relative.objects.filter(family=family, is_past=False).exclude(phone="")
    return still.order_by("-is_key_contact", "id")


def others_on(case: Case, user: User) -> list[tuple[UUID, str]]:
    """Who else is on this case now and may have come along: a worker's own wall hides it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hitokoe_on_case(%s)", [case.pk])
        there = [row[0] for row in cursor.fetchall()]
    return list(User.objects.filter(pk__in=there).exclude(pk=user.pk).order_by("name").values_list("pk", "name"))
