"""Changing later what was told: the person, the family with its relatives, the facts of the case.

Each form says which version its writer saw. What others changed since stays; what both changed is
given back to be decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from cases.actions.doing import Changed, Conflict, allow, hold, record, told_as_conflict
from cases.actions.opening import coordinates, index_family
from cases.actions.planning import replan
from cases.models import Case, Event, Family, Person, Relative
from cases.rules.access import May
from cases.rules.ladder import Standing
from cases.rules.names import sort_key
from cases.rules.settling import Settled, settle
from cases.rules.telling import read_house, read_person, read_relative

Facts = dict[str, Any]
HOURS = frozenset({"quiet_from", "quiet_until", "best_from", "best_until"})
NOT_KNOWN = object()  # equal to nothing anybody can type
CHANGE_FACTS = ("case.changed", "case.opened", "case.reopened")  # deeds that may change what the form of a case holds


class Disputed(Changed):
    """Both changed the same: `settled` holds what can stand and what a person must decide."""

    def __init__(self, settled: Settled, version: int) -> None:
        super().__init__()
        self.settled, self.version = settled, version


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`mine` was written; `theirs` others had changed meanwhile, and it stayed."""

    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


@transaction.atomic
def change_person(case: Case, typed: Facts, *, version: int, by: User, at: datetime) -> Kept:
    """Raises Disputed when somebody else changed the same facts since this writer saw them."""
    allow(by, May.CASE_EDIT, case)
    person = Person.objects.select_for_update(no_key=True).get(pk=case.person_id)
    events = Event.objects.filter(case__person_id=person.pk, what="person.changed")
    settled = _settle(person, facts_of(person, typed), typed, version, events)
    if settled.mine:
        _write(person, read_person(settled.mine, today=at.astimezone(by.organisation.zone).date()))
        Person.objects.filter(pk=person.pk).update(sort_key=sort_key(person.full_kana))
        index_family(person.family_id)
        _record("person.changed", case, settled, person, by=by, at=at)
        if HOURS & settled.mine.keys():
            _plan_anew(Case.objects.open().filter(person=person), at)
    return _kept(settled)


@told_as_conflict
@transaction.atomic
def change_family(
    case: Case, typed: Facts, relatives: Mapping[UUID, Facts], *, version: int, by: User, at: datetime
) -> Kept:
    """Relatives are changed, put into the past, and added under the id their form was made with; none is removed.

    Raises Conflict for the id of anybody else's relative."""
    allow(by, May.CASE_EDIT, case)
    family = Family.objects.select_for_update(no_key=True).get(pk=case.person.family_id)
    rows = {one.pk: one for one in Relative.objects.filter(family=family, pk__in=list(relatives))}
    added = {key: facts for key, facts in relatives.items() if key not in rows}
    if Relative.objects.filter(pk__in=list(added)).exists():
        raise Conflict("not_of_this_family")
    known = facts_of(family, typed) | _flat({key: facts_of(rows[key], relatives[key]) for key in rows})
    typed = typed | _flat({key: relatives[key] for key in rows})
    events = Event.objects.filter(case__person__family_id=family.pk, what="family.changed")
    settled = _settle(family, known, typed, version, events)
    if settled.mine or added:
        _write(family, read_house({name: value for name, value in settled.mine.items() if "." not in name}))
        _write_relatives(family, rows, settled.mine, added)
        index_family(family.pk)
        _record("family.changed", case, settled, family, by=by, at=at, added=[str(key) for key in added])
    return _kept(settled, *map(str, added))


def _write_relatives(family: Family, rows: Mapping[UUID, Relative], mine: Facts, added: Mapping[UUID, Facts]) -> None:
    for key, row in rows.items():
        own = {name.partition(".")[2]: value for name, value in mine.items() if name.startswith(f"{key}.")}
        _put(row, read_relative(own))
    Relative.objects.bulk_create(
        Relative(id=key, organisation_id=family.organisation_id, family=family, **read_relative(facts))
        for key, facts in added.items()
    )


@transaction.atomic
def change_case(case: Case, typed: Facts, *, version: int, by: User, at: datetime) -> Kept:
    """Referral, basis, what the family asks, pace and coordinator; another pace plans the next contact anew.

    Raises Conflict for a coordinator who is none any more."""
    allow(by, May.CASE_EDIT, case)
    case = Case.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=case.pk)
    events = Event.objects.filter(case=case, what__in=CHANGE_FACTS)
    settled = _settle(case, facts_of(case, typed), typed, version, events)
    if settled.mine:
        _must_coordinate(settled.mine)
        _write(case, settled.mine)
        _record("case.changed", case, settled, case, by=by, at=at)
        if "pace_days" in settled.mine and case.standing == Standing.OPEN and not case.next_accepted:
            replan(case, at=at)
    return _kept(settled)


def _plan_anew(cases: QuerySet[Case], at: datetime) -> None:
    """What nobody has accepted yet moves with the person's hours."""
    for one in (
        cases.filter(next_accepted=False).select_for_update(of=("self",), no_key=True).select_related("organisation")
    ):
        replan(one, at=at)


def _must_coordinate(mine: Facts) -> None:
    """No case hangs on somebody who has left, or is being let go at this moment."""
    if "coordinator_id" not in mine:
        return
    pk = UUID(str(mine["coordinator_id"]))
    hold(pk)
    if not coordinates(pk):
        raise Conflict("not_a_coordinator")


def facts_of(row: Any, names: Iterable[str]) -> Facts:
    """As they stand in an event, so that what is stored, typed and told before compare alike."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, UUID) else value


def _flat(rows: Mapping[UUID, Facts]) -> Facts:
    return {f"{key}.{name}": value for key, facts in rows.items() for name, value in facts.items()}


def _settle(row: Any, known: Facts, typed: Facts, version: int, events: QuerySet[Event]) -> Settled:
    typed = {name: plain(value) for name, value in typed.items()}
    seen = {} if version == row.version else _seen(known, row.version, version, events)
    settled = settle(known, typed, seen)
    if settled.disputed:
        raise Disputed(settled, row.version)
    return settled


def _seen(known: Facts, newest: int, version: int, events: QuerySet[Event]) -> Facts:
    """What stood in each field changed since that version; where events do not tell, nothing is taken for granted."""
    since = list(events.filter(facts__version__gt=version).order_by("-facts__version").values_list("facts", flat=True))
    if len(since) != newest - version:
        return dict.fromkeys(known, NOT_KNOWN)
    return {name: value for facts in since for name, value in facts["was"].items()}


def _write(row: Any, mine: Facts) -> None:
    """The facts and the next version of what was locked before."""
    _put(row, mine | {"version": row.version + 1})


def _put(row: Any, facts: Facts) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    if facts:
        row.save(update_fields=list(facts))


def _record(what: str, case: Case, settled: Settled, row: Any, *, by: User, at: datetime, **more: Any) -> None:
    fields = {name.rpartition(".")[2] for name in settled.mine} | ({"relatives"} if more.get("added") else set())
    record(
        what, case, by=by, at=at, version=row.version, fields=sorted(fields), was=settled.was, now=settled.mine, **more
    )


def _kept(settled: Settled, *added: str) -> Kept:
    return Kept(mine=(*settled.mine, *added), theirs=tuple(settled.theirs))
