"""The week of a team: its people, what is planned for whom, and what waits for an hour."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from accounts.models import User
from accounts.models.user import UserQuerySet
from cases.models import Assignment, Case, Visit
from cases.models.visit import STILL_AHEAD
from cases.queries.calendars import house_days
from cases.queries.office import colleagues
from cases.rules.calendar import Calendar, DayKind
from cases.rules.due import local_day, start_of_day
from cases.rules.rhythm.propose import what_moved
from cases.rules.week import Stop, Way, ways

PEOPLE = 40  # rows of one page
LANE = 60
VIEWS = ("mine", "all")
SHOWN = (*STILL_AHEAD, "done")
VISIT = (
    "pk", "case_id", "method", "due", "starts_at", "ends_at", "worker_id", "second_id", "state", "aim", "case__code",
    "case__concern", "case__person__family__nickname", "case__person__family__municipality", "worker__name",
    "second__name", "arrived_at", "contact__started_at", "contact__time_told",
)  # fmt: skip
WAITING = (
    "pk", "code", "next_method", "next_earliest", "next_due", "next_ends", "next_reason", "next_facts", "concern",
    "lead_id", "lead__name", "pair__worker_id", "person__family__nickname", "person__family__municipality",
)  # fmt: skip
AT_HOME = ("visit", "family_meeting")  # at the family's house, so that there is a way to it

Row = dict[str, Any]


@dataclass(slots=True)
class Cell:
    """One worker's day: what keeps from working, and the visits in the order of their hours."""

    day: date
    kind: DayKind
    name: str  # of the rest, or of whose public holiday it is
    visits: list[tuple[Row, Way | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Week:
    days: list[date]
    rows: list[tuple[User, list[Cell]]]
    lane: list[Row]
    more_people: bool
    more_waiting: bool


def week(user: User, days: list[date], *, view: str, page: int = 1) -> Week:
    """Five questions however large the team: people, visits, rests, leave, and the lane."""
    zone = user.organisation.zone
    begins, ends = start_of_day(days[0], zone), start_of_day(days[-1] + timedelta(days=1), zone)
    people = list(team(user, view)[(page - 1) * PEOPLE : page * PEOPLE + 1])
    shown = people[:PEOPLE]
    house = house_days(user.organisation, days[0], days[-1], people=[one.pk for one in shown])
    visits = _visits(user, [one.pk for one in shown], begins, ends)
    rows = []
    for one in shown:
        mine = [visit for visit in visits if one.pk in (visit["worker_id"], visit["second_id"])]
        rows.append((one, _cells(days, house.of(one), mine)))
    waiting = lane(user, ends, view=view)
    return Week(days, rows, waiting[:LANE], len(people) > PEOPLE, len(waiting) > LANE)


def team(user: User, view: str) -> UserQuerySet:
    """Those who can be given a case; of `mine` those who are on a case this reader coordinates."""
    people = colleagues(user.organisation).carers()
    if view == "mine":
        on = Assignment.objects.filter(worker=OuterRef("pk"), ended_at=None, case__coordinator=user)
        people = people.filter(Exists(on))
    return people


def _visits(user: User, people: list[UUID], begins: datetime, ends: datetime) -> list[Row]:
    found = Visit.objects.filter(organisation_id=user.organisation_id, due__gte=begins, due__lt=ends, state__in=SHOWN)
    found = found.filter(Q(worker__in=people) | Q(second__in=people))
    return list(found.order_by("due", "pk").values(*VISIT))


def _cells(days: list[date], calendar: Calendar, visits: list[Row]) -> list[Cell]:
    of_day: dict[date, list[Row]] = defaultdict(list)
    for visit in visits:
        of_day[local_day(visit["due"], calendar.zone)].append(visit)
    return [Cell(day, calendar.kind_of(day), name_of(day, calendar), _with_ways(of_day[day])) for day in days]


def name_of(day: date, calendar: Calendar) -> str:
    return what_moved(day, calendar).partition(":")[2]


def _with_ways(visits: list[Row]) -> list[tuple[Row, Way | None]]:
    """Those with an hour first; the others may be done at any hour of the day."""
    timed = [visit for visit in visits if visit["starts_at"] is not None]
    stops = (Stop(starts_at=one["starts_at"], ends_at=one["ends_at"], place=place_of(one)) for one in timed)
    any_hour: list[tuple[Row, Way | None]] = [(visit, None) for visit in visits if visit["starts_at"] is None]
    return [*zip(timed, ways(stops), strict=True), *any_hour]


def place_of(visit: Row) -> str:
    return str(visit["case__person__family__municipality"]) if visit["method"] in AT_HOME else ""


def lane(user: User, until: datetime, *, view: str) -> list[Row]:
    """Open cases whose window begins before this moment and for which nobody has accepted anything, overdue first."""
    cases = Case.objects.visible_to(user).open().filter(next_accepted=False, next_earliest__lt=until)
    if view == "mine":
        cases = cases.filter(coordinator=user)
    cases = cases.annotate(pair=_second())
    return list(cases.order_by(F("next_ends"), "pk").values(*WAITING)[: LANE + 1])


def _second() -> FilteredRelation:
    return FilteredRelation("assignments", condition=Q(assignments__part="second", assignments__ended_at=None))


def on_case(case: Case) -> dict[UUID, str]:
    """Who is on this case now, and in which part."""
    return dict(Assignment.objects.filter(case=case, ended_at=None).values_list("worker_id", "part"))


def engaged(people: list[UUID], begins: datetime, ends: datetime, *, without: Case) -> list[Row]:
    """What these people have ahead between two moments, apart from this case."""
    ahead = Visit.objects.filter(state__in=STILL_AHEAD, due__gte=begins, due__lt=ends).exclude(case=without)
    mine = ahead.filter(Q(worker__in=people) | Q(second__in=people))
    return list(mine.order_by("due", "pk").values(*VISIT))


def proposed(user: User, people: list[UUID], begins: datetime, ends: datetime, *, without: Case) -> list[Row]:
    """What the rhythm has in mind for cases these people lead, which nobody has accepted yet."""
    cases = Case.objects.visible_to(user).open().filter(lead__in=people, next_accepted=False).exclude(pk=without.pk)
    found = cases.filter(next_due__gte=begins, next_due__lt=ends).order_by("next_due", "pk")
    return list(found.annotate(pair=_second()).values(*WAITING)[:LANE])


def in_the_way(people: list[UUID], begins: datetime, ends: datetime, *, without: Case) -> Row | None:
    """The appointment that holds one of them at this hour."""
    ahead = Visit.objects.filter(state__in=STILL_AHEAD, starts_at__lt=ends, ends_at__gt=begins).exclude(case=without)
    mine = ahead.filter(Q(worker__in=people) | Q(second__in=people)).order_by("starts_at", "pk")
    found: Row | None = mine.values(*VISIT).first()
    return found
