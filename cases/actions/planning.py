"""Setting the next contact of one case."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from cases.actions.doing import ONE_PLACE, Changed, Conflict, allow, broken_rule, latest, record
from cases.models import Assignment, Case, Event, Visit
from cases.models.visit import STILL_AHEAD
from cases.models.writing import change
from cases.queries.calendars import house_days
from cases.queries.in_two import warning
from cases.queries.rhythm import budget_of, signals_of, situation_of
from cases.rules.access import May, may
from cases.rules.calendar import DayKind
from cases.rules.due import local_day
from cases.rules.in_two import FACE_TO_FACE, must_go_in_two
from cases.rules.ladder import Standing
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.rhythm.appointment import LONGEST_VISIT
from cases.rules.rhythm.budget import passes
from cases.rules.rhythm.propose import Proposal, propose, window
from cases.rules.rhythm.signals import Signals
from cases.rules.rhythm.table import VISIT_MINUTES, Reason
from cases.rules.week import SHUT, touches

PLAN = ["next_method", "next_earliest", "next_due", "next_latest", "next_ends", "next_reason", "next_facts"]
MOMENTS = ("next_earliest", "next_due", "next_latest", "next_ends")
SIGNALS = [
    "last_at", "last_method", "last_response", "last_sign_at", "silent_streak", "silent_letters", "voice_streak",
    "refusals", "concern", "opened_door", "family_last_at", "recent",
]  # fmt: skip
OF_THE_DAY = {"clash", "knowing"}  # what kind of day it is now, and was for whoever chose it knowing that
LONGEST_WAIT = 366  # days
WITHOUT_HOUR: dict[str, Any] = {"starts_at": None, "ends_at": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Who goes, and at what hour for how many minutes where one is agreed."""

    worker: User
    second: User | None = None
    hour: time | None = None
    minutes: int = VISIT_MINUTES

    @property
    def names(self) -> list[str]:
        return [one.name for one in (self.worker, self.second) if one is not None]

    @property
    def agreed(self) -> dict[str, Any]:
        """For the event, where an hour is, or two go."""
        hour = {"hour": f"{self.hour:%H:%M}"} if self.hour else {}
        return hour | ({"who": self.names} if self.hour or self.second else {})


def keep_signals(case: Case) -> Signals:
    """Fold the contacts anew: one that arrives late falls into its place."""
    signals = signals_of(case)
    set_signals(case, signals)
    case.save(update_fields=SIGNALS)
    return signals


def set_signals(case: Case, signals: Signals) -> None:
    for name in SIGNALS:
        setattr(case, name, getattr(signals, "opened" if name == "opened_door" else name))
    case.last_method = signals.last_method or ""
    case.last_response = signals.last_response or ""
    case.recent = list(signals.recent)


def put(case: Case, proposal: Proposal, *, accepted: bool, also: Sequence[str] = ()) -> None:
    set_plan(case, proposal, accepted=accepted)
    change(case, (*PLAN, "next_accepted", *also))


def set_plan(case: Case, proposal: Proposal, *, accepted: bool) -> None:
    case.next_method = proposal.method
    case.next_earliest, case.next_due = proposal.earliest, proposal.due
    case.next_latest, case.next_ends = proposal.latest, proposal.ends
    case.next_reason, case.next_facts = proposal.reason, proposal.facts
    case.next_accepted = accepted


def unplan(case: Case, *, why: str) -> None:
    """Nothing stands any more; what was planned is cancelled with its reason."""
    case.next_method = case.next_reason = ""
    case.next_earliest = case.next_due = case.next_latest = case.next_ends = None
    case.next_facts, case.next_accepted = {}, False
    case.save(update_fields=[*PLAN, "next_accepted"])
    Visit.objects.filter(case=case, state__in=STILL_AHEAD).update(state="cancelled", why_cancelled=why)


def appointment(case: Case) -> dict[str, Any]:
    """What somebody accepted, for the event of a deed that cancels it, so that taking the deed back brings it back."""
    if not case.next_accepted:
        return {}
    ahead = Visit.objects.filter(case=case, state__in=STILL_AHEAD).first()
    if ahead is None:
        return {}
    plan = {name: getattr(case, name) for name in PLAN}
    plan |= {name: plan[name].isoformat() for name in MOMENTS}
    return {"gave_way": {"visit": str(ahead.pk), "state": ahead.state, "plan": plan}}


def reappoint(case: Case, kept: dict[str, Any]) -> None:
    """What `appointment` kept stands again, in place of a proposal made meanwhile."""
    mine = Visit.objects.filter(pk=kept["visit"], case=case, state__in=["cancelled", kept["state"]])
    if change_who_goes(mine, state=kept["state"], why_cancelled=""):
        for name, value in kept["plan"].items():
            setattr(case, name, datetime.fromisoformat(value) if name in MOMENTS else value)
        case.next_accepted = True
        case.save(update_fields=[*PLAN, "next_accepted"])


