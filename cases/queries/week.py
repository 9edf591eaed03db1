"""The week of a team: its people, what is planned for whom, and what waits for an hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, FilteredRelation, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from accounts.models.user import UserQuerySet
from cases.models import Assignment, Case, Visit
from cases.models.case import CaseQuerySet
from cases.models.visit import STILL_AHEAD
from cases.queries.calendars import HouseDays, house_days
from cases.queries.in_two import newest_violence
from cases.queries.leave import NEVER
from cases.queries.names import name_of
from cases.queries.prepared import planned, prepared
from cases.rules.calendar import DayKind, Hours
from cases.rules.due import local_day, moment_in, start_of_day
from cases.rules.methods import OF_ANY_HOUR
from cases.rules.rhythm.propose import what_moved
from cases.rules.week import Stop, Way, ways

PEOPLE = 25  # rows of one page
LANE = 30
VIEWS = ("mine", "all")
SHOWN = (*STILL_AHEAD, "done")
AT_HOME = ("visit", "family_meeting")  # at the family's house, so that there is a way to it


class Colleague(NamedTuple):
    pk: UUID
    name: str
    weekdays: int
    works_from: time | None
    works_until: time | None

    @property
    def hours(self) -> Hours | None:
        return (self.works_from, self.works_until) if self.works_from and self.works_until else None


class Appointment(NamedTuple):
    pk: UUID
    case: UUID
    method: str
    state: str
    due: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    arrived_at: datetime | None
    worker: UUID
    worker_name: str
    second: UUID | None
    second_name: str | None
    nickname: str
    municipality: str
    contact_at: datetime | None
    contact_timed: bool | None  # was its hour told?
    clash: str | None  # of a case whose agreed contact lies on a day on which nobody works any more

    @property
    def place(self) -> str:
        return self.municipality if self.method in AT_HOME else ""


class Waiting(NamedTuple):
    """A case whose next contact nobody has accepted yet."""

    pk: UUID
    next_method: str
    next_earliest: datetime
    next_due: datetime
    next_ends: datetime
    next_reason: str
    facts: str  # as JSON
    concern: bool
    lead: UUID
    lead_name: str
    second: UUID | None
    nickname: str
    municipality: str
    violence_at: datetime | None  # the newest concern about it
    issues: list[str]


# The key stands in the statement: as a value of it, the database could not tell which operator is meant.
CLASH = Func(F("case__next_facts"), template="(%(expressions)s ->> 'clash')", output_field=TextField())
COLLEAGUE = ("pk", "name", "weekdays", "works_from", "works_until")
VISIT = (
    "pk", "case_id", "method", "state", "due", "starts_at", "ends_at", "arrived_at",
    "worker_id", name_of("worker_id"), "second_id", name_of("second_id"), "case__person__family__nickname",
    "case__person__family__municipality", "contact__started_at", "contact__time_told", CLASH,
)  # fmt: skip
WAITING = (
    "pk", "next_method", "next_earliest", "next_due", "next_ends", "next_reason", "facts", "concern", "lead_id",
    "lead__name", "pair__worker_id", "person__family__nickname", "person__family__municipality",
    "violence_at", "person__issues",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a page of the lane begins: after this moment and this case."""

    ends: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.ends.isoformat()}~{self.pk}"

    @classmethod
    def told(cls, text: str) -> "Behind":
        """As it stands in an address; the beginning for whatever is none."""
        ends, _, pk = text.partition("~")
        known, key = moment_in(ends), key_in(pk)
        return cls(known, key) if known and key else BEGINNING


