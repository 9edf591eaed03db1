"""From a family's call to a worker: recording an inquiry, opening the case, handing it over."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Length

from accounts.models import User
from cases.actions.doing import Changed, Conflict, allow, digest_of, hold, latest, record, take_turn, told_as_conflict
from cases.actions.drafting import INTAKE, drop_draft
from cases.actions.planning import Going, change_who_goes, keep_signals, plan, replan, who_went
from cases.models import Assignment, Case, Event, Family, Finding, Person, Relative, Visit
from cases.queries.find import Kin, relatives_of
from cases.queries.misplaced import mark_clashes
from cases.queries.will import newest_answers
from cases.rules.access import May
from cases.rules.consent import closed_methods
from cases.rules.due import local_day, moment
from cases.rules.facts import Relationship
from cases.rules.finding import grams_for
from cases.rules.in_two import FACE_TO_FACE
from cases.rules.ladder import LIVING, Stage, Standing
from cases.rules.methods import Method
from cases.rules.names import loose, sort_key
from cases.rules.rhythm.propose import way_left
from cases.rules.rhythm.table import METHOD_OF, Reason
from cases.rules.telling import name_of_self, read_family, read_person, read_relative

NOON = time(12)
NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What a caller told, as fields of the tables it goes into; `known` is a family whose next person this is."""

    family: dict[str, Any]
    caller: dict[str, Any]
    person: dict[str, Any]
    case: dict[str, Any] = field(default_factory=dict)
    relatives: tuple[dict[str, Any], ...] = ()
    known: UUID | None = None
    note: str = ""
    called_on: date | None = None  # nobody said: on the day it is written

    @property
    def is_from_self(self) -> bool:
        return self.caller.get("relationship") == Relationship.SELF

    def digest(self) -> str:
        return digest_of(asdict(self))


@told_as_conflict
@transaction.atomic
def record_inquiry(told: Inquiry, *, by: User, at: datetime, code: str = "") -> Case:
    """A family, its person and a case that nobody works on yet; the writer coordinates it from the first minute.

    The same case id told twice is the same case. Raises Family.DoesNotExist for a `known` family of nobody here,
    Changed for the same id with other words, and Conflict for an id in use elsewhere.
    """
    allow(by, May.CASE_INTAKE)
    here = {"organisation_id": by.organisation_id}
    code = code or next_code(by, at)  # its lock lets a form sent twice at once find the first one's case
    again = Case.objects.filter(**here, pk=told.case["id"]).first() if "id" in told.case else None
    if again is not None:
        return _as_recorded(again, told)
    family = _family(told, here)
    called = _moment_of(told, by, at)
    day = local_day(called, by.organisation.zone)  # an age is counted back from the day it was told
    person = Person(**here, family=family, **read_person(_person(told), today=day))
    person.sort_key = sort_key(person.full_kana)
    person.save(force_insert=True)
    case = Case.objects.create(
        **here, person=person, code=code, coordinator=by, inquired_at=called, staged_at=called, **told.case
    )
    # A call of an earlier day stands on its day in the history, and says when it was written.
    late = {"written_at": at.astimezone(by.organisation.zone).isoformat()} if called < at else {}
    caller = told.caller.get("relationship", "")
    record("case.inquired", case, by=by, at=called, note=told.note, caller=caller, told=told.digest(), **late)
    index_family(family.pk)
    drop_draft(INTAKE, by=by)
    return case


def _as_recorded(case: Case, told: Inquiry) -> Case:
    """Sent twice. Whoever has gone back and typed more must not read that it is recorded."""
    first = Event.objects.filter(case=case, what="case.inquired").values_list("facts", flat=True).first() or {}
    if first.get("told", told.digest()) != told.digest():
        raise Changed
    return case


def _moment_of(told: Inquiry, by: User, at: datetime) -> datetime:
    """Of today's call, now; of an earlier one only the day is known, so it stands at noon. Never ahead of now."""
    zone = by.organisation.zone
    if told.called_on is None or told.called_on >= local_day(at, zone):
        return at
    return moment(told.called_on, NOON, zone)


def _family(told: Inquiry, here: dict[str, UUID]) -> Family:
    """A new one, or the known one with whoever is new in it. A caller who is the person is no relative of himself."""
    relatives = [read_relative(one) for one in told.relatives]
    if told.caller and not told.is_from_self:
        key = told.known is None and not any(one.get("is_key_contact") for one in relatives)
        relatives.insert(0, {"is_caller": True, "is_key_contact": key, **read_relative(told.caller)})
    if told.known is None:
        family = Family.objects.create(**here, **read_family(told.family))
    else:
        family = Family.objects.select_for_update(no_key=True).get(**here, pk=told.known)
        there = list(family.relatives.all())
        relatives = [one for one in relatives if not _is_known(one, there)]
    Relative.objects.bulk_create(Relative(**here, family=family, **one) for one in relatives)
    return family