def change_who_goes(visits: QuerySet[Visit], **facts: Any) -> int:
    """At the same hour if everybody is free then; if somebody is elsewhere by now the visit stands without its hour."""
    with if_free():
        return visits.update(**facts)
    return visits.update(**facts | WITHOUT_HOUR)


@contextmanager
def if_free() -> Iterator[None]:
    """What is inside is undone, and nothing more, when it asks somebody to be in two places at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        if broken_rule(broken) != ONE_PLACE:
            raise


def who_went(visit: Visit) -> list[str | None]:
    """For the event of a deed that sends somebody else, so that taking it back brings back who was to go, and when."""
    moments = (one.isoformat() if one else None for one in (visit.starts_at, visit.ends_at))
    return [str(visit.pk), str(visit.worker_id), str(visit.second_id) if visit.second_id else None, *moments]


def go_again(deed: Event) -> None:
    """What `who_went` kept, unless another appointment stands by now; who has left the case since does not go."""
    if "went" in deed.facts:
        pk, worker, second, begins, ends = deed.facts["went"]
        on = Assignment.objects.filter(case=deed.case_id, ended_at=None).values_list("worker", flat=True)
        here = set(map(str, on))
        if worker not in here:
            return
        hour = {"starts_at": begins, "ends_at": ends}
        along = {"second_id": second} if second is None or second in here else {}
        mine = Visit.objects.filter(pk=pk, case=deed.case_id, state="planned")
        change_who_goes(mine.filter(due=begins) if begins else mine, worker_id=worker, **along, **hour)


def replan(case: Case, *, at: datetime, why: str = "replanned", also: Sequence[str] = ()) -> Proposal | None:
    """The rhythm's next contact for an open case, from the signals it holds; a case at rest has none.

    What somebody had accepted gives way, and its visit is cancelled with `why`. `also` names what else of the case
    waits to be saved."""
    if case.standing != Standing.OPEN:
        if also:
            case.save(update_fields=also)
        return None
    if case.next_accepted:
        Visit.objects.filter(case=case, state="planned").update(state="cancelled", why_cancelled=why)
    proposal = propose(situation_of(case, case.signals, at))
    put(case, proposal, accepted=False, also=also)
    return proposal


@transaction.atomic
def plan(
    case: Case,
    *,
    method: Method,
    on: date,
    aim: str = "",
    going: Going | None = None,
    why: str = "",
    reason: Reason = Reason.CHOSEN,
    anyway: bool = True,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Case:
    """Accept the proposal, or put another method, day or hour in its place. Raises Conflict for what cannot be, and
    Changed when another appointment stands by now than the one that was `seen`; empty: none was.

    Without `going` the lead goes, at an hour of her own choice. With a reason `why` a coordinator passes the limits;
    `reason` is why it is this day. Without `anyway` a day on which she does not work is a Conflict too, so that a form
    can ask."""
    allow(by, May.CONTACT_RECORD, case)
    case = latest(case)
    _check(case, method, on, at)
    kind = _check_day(case, going, on, anyway=anyway)
    same = reason == Reason.CHOSEN and _is_proposed(case, method, on)
    if same and case.next_accepted and _is_so(case, aim, going):
        return case  # tapped twice
    gave_way = appointment(case)
    must_be_seen(gave_way, seen)
    hour = going.hour if going else None
    wished = _wished(case, method, on, hour, why=None if same else reason, kind=kind, at=at)
    passed = limits_passed(case, method, wished.due if wished else case.next_due, going, why=why, by=by, at=at)
    _take(case, wished)
    _appoint(case, aim, going)
    facts = {"method": method, "on": on.isoformat(), **(going.agreed if going else {}), **gave_way, **passed}
    facts |= {"promised": True} if reason == Reason.PROMISED else {}
    record("case.planned", case, by=by, at=at, note=why if passed else "", **facts)
    return case


def _is_proposed(case: Case, method: Method, on: date) -> bool:
    due = case.next_due
    return due is not None and method == case.next_method and on == local_day(due, case.organisation.zone)


def _take(case: Case, wished: Proposal | None) -> None:
    """The wish in the place of the proposal, or the proposal as it is."""
    if wished is not None:
        put(case, wished, accepted=True)
    elif not case.next_accepted:
        case.next_accepted = True
        case.save(update_fields=["next_accepted"])


def must_be_seen(gave_way: dict[str, Any], seen: str | None) -> None:
    """No other appointment gives way than the one that was seen."""
    if seen is not None and gave_way and gave_way["gave_way"]["visit"] != seen:
        raise Changed


def _is_so(case: Case, aim: str, going: Going | None) -> bool:
    """Does it stand like this already, on that day and by that way?"""
    if going is None:
        return not aim
    stands = Visit.objects.filter(
        case=case, state="planned", worker=going.worker, second=going.second, aim=aim, starts_at__isnull=not going.hour
    ).first()
    if stands is None or stands.starts_at is None or stands.ends_at is None or going.hour is None:
        return stands is not None
    agreed = stands.starts_at.astimezone(case.organisation.zone).time(), stands.ends_at - stands.starts_at
    return agreed == (going.hour, timedelta(minutes=going.minutes))


def _wished(
    case: Case, method: Method, on: date, hour: time | None, *, why: Reason | None, kind: DayKind, at: datetime
) -> Proposal | None:
    """What takes the place of the proposal; None where that can stand, as an hour of today that is over cannot.

    `why` is None on the day and by the way of the proposal, whose reason stays."""
    due = case.next_due
    is_open = kind == DayKind.OPEN
    if due is not None and why is None and not hour and due >= at and is_open and not is_quiet(case, method, due):
        return None
    situation = situation_of(case, case.signals, at)
    reason, facts = (why, {}) if why else (Reason(case.next_reason), case.next_facts)
    facts = {name: told for name, told in facts.items() if name not in OF_THE_DAY}
    facts |= {} if is_open else {"knowing": kind.value}
    return window(method, on, situation, reason=reason, facts=facts, hour=hour)


def limits_passed(
    case: Case, method: Method, moment: datetime | None, going: Going | None, *, why: str, by: User, at: datetime
) -> dict[str, Any]:
    """The limits this contact would pass, for its event. Raises Conflict, unless a coordinator gives a reason."""
    assert moment
    is_pair = going is not None and going.second is not None
    limits = {
        "over_budget": passes(method, moment, budget_of(case, moment)),
        "quiet_hours": is_quiet(case, method, moment, going.minutes if going and going.hour else 0),
        "alone": method in FACE_TO_FACE and not is_pair and must_go_in_two(method, warning(case, at)),
    }
    passed = [limit for limit, is_passed in limits.items() if is_passed]
    if passed and not (why.strip() and may(Role(by.role), May.LIMIT_PASS)):
        raise Conflict(passed[0])
    told = {"passed": passed} if passed else {}
    return told | ({"alone": True} if "alone" in passed else {})


def is_quiet(case: Case, method: Method, moment: datetime, minutes: int = 0) -> bool:
    """Would somebody come or call in the quiet hours of the house or of the person, or stay until they have begun?"""
    zone = case.organisation.zone
    begins, ends = (one.astimezone(zone).time() for one in (moment, moment + timedelta(minutes=minutes)))
    quiet = (case.organisation.quiet, case.person.quiet)
    return method not in OF_ANY_HOUR and any(touches(begins, ends, one) for one in quiet)


def _check(case: Case, method: Method, on: date, at: datetime) -> None:
    today = at.astimezone(case.organisation.zone).date()
    if case.standing != Standing.OPEN:
        raise Conflict("not_open")
    if method in case.closed_methods:
        raise Conflict("method_closed")
    if not today <= on or (on - today).days > LONGEST_WAIT:
        raise Conflict("day_out_of_reach")
    if Visit.objects.filter(case=case, state="under_way", arrived_at__gt=at - LONGEST_VISIT).exists():
        raise Conflict("under_way")


def _check_day(case: Case, going: Going | None, on: date, *, anyway: bool) -> DayKind:
    """Nobody is planned into leave or a rest of the house; on a holiday or a day off a person may, knowing it."""
    people = [one for one in ((going.worker, going.second) if going else (case.lead,)) if one is not None]
    days = house_days(case.organisation, on, on, people=[one.pk for one in people])
    kinds = {days.of(one).kind_of(on) for one in people} - {DayKind.OPEN}
    kind = next((one for one in DayKind if one in kinds), DayKind.OPEN)
    if kind in SHUT or (kind != DayKind.OPEN and not anyway):
        raise Conflict(f"on_{kind}")
    return kind


def _appoint(case: Case, aim: str, going: Going | None) -> None:
    """The visit somebody accepted; one at a time, so the one before gives way."""
    Visit.objects.filter(case=case, state__in=STILL_AHEAD).update(state="cancelled", why_cancelled="replanned")
    assert case.next_earliest
    assert case.next_due
    assert case.next_latest
    assert case.lead_id
    who, second = (going.worker.pk, going.second) if going else (case.lead_id, None)
    begins = case.next_due if going and going.hour else None
    Visit.objects.create(
        organisation_id=case.organisation_id, case=case, method=case.next_method, earliest=case.next_earliest,
        due=case.next_due, latest=case.next_latest, worker_id=who, second=second, aim=aim, starts_at=begins,
        ends_at=begins + timedelta(minutes=going.minutes) if begins and going else None,
    )  # fmt: skip
