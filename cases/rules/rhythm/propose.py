"""When the next contact falls due, how, and why: a pure function. It never moves a stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.rules.calendar import Calendar, DayKind, NoOpenDay
from cases.rules.due import end_of_day, later, local_day, moment, start_of_day
from cases.rules.ladder import Stage
from cases.rules.methods import OF_ANY_HOUR, TO_THE_PERSON, Method
from cases.rules.rhythm.budget import free_from
from cases.rules.rhythm.signals import Signals
from cases.rules.rhythm.skipping import Skip, day_after
from cases.rules.rhythm.table import (
    FALLBACK,
    METHOD_OF,
    WINDOW,
    From,
    Reason,
    Rule,
    Seen,
    pace_of,
    rule_for,
)

USUAL_HOUR = time(14)
QUARTER = 15  # minutes; a visit is planned at 14:30, not at 14:37
MINUTES_A_DAY = 24 * 60
PEACE = timedelta(days=3)  # our default; no pace is shorter
DISTURBING = TO_THE_PERSON - OF_ANY_HOUR  # a letter or a message leaves a home in peace


Quiet = tuple[time, time]  # from, until


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything the rhythm may look at. `pace` is the case's own, before the organisation's `paces`.

    A case is opened after a talk with the family, so `opened_at` counts as one; `best_hours` are the person's, and wait
    for what is closed.
    """

    stage: Stage
    at: datetime
    signals: Signals
    calendar: Calendar
    closed_methods: frozenset[Method] = frozenset()
    pace: int | None = None
    paces: Mapping[str, int] = field(default_factory=dict)
    cap_7: int = 3
    cap_14: int = 5
    opened_at: datetime | None = None
    staged_at: datetime | None = None
    skip: Skip | None = None  # the contact with the person left out last
    family_skip: Skip | None = None  # and the talk with the family
    best_hours: tuple[time, time] | None = None
    quiet: Quiet | None = None  # of the house: from, until; over midnight as a rule
    own_quiet: Quiet | None = None  # of the person, who may sleep by day

    @property
    def family_at(self) -> datetime | None:
        return later(self.signals.family_last_at, self.opened_at)

    def usual_hour(self, method: Method) -> time:
        """The hour of a contact that nobody gave one: where the person is reached best, if that is where it goes."""
        if self.best_hours is None or method not in TO_THE_PERSON:
            return USUAL_HOUR
        return first_free(self.best_hours, *self.closed_hours)

    @property
    def closed_hours(self) -> tuple[Quiet | None, Quiet | None, Quiet | None]:
        """The quiet hours of the house and of the person, and those outside of the worker's own."""
        hours = self.calendar.hours
        return self.quiet, self.own_quiet, (hours[1], hours[0]) if hours else None

    @property
    def free_from(self) -> datetime | None:
        return free_from(self.signals.recent, cap_7=self.cap_7, cap_14=self.cap_14)

    def skipped(self, method: Method) -> Skip | None:
        """The contact of this side that was left out, as long as none has taken place since."""
        if method in TO_THE_PERSON:
            return self.skip if self.skip is not None and self.skip.stands(self.signals.last_at) else None
        talk = self.family_skip
        return talk.month(self.calendar.zone) if talk and talk.stands(self.signals.family_last_at) else None

    @property
    def stage_pace(self) -> int:
        return pace_of(self.stage, self.paces, self.pace)


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
    seen = seen_in(situation)
    rule = rule_for(seen)
    wished = rule.method or METHOD_OF[situation.stage]
    method = way_left(wished, situation.closed_methods)
    facts = facts_of(rule, situation)
    reason = rule.reason
    if method != wished:
        reason, facts["instead_of"] = Reason.METHOD_CLOSED, wished.value
    wished_hour = hour_of(rule, method, situation)
    hour = awake(wished_hour, *situation.closed_hours)
    if hour != wished_hour:
        facts["quiet"] = whose(wished_hour, situation)
    elif is_best(rule, method, hour, situation):
        facts["best"] = 1
    facts["days"] = days = days_of(rule, method, situation)
    first = first_day(rule, method, situation, days=days, hour=hour, facts=facts, mark=rule.mark_of(seen))
    day = open_day(first, situation, facts)
    return window(method, day, situation, reason=reason, facts=facts, hour=hour, early=rule.early, late=rule.late)


def seen_in(situation: Situation) -> Seen:
    skip, talk = situation.skipped(METHOD_OF[situation.stage]), situation.skipped(Method.FAMILY_MEETING)
    last = skip.due if skip else situation.signals.last_at or situation.at
    return Seen(
        stage=situation.stage,
        signals=situation.signals,
        closed=situation.closed_methods,
        next_at=last + timedelta(days=situation.stage_pace),
        # A talk left out keeps the person's own rhythm from waiting for it; it asks again a whole interval later.
        family_at=talk.due if talk else situation.family_at,
        opened_at=situation.opened_at,
        staged_at=situation.staged_at,
    )


