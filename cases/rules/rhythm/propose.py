"""When the next contact falls due, how, and why: a pure function. It never moves a stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from cases.rules.calendar import Calendar
from cases.rules.due import end_of_day, start_of_day
from cases.rules.ladder import Stage
from cases.rules.methods import TO_THE_PERSON, Method
from cases.rules.rhythm.signals import Signals
from cases.rules.rhythm.table import DEFAULT_PACES, FALLBACK, METHOD_OF, WINDOW, Reason, Rule, rule_for

USUAL_HOUR = time(14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything the rhythm may look at. `pace` is the case's own, before the organisation's `paces`."""

    stage: Stage
    at: datetime
    signals: Signals
    calendar: Calendar
    closed_methods: frozenset[Method] = frozenset()
    pace: int | None = None
    paces: Mapping[str, int] = field(default_factory=dict)
    cap_7: int = 3
    cap_14: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The window of the next contact; `ends` is the end of the local day of `latest`."""

    method: Method
    earliest: datetime
    due: datetime
    latest: datetime
    ends: datetime
    reason: Reason
    facts: dict[str, str | int]


def propose(situation: Situation) -> Proposal:
    """The same situation always gives the same proposal; a method the person closed is never in it."""
    rule = rule_for(situation.signals)
    method = method_of(rule, situation)
    wished = _wished_day(rule, method, situation)
    day = situation.calendar.next_open(wished)
    facts: dict[str, str | int] = {"days": _interval(rule, situation)}
    if day != wished:
        facts["moved_from"] = wished.isoformat()
    own = rule.method or METHOD_OF[situation.stage]
    if method != own:
        facts["instead_of"] = own.value
    return window(method, day, situation, reason=rule.reason, facts=facts, hour=_hour(rule, situation))


def method_of(rule: Rule, situation: Situation) -> Method:
    wished = rule.method or METHOD_OF[situation.stage]
    ways = (wished, *FALLBACK[wished])
    return next((way for way in ways if way not in situation.closed_methods), Method.FAMILY_MEETING)


def window(
    method: Method,
    day: date,
    situation: Situation,
    *,
    reason: Reason,
    facts: dict[str, str | int],
    hour: time = USUAL_HOUR,
) -> Proposal:
    """Whole local days around the due day, never earlier than today."""
    zone = situation.calendar.zone
    before, after = WINDOW[method]
    today = situation.at.astimezone(zone).date()
    first = max(min(today, day), day - timedelta(days=before))
    if situation.signals.last_at is not None:
        first = max(first, min(day, situation.signals.last_at.astimezone(zone).date() + timedelta(days=1)))
    due = datetime.combine(day, hour, zone)
    latest = datetime.combine(day + timedelta(days=after), hour, zone)
    return Proposal(
        method=method,
        earliest=min(start_of_day(first, zone), due),
        due=due,
        latest=latest,
        ends=end_of_day(latest, zone),
        reason=reason,
        facts=facts,
    )


def _interval(rule: Rule, situation: Situation) -> int:
    days = rule.days
    if days is None:
        days = situation.pace or situation.paces.get(situation.stage) or DEFAULT_PACES[situation.stage]
    return -(-days * rule.percent // 100)  # rounded up: never hurry anyone by rounding


def _wished_day(rule: Rule, method: Method, situation: Situation) -> date:
    zone = situation.calendar.zone
    from_day = (situation.signals.last_at or situation.at).astimezone(zone).date()
    day = from_day + timedelta(days=_interval(rule, situation))
    if rule.same_time and situation.signals.last_at is not None:
        day += timedelta(days=(from_day.weekday() - day.weekday()) % 7)
    if method in TO_THE_PERSON:
        day = max([day, *_cap_days(situation)])
    return max(day, situation.at.astimezone(zone).date())


def _cap_days(situation: Situation) -> list[date]:
    """The first days on which one more contact keeps both caps (per 7 and per 14 days)."""
    recent = situation.signals.recent
    return [
        recent[cap - 1].astimezone(situation.calendar.zone).date() + timedelta(days=span)
        for cap, span in ((situation.cap_7, 7), (situation.cap_14, 14))
        if len(recent) >= cap
    ]


def _hour(rule: Rule, situation: Situation) -> time:
    if not rule.same_time or situation.signals.last_at is None:
        return USUAL_HOUR
    local = situation.signals.last_at.astimezone(situation.calendar.zone)
    return time(local.hour, local.minute - local.minute % 15)