Look = tuple[date, DayKind, str]  # a day, what it is, and the name of that
BEGINNING = Behind(datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


def key_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Cell(NamedTuple):
    """One worker's day: what keeps from working, and the visits in the order of their hours."""

    day: date
    kind: DayKind
    name: str  # of the rest, or of whose public holiday it is
    visits: list[tuple[Appointment, Way | None]]


@dataclass(frozen=True, slots=True)
class Week:
    """`further` and `further_waiting` are where the next page of each begins, None where there is no more."""

    days: list[date]
    rows: list[tuple[Colleague, list[Cell]]]
    lane: list[Waiting]
    further: UUID | None
    further_waiting: Behind | None


def week(user: User, days: list[date], *, view: str, after: UUID | None = None, behind: Behind = BEGINNING) -> Week:
    """Five questions however large the team: people, visits, rests, leave, and the lane. Where the pages
    begin: `after` this colleague, and `behind` this case."""
    zone = user.organisation.zone
    begins, ends = start_of_day(days[0], zone), start_of_day(days[-1] + timedelta(days=1), zone)
    people = team(user, view, after)
    shown = people[:PEOPLE]
    keys = [one.pk for one in shown]
    house = house_days(user.organisation, days[0], days[-1], people=keys)
    of_day: dict[tuple[UUID, date], list[Appointment]] = defaultdict(list)
    for row in appointed(house=user.organisation_id, people=keys, begins=begins, ends=ends):
        visit = Appointment._make(row)
        for who in (visit.worker, visit.second):
            if who is not None:
                of_day[who, local_day(visit.due, zone)].append(visit)
    rows = [(one, _cells(one.pk, looks, of_day)) for one, looks in zip(shown, _looks(shown, house, days), strict=True)]
    waiting = lane(user, ends, view=view, behind=behind)
    last = waiting[LANE - 1] if len(waiting) > LANE else None
    return Week(
        days, rows, waiting[:LANE], shown[-1].pk if len(people) > PEOPLE else None,
        Behind(last.next_ends, last.pk) if last else None,
    )  # fmt: skip


def team(user: User, view: str, after: UUID | None = None) -> list[Colleague]:
    """Those who can be given a case, one more than a page holds; of `mine` who is on a case this reader coordinates."""
    house, own = user.organisation_id, view == "mine"
    if after is not None:
        found = _those(house, user.pk if own else None).behind(after)
        return list(map(Colleague._make, found.values_list(*COLLEAGUE)[: PEOPLE + 1]))
    rows = working_for(house=house, coordinator=user.pk) if own else everybody(house=house)
    return list(map(Colleague._make, rows))


@prepared
def everybody(house: UUID) -> QuerySet[Any, Any]:
    return _those(house, None).values_list(*COLLEAGUE)[: PEOPLE + 1]


@prepared
def working_for(house: UUID, coordinator: UUID) -> QuerySet[Any, Any]:
    return _those(house, coordinator).values_list(*COLLEAGUE)[: PEOPLE + 1]


def _those(house: UUID, coordinator: UUID | None) -> UserQuerySet:
    people: UserQuerySet = User.objects.filter(organisation_id=house).carers().in_order_of_names()
    if coordinator is None:
        return people
    on = Assignment.objects.filter(worker=OuterRef("pk"), ended_at=None, case__coordinator_id=coordinator)
    return people.filter(Exists(on))


@planned
def appointed(house: UUID, people: list[UUID], begins: datetime, ends: datetime) -> QuerySet[Any, Any]:
    found = Visit.objects.filter(organisation_id=house, due__gte=begins, due__lt=ends, state__in=SHOWN)
    mine = found.filter(Q(worker__pk__any_of=people) | Q(second__pk__any_of=people))
    return mine.order_by("due", "pk").values_list(*VISIT)


def _looks(people: Iterable[Colleague], house: HouseDays, days: list[date]) -> Iterator[list[Look]]:
    """The days of each; colleagues with the same weekdays and no leave have the same ones."""
    alike: dict[tuple[int, frozenset[date]], list[Look]] = {}
    for one in people:
        key = one.weekdays, house.away.get(one.pk, NEVER)
        if key not in alike:
            calendar = house.of_one(one.pk, one.weekdays, None)
            alike[key] = [(day, calendar.kind_of(day), what_moved(day, calendar).partition(":")[2]) for day in days]
        yield alike[key]


def _cells(who: UUID, looks: Iterable[Look], of_day: Mapping[tuple[UUID, date], Sequence[Appointment]]) -> list[Cell]:
    return [Cell(day, kind, name, _with_ways(of_day.get((who, day), ()))) for day, kind, name in looks]


def _with_ways(visits: Sequence[Appointment]) -> list[tuple[Appointment, Way | None]]:
    """In the order of their hours, agreed or about; what may be done at any hour of the day comes last."""
    if len(visits) < 2:  # as most days are
        return [(visit, None) for visit in visits]
    stops, timed = [], []
    for visit in visits:
        if visit.starts_at is not None and visit.ends_at is not None:
            timed.append(visit)
            stops.append(Stop(starts_at=visit.starts_at, ends_at=visit.ends_at, place=visit.place))
    way_to = dict(zip((visit.pk for visit in timed), ways(stops), strict=True))
    in_turn = sorted(visits, key=lambda visit: visit.method in OF_ANY_HOUR)
    return [(visit, way_to.get(visit.pk)) for visit in in_turn]


def lane(user: User, until: datetime, *, view: str, behind: Behind = BEGINNING) -> list[Waiting]:
    """Open cases whose window begins before this moment, for which nobody has accepted anything and with whom nobody is
    just now, overdue first; one more than a page holds."""
    told: dict[str, Any] = {"house": user.organisation_id, "until": until, "ends": behind.ends, "behind": behind.pk}
    rows = waiting_for(**told, coordinator=user.pk) if view == "mine" else waiting(**told)
    return list(map(Waiting._make, rows))


@planned
def waiting(house: UUID, until: datetime, ends: datetime, behind: UUID) -> QuerySet[Any, Any]:
    return _in_turn(Case.objects.of_house(house), until, ends, behind)


@planned
def waiting_for(house: UUID, coordinator: UUID, until: datetime, ends: datetime, behind: UUID) -> QuerySet[Any, Any]:
    return _in_turn(Case.objects.of_house(house).filter(coordinator_id=coordinator), until, ends, behind)


def _in_turn(cases: CaseQuerySet, until: datetime, ends: datetime, behind: UUID) -> QuerySet[Any, Any]:
    """The first condition on the end says no more than the second, in a form an index can begin at."""
    cases = cases.open().filter(next_accepted=False, next_earliest__lt=until, next_ends__gte=ends)
    cases = cases.filter(Q(next_ends__gt=ends) | Q(pk__gt=behind))
    cases = cases.exclude(Exists(Visit.objects.filter(case=OuterRef("pk"), state="under_way")))
    return _as_waiting(cases.order_by(F("next_ends"), "pk"))[: LANE + 1]


def _as_waiting(cases: CaseQuerySet) -> QuerySet[Any, Any]:
    second = FilteredRelation("assignments", condition=Q(assignments__part="second", assignments__ended_at=None))
    told = {"facts": Cast("next_facts", TextField()), "violence_at": newest_violence("pk")}
    return cases.annotate(pair=second, **told).values_list(*WAITING)


def on_case(case: Case) -> dict[UUID, str]:
    """Who is on this case now, and in which part."""
    return dict(Assignment.objects.filter(case=case, ended_at=None).values_list("worker_id", "part"))


def engaged(people: list[UUID], begins: datetime, ends: datetime, *, without: Case) -> list[Appointment]:
    """What these people have ahead between two moments, apart from this case."""
    ahead = Visit.objects.filter(state__in=STILL_AHEAD, due__gte=begins, due__lt=ends).exclude(case=without)
    mine = ahead.filter(Q(worker__in=people) | Q(second__in=people))
    return list(map(Appointment._make, mine.order_by("due", "pk").values_list(*VISIT)))


def proposed(user: User, people: list[UUID], begins: datetime, ends: datetime, *, without: Case) -> list[Waiting]:
    """What the rhythm has in mind for cases these people lead, which nobody has accepted yet."""
    cases = Case.objects.visible_to(user).open().filter(lead__in=people, next_accepted=False).exclude(pk=without.pk)
    found = cases.filter(next_due__gte=begins, next_due__lt=ends).order_by("next_due", "pk")
    return list(map(Waiting._make, _as_waiting(found)[:LANE]))


def in_the_way(people: list[UUID], begins: datetime, ends: datetime, *, without: Case) -> Appointment | None:
    """The appointment that holds one of them at this hour."""
    ahead = Visit.objects.filter(state__in=STILL_AHEAD, starts_at__lt=ends, ends_at__gt=begins).exclude(case=without)
    mine = ahead.filter(Q(worker__in=people) | Q(second__in=people)).order_by("starts_at", "pk")
    found = mine.values_list(*VISIT).first()
    return Appointment._make(found) if found else None


def code_of(case: UUID) -> str:
    """Of whatever stands in the way, by which it is known on the phone and on paper."""
    return Case.objects.filter(pk=case).values_list("code", flat=True).first() or ""


def taken_hours(people: list[UUID], on: date, zone: ZoneInfo, *, without: Case) -> list[tuple[time, time]]:
    """What these people have agreed on that day, by the clock; what goes on past midnight goes on to its end."""
    begins, ends = start_of_day(on, zone), start_of_day(on + timedelta(days=1), zone)
    ahead = Visit.objects.filter(state__in=STILL_AHEAD, starts_at__lt=ends, ends_at__gt=begins).exclude(case=without)
    mine = ahead.filter(Q(worker__in=people) | Q(second__in=people)).values_list("starts_at", "ends_at")
    last = ends - timedelta(minutes=1)
    return [
        (max(start, begins).astimezone(zone).time(), min(end, last).astimezone(zone).time())
        for start, end in mine
        if start and end
    ]