def _is_known(one: dict[str, Any], relatives: list[Relative]) -> bool:
    """The mother who calls again about her second son; nobody at all is nobody new."""
    name, phone = loose(one.get("name", "")).replace(" ", ""), one.get("phone", "")
    names = {loose(other.name).replace(" ", "") for other in relatives}
    return not (name or phone) or name in names - {""} or phone in {other.phone for other in relatives} - {""}


def _person(told: Inquiry) -> dict[str, Any]:
    """Who calls for himself has told his own name and phone as the caller's."""
    if not told.is_from_self:
        return told.person
    own = {"phone_told": told.caller.get("phone_told", "")}
    if not any(told.person.get(name) for name in ("family_name", "given_name", "family_kana", "given_kana")):
        own |= name_of_self(told.caller)
    return {**told.person, **{name: value for name, value in own.items() if value and not told.person.get(name)}}


def next_code(by: User, at: datetime) -> str:
    """Year and a running number within the organisation: H2026-0001."""
    year = at.astimezone(by.organisation.zone).year
    prefix = f"H{year}-"
    take_turn(f"{prefix}{by.organisation_id}")  # two who take a call at once number their cases one after the other
    # The longest code first: after H2026-9999 comes H2026-10000.
    # The bounds are for the index of codes, which a pattern may not use behind the wall; "." comes right after "-".
    of_year = Case.objects.filter(organisation_id=by.organisation_id, code__gt=prefix, code__lt=f"H{year}.")
    numbered = of_year.filter(code__regex=rf"^{prefix}\d+$")
    last = numbered.order_by(Length("code").desc(), "-code").values_list("code", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"


def grams_of(case: Case, relatives: Iterable[Relative | Kin]) -> list[str]:
    person, family = case.person, case.person.family
    told = (case.code, person.full_name, person.full_kana, person.phone, family.phone)
    near = (text for one in relatives for text in (one.name, one.kana, one.phone, one.phone_told))
    return grams_for([*told, family.nickname, family.nickname_kana, family.postal_code, *near])


def index_family(family_id: UUID) -> None:
    """Of two who change one household at once, one its brother and one its house, the second reads what the first wrote
    before it says anew what they are found by."""
    take_turn(f"found:{family_id}")
    index_families([family_id])


def index_families(ids: Iterable[UUID]) -> None:
    """What the search box finds their cases by; brothers and sisters are found by the same house and relatives."""
    families = set(ids)
    cases = Case.objects.filter(person__family_id__in=families).select_related("person__family").order_by("pk")
    relatives = relatives_of(families)
    found = [
        Finding(
            case_id=case.pk, organisation_id=case.organisation_id,
            grams=grams_of(case, relatives[case.person.family_id]),
        )
        for case in cases
    ]  # fmt: skip
    Finding.objects.bulk_create(found, update_conflicts=True, unique_fields=["case"], update_fields=["grams"])


@transaction.atomic
def open_case(
    case: Case,
    *,
    coordinator: User,
    lead: User,
    second: User | None,
    stage: Stage,
    pace: int | None,
    by: User,
    at: datetime,
) -> Case:
    """Give the case its people, its rung and its pace; the first contact is planned at once."""
    allow(by, May.CASE_OPEN, case)
    case = latest(case)
    if case.standing != Standing.INQUIRY:
        raise Changed
    _must_carry(lead, second, coordinator=coordinator)
    seen = {"coordinator_id": str(case.coordinator_id), "pace_days": case.pace_days}
    now = {"coordinator_id": str(coordinator.pk), "pace_days": pace}
    was = {name: value for name, value in seen.items() if value != now[name]}
    case.coordinator, case.lead, case.stage, case.pace_days = coordinator, lead, stage, pace
    case.standing, case.opened_at, case.staged_at, case.version = Standing.OPEN, at, at, case.version + 1
    case.save(
        update_fields=["coordinator", "lead", "stage", "pace_days", "standing", "opened_at", "staged_at", "version"]
    )
    Assignment.objects.filter(case=case, ended_at=None).update(ended_at=at, why_ended="opened")
    _assign(case, lead, "lead", at=at)
    if second is not None and second != lead:
        _assign(case, second, "second", at=at)
    case.closed_methods = sorted(closed_methods(newest_answers(case)))
    case.save(update_fields=["closed_methods"])
    keep_signals(case)  # a case from an old ledger has contacts already
    record("case.opened", case, by=by, at=at, lead=lead.name, stage=stage, version=case.version, was=was)
    replan(case, at=at)
    return case


@transaction.atomic
def open_for_day(case: Case, on: date, *, reason: Reason, anyway: bool, by: User, at: datetime, **people: Any) -> Case:
    """As `open_case` with these `people`, and its first contact stands on this day, agreed. Raises what both raise."""
    opened = open_case(case, by=by, at=at, **people)
    method = way_left(METHOD_OF[Stage(opened.stage)], frozenset(map(Method, opened.closed_methods)))
    second = people["second"] if method in FACE_TO_FACE else None
    going = Going(worker=people["lead"], second=second) if second else None
    return plan(opened, method=method, on=on, going=going, reason=reason, anyway=anyway, by=by, at=at)


def _must_carry(*asked: User | None, coordinator: User | None = None) -> None:
    """As they are now, for an administrator may let somebody go while the form stands open."""
    people = {user.pk: user for user in asked if user is not None}
    hold(*people, *([coordinator.pk] if coordinator else []))  # all at once, so that the order is kept
    if User.objects.carers().filter(pk__in=list(people)).count() < len(people):
        raise Conflict("not_a_carer")
    if coordinator is not None and not coordinates(coordinator.pk):
        raise Conflict("not_a_coordinator")


def coordinates(pk: UUID) -> bool:
    """Now, not when a form was read. True for as long as somebody holds this person."""
    found: bool = User.objects.coordinators().filter(pk=pk).exists()
    return found


def _assign(case: Case, worker: User, part: str, *, at: datetime) -> None:
    Assignment.objects.create(organisation_id=case.organisation_id, case=case, worker=worker, part=part, started_at=at)


@transaction.atomic
def hand_over(
    case: Case, to: User, *, note: str, why: str, seen: str = "", by: User, at: datetime, **more: Any
) -> Case:
    """Another lead; the one before loses sight of the case in the same transaction. Raises Changed when another leads
    by now than the one that was `seen`; empty: nobody looked."""
    allow(by, May.CASE_ASSIGN, case)
    case = latest(case)
    if case.standing not in LIVING or case.lead_id == to.pk:
        raise Conflict("nothing_to_hand_over")
    _must_be_seen(case.lead_id, seen)
    _must_carry(to)
    before, helped = case.lead, case.assignments.filter(worker=to, ended_at=None).exists()
    ending = Assignment.objects.filter(case=case, ended_at=None)
    ending.filter(part="lead").update(ended_at=at, why_ended=why, handover_note=note)
    ending.filter(worker=to).update(ended_at=at, why_ended="lead")
    case.lead = to
    case.save(update_fields=["lead"])
    _assign(case, to, "lead", at=at)
    went = _goes_instead(case, before, to)
    facts: dict[str, Any] = {"was": before.name, "from": str(before.pk)} if before else {"was": ""}
    facts |= {"now": to.name, "to": str(to.pk), "why": why}
    facts |= {"helped": True} if helped else {}
    record("case.handed_over", case, by=by, at=at, note=note, **facts, **went, **more)
    if case.next_accepted:
        mark_clashes(case.organisation, at, people=[to.pk])
    else:  # the new worker's weekdays
        replan(case, at=at)
    return case


def _must_be_seen(who: UUID | None, seen: str) -> None:
    if seen and seen != as_seen(who):
        raise Changed


def as_seen(who: UUID | None) -> str:
    """For a form, so that nobody gives way whom its writer did not see there."""
    return str(who or NOBODY)


def _goes_instead(case: Case, left: User | None, to: User) -> dict[str, Any]:
    """In what is planned; of two who were to go together one may be the other already. Gives who went before."""
    ahead = Visit.objects.filter(case=case, state="planned")
    was = ahead.first()
    ahead.filter(worker=left, second=to).update(second=None)
    ahead.filter(worker=to, second=left).update(second=None)
    change_who_goes(ahead.filter(worker=left), worker=to)
    change_who_goes(ahead.filter(second=left), second=to)
    return {"went": who_went(was)} if was else {}


@transaction.atomic
def change_second(
    case: Case, to: User | None, *, why: str, seen: str = "", by: User, at: datetime, **facts: Any
) -> Case:
    """Another second worker, or none; who leaves loses sight of the case at once. `seen` is as for `hand_over`."""
    allow(by, May.CASE_ASSIGN, case)
    case = latest(case)
    now = Assignment.objects.filter(case=case, part="second", ended_at=None).select_related("worker").first()
    if case.standing not in LIVING or to == (now.worker if now else None) or (to and to.pk == case.lead_id):
        raise Conflict("nothing_to_hand_over")
    _must_be_seen(now.worker_id if now else None, seen)
    _must_carry(to)
    if now is not None:
        Assignment.objects.filter(pk=now.pk).update(ended_at=at, why_ended=why)
        _goes_no_more(case, now.worker, to)
        record("case.second_left", case, by=by, at=at, note=why, second=now.worker.name, **facts)
    if to is not None:
        _assign(case, to, "second", at=at)
        record("case.second_joined", case, by=by, at=at, note="" if now else why, second=to.name)
        if case.next_accepted:
            mark_clashes(case.organisation, at, people=[to.pk])
    return case


def _goes_no_more(case: Case, left: User, to: User | None) -> None:
    """Two who were to go stay two where another second worker comes; without one the lead goes alone."""
    ahead = Visit.objects.filter(case=case, state="planned")
    change_who_goes(ahead.filter(second=left), second=to)
    if to is not None:
        change_who_goes(ahead.filter(worker=left), worker=to)
    elif case.lead_id:
        change_who_goes(ahead.filter(worker=left), worker_id=case.lead_id, second=None)
