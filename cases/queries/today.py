"""What one worker has to do: overdue, due, and the week ahead in the order of its days."""

import json
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from accounts.models import User
from accounts.roles import Role
from cases.models import Assignment, Case, Contact, Relative
from cases.models.visit import STILL_AHEAD
from cases.queries.prepared import planned
from cases.rules.access import May, may
from cases.rules.due import Due, due_of, end_of_day, local_day
from cases.rules.facts import Relationship
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.rhythm.appointment import is_about, lasts
from cases.rules.rhythm.table import Reason
from cases.rules.week import usual_minutes

AHEAD = timedelta(days=7)
MOST = 60
NEWEST = 3


class When(StrEnum):
    """The three parts of the screen."""

    NOW = "now"
    ANY_TIME = "any_time"
    AHEAD = "ahead"


class Hour(StrEnum):
    """What a row knows of its hour."""

    NONE = "none"  # any hour of the day, or a day that is over
    AGREED = "agreed"
    ABOUT = "about"  # nobody agreed on it; it is the one the rhythm, or who took the day, had in mind
    OPEN = "open"  # the same, but something else of that day stands there


COLUMNS = (
    "pk", "next_method", "next_earliest", "next_due", "next_latest", "next_ends", "next_reason", "next_accepted",
    "last_at", "concern", "nickname", "approach", "family_phone", "own_phone", "key_phone", "key_is", "tries",
    "arrived_at", "starts_at", "ends_at", "facts", "worker", "second",
)  # fmt: skip


def today(user: User, at: datetime) -> list[dict[str, Any]]:
    """One row for each case that wants something within the week, with `due`, `when`, `hour` and who else goes, in two
    queries; a third where somebody else goes.

    The few cases of this worker come first: joined, the planner would go through each family for each of them."""
    if not may(Role(user.role), May.TODAY):
        return []
    mine = [row[0] for row in carried(house=user.organisation_id, worker=user.pk)]
    rows = wanting(house=user.organisation_id, mine=mine, until=at + AHEAD) if mine else []
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    names = names_of(found, user)
    told = [row | placed(row, user, at) | going(row, user, names) for row in found]
    leave_open([row for row in told if row["own"]])
    return sorted(told, key=in_order)


@planned
def carried(house: UUID, worker: UUID) -> QuerySet[Any, Any]:
    now = Assignment.objects.filter(organisation_id=house, worker_id=worker, ended_at=None)
    return now.order_by().values_list("case_id")


@planned
def wanting(house: UUID, mine: list[UUID], until: datetime) -> QuerySet[Any, Any]:
    key = answering(OuterRef("person__family"))
    tries = Contact.objects.filter(case=OuterRef("pk"), method=OuterRef("next_method")).standing().order_by()
    rows = (
        Case.objects.of_house(house)
        .open()
        .filter(pk__any_of=mine, next_earliest__lte=until)
        .annotate(
            ahead=FilteredRelation("visits", condition=Q(visits__state__in=STILL_AHEAD)),
            arrived_at=F("ahead__arrived_at"),
            starts_at=F("ahead__starts_at"),
            ends_at=F("ahead__ends_at"),
            worker=F("ahead__worker_id"),
            second=F("ahead__second_id"),
            nickname=F("person__family__nickname"),
            approach=F("person__family__approach"),
            family_phone=F("person__family__phone"),
            own_phone=F("person__phone"),
            key_phone=Subquery(key.values("phone")[:1]),
            facts=Cast("next_facts", TextField()),
            key_is=Subquery(key.values("relationship")[:1]),
            tries=Subquery(tries.values("case").annotate(n=Count("pk")).values("n")),
        )
    )
    return rows.order_by("next_ends", "pk").values_list(*COLUMNS)[:MOST]


def names_of(rows: list[dict[str, Any]], user: User) -> dict[UUID, str]:
    others = {row[who] for row in rows for who in ("worker", "second")} - {None, user.pk}
    return dict(User.objects.filter(pk__in=others).values_list("pk", "name")) if others else {}


def going(row: dict[str, Any], user: User, names: dict[UUID, str]) -> dict[str, Any]:
    """Whose visit it is: who carries a case sees it on her day also where somebody else goes."""
    people = [row[who] for who in ("worker", "second") if row[who] is not None]
    return {
        "own": not people or user.pk in people,
        "others": [names[who] for who in people if who != user.pk and who in names],
    }


def placed(row: dict[str, Any], user: User, at: datetime) -> dict[str, Any]:
    """A concern waits for nobody's day: it stands among what is for today until somebody has settled when."""
    zone = user.organisation.zone
    due = due_of(row["next_earliest"], row["next_ends"], at)
    any_hour = row["next_method"] in OF_ANY_HOUR
    settled = is_about(row["next_method"], accepted=row["next_accepted"], reason=row["next_reason"])
    this_day = row["next_due"] < end_of_day(at, zone)
    asks_first = row["next_reason"] == Reason.CONCERN_FIRST and due == Due.DUE and not settled
    if due == Due.OVERDUE or (this_day and not any_hour) or asks_first:
        when = When.NOW
    else:
        when = When.ANY_TIME if due == Due.DUE and not settled else When.AHEAD
    arrived_at = row["arrived_at"] if lasts(row["arrived_at"], at) else None
    hour = hour_of(row, settled=settled and local_day(row["next_due"], zone) >= local_day(at, zone))
    return {"due": due, "when": when, "hour": hour, "arrived_at": arrived_at, "facts": json.loads(row["facts"])}


def hour_of(row: dict[str, Any], *, settled: bool) -> Hour:
    if not settled:
        return Hour.NONE
    return Hour.AGREED if row["starts_at"] else Hour.ABOUT


def leave_open(rows: list[dict[str, Any]]) -> None:
    """An hour nobody agreed on that meets another of the same worker is none: she chooses which goes when."""
    timed = [(row, *stretch(row)) for row in rows if row["hour"] != Hour.NONE]
    for row, begins, ends in timed:
        others = (one for one in timed if one[0] is not row)
        if row["hour"] == Hour.ABOUT and any(start < ends and begins < stop for _, start, stop in others):
            row["hour"] = Hour.OPEN


def stretch(row: dict[str, Any]) -> tuple[datetime, datetime]:
    if row["hour"] == Hour.AGREED:
        return row["starts_at"], row["ends_at"]
    return row["next_due"], row["next_due"] + timedelta(minutes=usual_minutes(Method(row["next_method"])))


def in_order(row: dict[str, Any]) -> tuple[int, datetime]:
    """Of today what is late comes first, then concerns, then the day as it goes; what is ahead by its days."""
    if row["due"] == Due.OVERDUE or row["when"] == When.ANY_TIME:
        return 0, row["next_ends"]
    first = row["when"] == When.NOW and row["next_reason"] == Reason.CONCERN_FIRST
    return 1 if first else 2, row["next_due"]


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
