"""What hangs on a colleague, and who could take it over."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from accounts.models import Organisation, User
from accounts.roles import Role
from cases.models import Assignment, Case, Leave
from cases.queries.leave import leave_of
from cases.queries.load import carers
from cases.rules.due import local_day
from cases.rules.facts import Sex, Wished
from cases.rules.handing import Carried, Hand, Proposal, propose
from cases.rules.ladder import LIVING

FAR_AHEAD = timedelta(days=28)  # without an end in sight: whoever is away within four weeks is no help
NOT_AN_END = ("opened", "lead", "taken_back")  # why an assignment ended that went on otherwise


@dataclass(frozen=True, slots=True)
class Handing:
    """`touched`: the cases whose next contact falls into the leave; of a farewell all of them."""

    zone: ZoneInfo
    leaves: list[Leave]
    cases: list[Case]
    touched: frozenset[UUID]
    proposals: dict[UUID, Proposal]
    hands: dict[UUID, User]
    helps: int
    coordinated: int
    coordinators: dict[UUID, User]  # who else could, with `coordinates`: how many living cases


def handing(leaving: User, at: datetime, *, for_good: bool, chosen: Mapping[UUID, UUID] | None = None) -> Handing:
    """Eight questions however much hangs on this colleague. `chosen` on the page: case → who takes it over."""
    zone = leaving.organisation.zone
    today = local_day(at, zone)
    leaves = list(Leave.objects.filter(user=leaving, ends_on__gte=today).order_by("starts_on", "pk"))
    cases = carried_by(leaving)
    touched = frozenset(one.pk for one in cases if for_good or falls_into(one, leaves, zone))
    first, last = (today, today + FAR_AHEAD) if for_good or not leaves else (leaves[0].starts_on, leaves[-1].ends_on)
    # Who was invited and has set no password yet sees no case, so nobody gives her one here.
    hands = {one.pk: one for one in carers(leaving.organisation).exclude(pk=leaving.pk) if one.has_usable_password()}
    away = leave_of(leaving.organisation, first, last, people=list(hands))
    looked_at = propose(
        _carried(cases, touched, zone),
        _hands(hands, {pk: min(days) for pk, days in away.items() if days}),
        chosen=chosen,
    )
    proposals = {one.case: one for one in looked_at}
    helping = Assignment.objects.filter(worker=leaving, ended_at=None, part="second", case__standing__in=LIVING)
    coordinators = coordinators_of(leaving.organisation)
    own = coordinators.pop(leaving.pk, None)
    coordinated: int = own.coordinates if own else 0  # type: ignore[attr-defined]
    there = {
        pk: one
        for pk, one in coordinators.items()
        if one.role == Role.COORDINATOR and one.is_active and one.has_usable_password()
    }
    return Handing(zone, leaves, cases, touched, proposals, hands, helping.count(), coordinated, there)


def coordinators_of(organisation: Organisation) -> dict[UUID, User]:
    """Those who may coordinate and those on whom cases hang, in the order of their names."""
    living = Count("coordinated", filter=Q(coordinated__standing__in=LIVING))
    found = User.objects.filter(organisation=organisation).annotate(coordinates=living)
    return {one.pk: one for one in found.in_order_of_names() if one.role == Role.COORDINATOR or one.coordinates}


def carried_by(leaving: User) -> list[Case]:
    """Those this colleague leads, in the order in which they need somebody."""
    led = Case.objects.filter(lead=leaving, standing__in=LIVING).select_related("person__family")
    return list(led.order_by(F("next_due").asc(nulls_last=True), "pk"))


def falls_into(case: Case, leaves: Iterable[Leave], zone: ZoneInfo) -> bool:
    """Is the case due on a day of one of these leaves?"""
    if case.next_due is None:
        return False
    on = local_day(case.next_due, zone)
    return any(leave.starts_on <= on <= leave.ends_on for leave in leaves)


def _carried(cases: list[Case], touched: frozenset[UUID], zone: ZoneInfo) -> list[Carried]:
    """The touched ones first, so that the others do not take their places away."""
    second: dict[UUID, UUID] = {}
    ended: dict[UUID, dict[UUID, tuple[date, str]]] = defaultdict(dict)
    told = Assignment.objects.filter(case__in=[one.pk for one in cases]).order_by("ended_at", "pk")
    for row in told.values_list("case_id", "worker_id", "part", "ended_at", "why_ended"):
        case, worker, part, until, why = row
        if until is None and part == "second":
            second[case] = worker
        elif until is not None and why not in NOT_AN_END:
            ended[case][worker] = (local_day(until, zone), why)
    ordered = sorted(cases, key=lambda one: one.pk not in touched)
    return [
        Carried(
            id=one.pk, place=one.person.family.municipality, talk=one.person.talk_about,
            wished=Wished(one.person.wished), second=second.get(one.pk), ended=ended[one.pk],
            proposed=one.pk in touched,
        )
        for one in ordered
    ]  # fmt: skip


def _hands(hands: dict[UUID, User], away: dict[UUID, date]) -> list[Hand]:
    places: dict[UUID, dict[str, int]] = defaultdict(dict)
    led = Case.objects.open().filter(lead__in=list(hands)).exclude(person__family__municipality="").order_by()
    counted = led.values_list("lead_id", "person__family__municipality").annotate(cases=Count("pk"))
    for lead, place, cases in counted:
        if lead is not None:
            places[lead][place] = cases
    loads: dict[UUID, int] = {pk: one.load for pk, one in hands.items()}  # type: ignore[attr-defined]
    return [
        Hand(
            id=one.pk, load=loads[one.pk], capacity=one.capacity, sex=Sex(one.sex), interests=one.interests,
            places=places[one.pk], away=away.get(one.pk),
        )
        for one in hands.values()
    ]  # fmt: skip
