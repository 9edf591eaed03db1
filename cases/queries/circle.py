"""Who and what stands around a case: five short lists that every case page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from accounts.roles import Role
from cases.models import Assignment, Case, Consent, Pause, Relative
from cases.queries.in_two import newest_violence
from cases.queries.prepared import planned
from cases.queries.prepared_objects import prepared_objects
from cases.rules.access import May, may
from cases.rules.facts import Scope

LATEST_ANSWERS = 60


class Kin(NamedTuple):
    relationship: str
    name: str
    kana: str
    phone: str
    phone_told: str
    is_key_contact: bool
    is_past: bool
    lives_with: bool | None
    may_be_told: str
    health: str


class Said(NamedTuple):
    scope: str
    answer: str
    at: datetime
    heard_by: str | None
    way: str
    how: str
    reason: str
    recorder_told: str | None  # of the contact in which it was heard


class Rest(NamedTuple):
    scope: str
    at: datetime
    until: date | None
    ended_at: datetime | None
    reason: str


class Member(NamedTuple):
    name: str
    part: str
    started_at: datetime
    ended_at: datetime | None
    handover_note: str


class Going(NamedTuple):
    """What was agreed of the next contact: when, where it has an hour, and who goes."""

    starts_at: datetime | None
    ends_at: datetime | None
    worker: str
    second: str | None


@dataclass(frozen=True, slots=True)
class Circle:
    relatives: list[Kin]
    consents: list[Said]  # newest first
    pauses: list[Rest]
    assignments: list[Member]
    going: Going | None
    violence_at: datetime | None  # the newest concern about it
    siblings: list[Case]

    def newest(self) -> dict[Scope, Said]:
        """What holds now: the newest answer of each scope."""
        return {Scope(one.scope): one for one in reversed(self.consents)}


@planned
def _relatives(family: UUID) -> QuerySet[Any, Any]:
    told = Relative.objects.filter(family_id=family).order_by("is_past", "-is_key_contact", "id")
    return told.values_list(*Kin._fields)


@planned
def _consents(person: UUID) -> QuerySet[Any, Any]:
    """The latest answers, and the newest of each scope however long ago it was heard."""
    newest = F("at").desc(), F("id").desc()
    told = Consent.objects.filter(person_id=person).annotate(
        place=Window(RowNumber(), order_by=newest),
        place_in_scope=Window(RowNumber(), partition_by=F("scope"), order_by=newest),
    )
    shown = told.filter(Q(place__lte=LATEST_ANSWERS) | Q(place_in_scope=1)).order_by("-at", "-id")
    return shown.values_list(
        "scope", "answer", "at", "heard_by__name", "way", "how", "reason", "contact__recorder_told"
    )


@planned
def _pauses(case: UUID) -> QuerySet[Any, Any]:
    return Pause.objects.filter(case_id=case).order_by("-at").values_list(*Rest._fields)[:20]


@planned
def _team(case: UUID) -> QuerySet[Any, Any]:
    """Each row carries the appointment ahead as well, of which a case has one at most, and when violence
    was last recorded: two questions less."""
    ahead = FilteredRelation("case__visits", condition=Q(case__visits__state="planned"))
    told = (
        Assignment.objects.annotate(ahead=ahead, violence_at=newest_violence("case_id"))
        .filter(case_id=case)
        .order_by("-started_at")
    )
    return told.values_list(
        "worker__name", "part", "started_at", "ended_at", "handover_note",
        "ahead__starts_at", "ahead__ends_at", "ahead__worker__name", "ahead__second__name", "violence_at",
    )[:30]  # fmt: skip


def going_ahead(case: Case) -> Going | None:
    return _going(case, _team(case=case.pk))


def _going(case: Case, team: list[Any]) -> Going | None:
    told = Going._make(team[0][len(Member._fields) : -1]) if team and case.next_accepted else None
    return told if told and told.worker else None


def siblings(case: Case, reader: User) -> list[Case]:
    """The other cases of the family that this reader sees, latest first."""
    told = {"house": reader.organisation_id, "family": case.person.family_id, "case": case.pk}
    if may(Role(reader.role), May.CASE_SEE):
        return _of_family(**told)
    return _carried_of_family(**told, worker=reader.pk)


@prepared_objects(Case, "person")
def _of_family(house: UUID, family: UUID, case: UUID) -> QuerySet[Case]:
    return Case.objects.of_house(house).filter(person__family_id=family).exclude(pk=case).order_by("-pk")[:10]


@prepared_objects(Case, "person")
def _carried_of_family(house: UUID, family: UUID, case: UUID, worker: UUID) -> QuerySet[Case]:
    carried = Case.objects.of_house(house).filter(person__family_id=family).carried_by(worker)
    return carried.exclude(pk=case).order_by("-pk")[:10]


def circle(case: Case, reader: User) -> Circle:
    family = case.person.family_id
    team = _team(case=case.pk)
    return Circle(
        relatives=list(map(Kin._make, _relatives(family=family))),
        consents=list(map(Said._make, _consents(person=case.person_id))),
        pauses=list(map(Rest._make, _pauses(case=case.pk))),
        assignments=[Member._make(row[: len(Member._fields)]) for row in team],
        going=_going(case, team),
        violence_at=team[0][-1] if team else None,
        siblings=siblings(case, reader),
    )
