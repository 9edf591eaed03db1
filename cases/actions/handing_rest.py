"""What else hangs on a colleague who goes: cases where she comes along, and those she coordinates; all in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import User
from cases.actions.doing import Conflict
from cases.actions.opening import coordinates
from cases.actions.planning import change_who_goes, go_again, if_free, who_went
from cases.models import Assignment, Case, Event, Visit
from cases.queries.misplaced import mark_clashes
from cases.rules.ladder import LIVING

SECOND_LEFT, SECOND_JOINED, CHANGED = "case.second_left", "case.second_joined", "case.changed"
REST = (SECOND_LEFT, CHANGED)
On = dict[tuple[UUID | None, str], Assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """`ends`: nobody comes along in her place, unless a `second` does; `coordinator`: who coordinates from now on."""

    ends: bool = False
    second: User | None = None
    coordinator: User | None = None

    @property
    def people(self) -> list[UUID]:
        return [one.pk for one in (self.second, self.coordinator) if one is not None]


def rest_of(leaving: User, rest: Rest) -> set[UUID]:
    """The cases it is about."""
    helped = Assignment.objects.filter(worker=leaving, part="second", ended_at=None, case__standing__in=LIVING)
    coordinated = Case.objects.filter(coordinator=leaving, standing__in=LIVING)
    found: set[UUID] = set(helped.values_list("case", flat=True)) if rest.ends or rest.second else set()
    return found | (set(coordinated.values_list("pk", flat=True)) if rest.coordinator else set())


def hand_over_rest(
    leaving: User, rest: Rest, cases: Sequence[Case], *, note: str, why: str, by: User, at: datetime
) -> list[Event]:
    """Of `cases`, which are locked. Raises Conflict for somebody who cannot take them."""
    if rest.second and not User.objects.carers().filter(pk=rest.second.pk).exists():
        raise Conflict("not_a_carer")
    if rest.coordinator and not coordinates(rest.coordinator.pk):
        raise Conflict("not_a_coordinator")
    deeds = _come_along(leaving, rest, cases, note=note, why=why, at=at) if rest.ends or rest.second else []
    if rest.coordinator:
        deeds += coordinate([one for one in cases if one.coordinator_id == leaving.pk], rest.coordinator)
    return write(deeds, by=by, at=at)


def write(deeds: Iterable[Event], *, by: User, at: datetime) -> list[Event]:
    made = list(deeds)
    for one in made:
        one.organisation_id, one.by, one.at = by.organisation_id, by, at
    return Event.objects.bulk_create(made)


# --- coming along ---


def _come_along(leaving: User, rest: Rest, cases: Sequence[Case], *, note: str, why: str, at: datetime) -> list[Event]:
    on = Assignment.objects.filter(worker=leaving, part="second", ended_at=None, case__in=cases)
    parts, of = list(on.order_by("case_id")), {case.pk: case for case in cases}
    led = {pk: case.lead_id for pk, case in of.items()}
    on.update(ended_at=at, why_ended=why, handover_note=note)
    to = rest.second
    joins = [one.case_id for one in parts if to is not None and led[one.case_id] != to.pk]
    if to is not None:
        _join(to, joins, at)
    went = _go_instead(leaving, to, [one.case_id for one in parts], led, set(joins), at)
    deeds = []
    for one in parts:
        facts: dict[str, Any] = {"second": leaving.name, "from": str(leaving.pk)} | went.get(one.case_id, {})
        if to is not None and one.case_id in joins:
            facts["to"] = str(to.pk)
            deeds.append(Event(case=of[one.case_id], what=SECOND_JOINED, facts={"second": to.name}))
        deeds.append(Event(case=of[one.case_id], what=SECOND_LEFT, note=note, facts=facts))
    return deeds


def _join(who: User, cases: Iterable[UUID | None], at: datetime) -> None:
    here = {"organisation_id": who.organisation_id, "worker": who, "part": "second", "started_at": at}
    Assignment.objects.bulk_create(Assignment(case_id=case, **here) for case in cases if case)


def _go_instead(
    left: User, to: User | None, cases: list[UUID], led: dict[UUID, UUID | None], joins: set[UUID], at: datetime
) -> dict[UUID, dict[str, Any]]:
    """Who goes in what is planned; by case, as it was before. One statement, unless somebody is elsewhere then."""
    ahead = Visit.objects.filter(case__in=cases, state="planned").order_by("pk")
    visits = [one for one in ahead if left.pk in (one.worker_id, one.second_id)]
    before = {one.case_id: {"went": who_went(one)} for one in visits}
    for one in visits:
        instead = to.pk if to is not None and one.case_id in joins else None
        if one.worker_id == left.pk:
            one.worker_id = instead or led[one.case_id] or left.pk
        if one.second_id == left.pk:
            one.second_id = instead
        if one.second_id == one.worker_id:
            one.second_id = None
    _send(visits)
    mark_clashes(left.organisation, at, people={one.worker_id for one in visits})
    return before


def _send(visits: Sequence[Visit]) -> None:
    with if_free():
        Visit.objects.bulk_update(visits, ["worker", "second"])
        return
    for one in visits:
        change_who_goes(Visit.objects.filter(pk=one.pk), worker_id=one.worker_id, second_id=one.second_id)


# --- coordinating ---


def coordinate(cases: Sequence[Case], to: User, **facts: Any) -> list[Event]:
    """The form of a case reads these deeds to know what each version changed (actions/editing.py)."""
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(coordinator=to, version=F("version") + 1)
    deeds = []
    for case in cases:
        was, now = {"coordinator_id": str(case.coordinator_id)}, {"coordinator_id": str(to.pk)}
        told = {"version": case.version + 1, "fields": ["coordinator_id"], "was": was, "now": now}
        told |= {"from": was["coordinator_id"], "to": now["coordinator_id"], **facts}
        deeds.append(Event(case=case, what=CHANGED, facts=told))
    return deeds


# --- and back ---


def take_rest_back(deeds: Sequence[Event], *, by: User, at: datetime) -> set[UUID]:
    """The deeds taken back; what somebody has changed since stays. Their cases are locked."""
    people = User.objects.in_bulk(
        {UUID(one.facts[name]) for one in deeds for name in ("from", "to") if name in one.facts}
    )
    cases = Case.objects.filter(standing__in=LIVING).in_bulk({one.case_id for one in deeds})
    mine = [one for one in deeds if one.case_id in cases and people[UUID(one.facts["from"])].is_active]
    seconds = _second_again([one for one in mine if one.what == SECOND_LEFT], people, by=by, at=at)
    back = [one for one in mine if one.what == CHANGED and str(cases[one.case_id].coordinator_id) == one.facts["to"]]
    for who in {UUID(one.facts["from"]) for one in back}:
        if coordinates(who):
            hers = [cases[one.case_id] for one in back if one.facts["from"] == str(who)]
            write(coordinate(hers, people[who], taken_back=True), by=by, at=at)
        else:
            back = [one for one in back if one.facts["from"] != str(who)]
    return seconds | {one.pk for one in back}


def _second_again(deeds: Sequence[Event], people: dict[UUID, User], *, by: User, at: datetime) -> set[UUID]:
    now = Assignment.objects.filter(case__in=[one.case_id for one in deeds], ended_at=None)
    on: On = {(one.case_id, one.part): one for one in now}
    back = [one for one in deeds if _may_come_back(one, on)]
    took = [on[one.case_id, "second"].pk for one in back if "to" in one.facts]
    Assignment.objects.filter(pk__in=took).update(ended_at=at, why_ended="taken_back")
    told = []
    for who in {UUID(one.facts["from"]) for one in back}:
        _join(people[who], [one.case_id for one in back if one.facts["from"] == str(who)], at)
    for one in back:
        if "to" in one.facts:
            left = {"second": people[UUID(one.facts["to"])].name, "taken_back": True}
            told.append(Event(case_id=one.case_id, what=SECOND_LEFT, facts=left))
        joined = {"second": one.facts["second"], "taken_back": True}
        told.append(Event(case_id=one.case_id, what=SECOND_JOINED, facts=joined))
        go_again(one)
    write(told, by=by, at=at)
    return {one.pk for one in back}


def _may_come_back(deed: Event, on: On) -> bool:
    """Nobody else comes along by now, and she does not lead it."""
    lead, second = on.get((deed.case_id, "lead")), on.get((deed.case_id, "second"))
    if lead is not None and str(lead.worker_id) == deed.facts["from"]:
        return False
    if "to" not in deed.facts:
        return second is None
    return second is not None and str(second.worker_id) == deed.facts["to"] and second.started_at == deed.at