def way_left(wished: Method, closed: frozenset[Method]) -> Method:
    """The wished method, or the first on its way back that the person has not closed."""
    if wished not in closed:
        return wished
    ways = (wished, *FALLBACK[wished])
    return next((way for way in ways if way not in closed or way not in TO_THE_PERSON), Method.FAMILY_MEETING)


def facts_of(rule: Rule, situation: Situation) -> dict[str, str | int]:
    """The numbers the sentence of this row speaks of."""
    signals, facts = situation.signals, dict[str, str | int]()
    if rule.least_voice:
        facts["voices"] = signals.voice_streak
    if rule.least_silent:
        facts["silences"] = signals.silent_streak
    if rule.least_letters:
        facts["letters"] = signals.silent_letters
    if rule.least_refusals:
        facts["refusals"] = signals.refusals
    if rule.unchanged or rule.review_every:
        facts["months"] = (rule.unchanged or rule.review_every or 0) // 30
    return facts


def days_of(rule: Rule, method: Method, situation: Situation) -> int:
    days = rule.days if rule.days is not None else situation.stage_pace
    if rule.least_letters and rule.days is None:
        days = max(days, pace_of(Stage.LETTER, situation.paces))  # a door's pace is no pace for letters
    days = -(-days * rule.percent // 100)  # rounded up: nobody is hurried by rounding
    if method == Method.LETTER and (rule.method or METHOD_OF[situation.stage]) != Method.LETTER:
        days = max(days, pace_of(Stage.LETTER, situation.paces))  # letters that stand in keep the pace of letters
    return days


def counted_from(rule: Rule, method: Method, situation: Situation) -> datetime:
    """A meeting with the family that no row counts otherwise comes after whatever happened last."""
    person, family = situation.signals.last_at, situation.family_at
    if rule.counts_from is From.FAMILY:
        return family or situation.at
    if rule.counts_from is From.PERSON and method in TO_THE_PERSON:
        return person or situation.at
    return later(person, situation.signals.family_last_at) or situation.at


def first_day(
    rule: Rule,
    method: Method,
    situation: Situation,
    *,
    days: int,
    hour: time,
    facts: dict[str, str | int],
    mark: datetime | None = None,
) -> date:
    """The day the row wishes: never before today, before the mark of a review, or beyond the caps."""
    zone = situation.calendar.zone
    today = local_day(situation.at, zone)
    wait = 7 * max(1, (days + 3) // 7) if rule.same_time else days
    day = local_day(counted_from(rule, method, situation), zone) + timedelta(days=wait)
    if mark is not None:
        day = max(day, local_day(mark, zone))
    skipped = situation.skipped(method)
    if skipped is not None:
        left_out, told = local_day(skipped.due, zone), local_day(skipped.at, zone)
        facts["skipped"] = left_out.isoformat()
        day = day_after(left_out, day, told=told, wait=wait, same_weekday=rule.same_time)
    if day <= today:
        day = caught_up(rule, method, day, situation, facts)
    if method not in OF_ANY_HOUR and moment(day, hour, zone) < situation.at:
        day += timedelta(days=7 if rule.same_time else 1)  # the hour of today is over
    free = situation.free_from if method in TO_THE_PERSON else None
    if free is None or moment(day, hour, zone) >= free:
        return day
    facts["held_from"] = day.isoformat()
    day = local_day(free, zone)
    return day if moment(day, hour, zone) >= free else day + timedelta(days=1)


def caught_up(rule: Rule, method: Method, day: date, situation: Situation, facts: dict[str, str | int]) -> date:
    """What is due by now is for today. But a home that has heard from us since, if only the family, is called or
    visited again some days later only: one whose mother always answers would otherwise be called day after day."""
    zone = situation.calendar.zone
    first = today = local_day(situation.at, zone)
    if day < today:
        facts["late_from"] = day.isoformat()
    last = later(situation.signals.last_at, situation.signals.family_last_at)
    heard = local_day(last, zone) if last and method in DISTURBING else date.min
    if heard >= day and heard + PEACE > today:
        facts["heard_on"] = heard.isoformat()
        first = heard + PEACE
    return first + timedelta(days=(day - first).days % 7 if rule.same_time else 0)  # late, yet the same weekday


def open_day(day: date, situation: Situation, facts: dict[str, str | int]) -> date:
    """The next open day of the calendar; where none is in reach the day stands, so that no case is without one."""
    try:
        found = situation.calendar.next_open(day)
    except NoOpenDay:
        return day
    if found != day:
        facts["moved_from"], facts["moved_by"] = day.isoformat(), what_moved(day, situation.calendar)
    return found


def what_moved(day: date, calendar: Calendar) -> str:
    """leave, day_off, holiday:JP or rest:お盆; a holiday is named to each reader in his own language."""
    kind = calendar.kind_of(day)
    name = {DayKind.HOLIDAY: calendar.country, DayKind.REST: calendar.rest_name(day)}.get(kind, "")
    return f"{kind}:{name}" if name else kind.value


def hour_of(rule: Rule, method: Method, situation: Situation) -> time:
    last = situation.signals.last_at
    if rule.same_time and last is not None:
        local = last.astimezone(situation.calendar.zone)
        return time(local.hour, local.minute - local.minute % QUARTER)
    return situation.usual_hour(method)


def is_best(rule: Rule, method: Method, hour: time, situation: Situation) -> bool:
    """Was this hour taken because the person is reached best then? A letter has none."""
    told = situation.best_hours is not None and not rule.same_time and method in TO_THE_PERSON
    return told and method not in OF_ANY_HOUR and within(hour, situation.best_hours)


def first_free(best: Quiet, *closed: Quiet | None) -> time:
    """The beginning of the best hours, or the first moment in them at which something closed ends; else their
    beginning."""
    begins = minute_of(best[0])
    ends = sorted((one[1] for one in closed if one), key=lambda hour: (minute_of(hour) - begins) % MINUTES_A_DAY)
    inside = (hour for hour in (best[0], *ends) if within(hour, best))
    return next((hour for hour in inside if not any(within(hour, one) for one in closed)), best[0])


def within(hour: time, quiet: Quiet | None) -> bool:
    """Is this hour one of the quiet ones? The hour they end is free again."""
    if quiet is None:
        return False
    begins, ends = quiet
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def whose(hour: time, situation: Situation) -> str:
    """On whose account it cannot be this hour."""
    house, person, _ = situation.closed_hours
    return "person" if within(hour, person) else "house" if within(hour, house) else "worker"


def awake(hour: time, house: Quiet | None, person: Quiet | None = None, worker: Quiet | None = None) -> time:
    """The hour itself, or the nearest edge outside all of these: an hour before they begin, or their end.

    Where all together leave nothing of the day the worker's gives way first, then the person's."""
    if not within(hour, house) and not within(hour, person) and not within(hour, worker):
        return hour
    quiet, now = [one for one in (house, person, worker) if one is not None], minute_of(hour)
    edges = [((minute_of(ends) - now) % MINUTES_A_DAY, False, ends) for _, ends in quiet]
    edges += [((now - minute_of(begins)) % MINUTES_A_DAY, True, an_hour_before(begins)) for begins, _ in quiet]
    free = [edge for edge in edges if not any(within(edge[2], one) for one in quiet)]
    if free:
        return min(free, key=lambda edge: edge[:2])[2]
    return awake(hour, house, person) if worker else awake(hour, house)


def leaves_an_hour(house: Quiet, person: Quiet) -> bool:
    """Does some full hour of the day lie outside both?"""
    return any(not within(time(hour), house) and not within(time(hour), person) for hour in range(24))


def minute_of(hour: time) -> int:
    return 60 * hour.hour + hour.minute


def an_hour_before(hour: time) -> time:
    return time(*divmod((minute_of(hour) - 60) % MINUTES_A_DAY, 60))


def still_to_come(due: datetime, at: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself; if that hour of today is over, the next quarter of an hour that is left of the day."""
    if due >= at or local_day(due, zone) != local_day(at, zone):
        return due
    now = at.astimezone(UTC)
    quarter = now.replace(minute=now.minute - now.minute % QUARTER, second=0, microsecond=0)
    quarter += timedelta(minutes=QUARTER if quarter < now else 0)
    return quarter if local_day(quarter, zone) == local_day(now, zone) else now


def window(
    method: Method,
    day: date,
    situation: Situation,
    *,
    reason: Reason,
    facts: dict[str, str | int],
    hour: time | None = None,
    early: bool = True,
    late: bool = True,
) -> Proposal:
    """The days around the due day: not before today, nor before the last contact of its kind, nor past the caps."""
    zone = situation.calendar.zone
    hour = hour or awake(situation.usual_hour(method), *situation.closed_hours)
    before, after = WINDOW[method]
    due = still_to_come(moment(day, hour, zone), situation.at, zone)
    latest = max(moment(day + timedelta(days=after if late else 0), hour, zone), due)
    return Proposal(
        method=method,
        earliest=min(opens_at(method, day - timedelta(days=before if early else 0), day, situation), due),
        due=due,
        latest=latest,
        ends=end_of_day(latest, zone),
        reason=reason,
        facts=facts,
    )


def opens_at(method: Method, first: date, day: date, situation: Situation) -> datetime:
    """From `first` on, unless something holds it back: this day, the last contact of its kind, the caps, a skip."""
    zone, signals = situation.calendar.zone, situation.signals
    opens = start_of_day(max(first, min(day, local_day(situation.at, zone))), zone)
    to_person = method in TO_THE_PERSON
    last, skipped = signals.last_at if to_person else signals.family_last_at, situation.skipped(method)
    free = situation.free_from if to_person else None
    for floor in (last, free, end_of_day(max(skipped.due, skipped.at), zone) if skipped else None):
        if floor is not None and floor > opens:
            opens = floor
    return opens
