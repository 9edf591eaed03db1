"""Who is to be told of something now, and what there is to tell: counts only, for each of them at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, F, Max, Q, QuerySet, Value

from accounts.models import Organisation, User
from accounts.models.user import BY_NAME
from accounts.roles import Role
from cases.models import Case, Notice, Visit, Wish
from cases.models.case import DUE_WHEN, CaseQuerySet
from cases.models.visit import STILL_AHEAD
from cases.queries.calendars import house_days
from cases.queries.clock import last_turn
from cases.queries.leave import leave_of
from cases.queries.prepared import Said, planned, prepared
from cases.queries.prepared_objects import prepared_objects
from cases.queries.silence import family_alone, no_sign, silent_since
from cases.rules.due import Due, local_day, start_of_day
from cases.rules.reminders import OF_KIND, Channel, Remind, Reminder, Wished, channel_of, is_time, key_of, monday_of

CONCERN_WAITS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Listener:
    """`who` stands on the cases or visits; `to` is told, for herself or because `who` is away."""

    who: UUID
    to: UUID
    kind: Remind
    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class House:
    """The staff of one organisation on one local day."""

    organisation: Organisation
    at: datetime
    since: datetime | None  # when this was asked before
    stood_still: datetime | None  # the same, if that is too long ago
    staff: list[User]  # in the order of their names
    wishes: dict[tuple[UUID, str], Wished]
    works: Callable[[User], bool]
    away: frozenset[UUID]  # who has left, and who is on leave
    coordinators: frozenset[UUID]  # of an open case, also when they have left since

    @property
    def day(self) -> date:
        return local_day(self.at, self.organisation.zone)

    def of_role(self, role: Role) -> list[User]:
        return [user for user in self.staff if user.role == role]


def house(organisation: Organisation, at: datetime, *, sweep: str) -> House:
    day = local_day(at, organisation.zone)
    opens = house_days(organisation, day, people=[]).of(None).is_open(day)
    users = everybody(house=organisation.pk)
    away = frozenset(leave_of(organisation, day, day)) | {user.pk for user in users if not user.is_active}
    since, is_late = last_turn(organisation, sweep, at)
    return House(
        organisation=organisation,
        at=at,
        since=since,
        stood_still=since if is_late else None,
        staff=[user for user in users if user.is_active],
        wishes={
            (user, kind): Wished(channel=Channel(channel), hour=hour)
            for user, kind, channel, hour in wished(house=organisation.pk)
        },
        works=lambda user: opens and user.pk not in away and bool(user.weekdays & 1 << day.weekday()),
        away=away,
        coordinators=frozenset(row[0] for row in coordinating(house=organisation.pk)),
    )


@prepared_objects(User)
def everybody(house: UUID) -> QuerySet[User]:
    found: QuerySet[User] = User.objects.filter(organisation_id=house).order_by(*BY_NAME)
    return found


@planned
def wished(house: UUID) -> QuerySet[Any, Any]:
    return Wish.objects.filter(organisation_id=house).values_list("user", "kind", "channel", "hour")


@planned
def coordinating(house: UUID) -> QuerySet[Any, Any]:
    return _cases(house).order_by().values_list("coordinator").distinct()


def listeners(house: House, rows: Iterable[Reminder]) -> dict[Remind, list[Listener]]:
    """Of each kind those whose hour has come and who were not told yet; one question for all of them."""
    heard = {row.kind: _hearers(house, row) for row in rows}
    keys = {one.key for found in heard.values() for one in found}
    told = Notice.objects.filter(key__in=keys, to__in=[user.pk for user in house.staff])
    # A letter owed by a sweep that was tried ahead is counted anew when its hour comes.
    ahead = Q(state="owed", tries=0, due_at__gt=house.at)
    known = set(told.exclude(ahead).values_list("to", "key")) if keys else set()
    return {kind: [one for one in found if (one.to, one.key) not in known] for kind, found in heard.items()}


def _hearers(house: House, row: Reminder) -> list[Listener]:
    if row.roles == {Role.COORDINATOR}:
        found = [_stands_in(house, who, row) for who in sorted(house.coordinators)]
    else:
        found = [_listens(house, user.pk, user, row) for user in house.staff if user.role in row.roles]
    return [one for one in found if one is not None]


def stand_in(house: House, who: UUID, kind: Remind) -> tuple[User, Remind] | None:
    """She herself; when she is away another coordinator; when none is there an administrator, who learns no fact."""
    there = [user for user in house.of_role(Role.COORDINATOR) if user.pk not in house.away]
    first = next((user for user in there if user.pk == who), None) or next(iter(there), None)
    if first is not None:
        return first, kind
    office = next(iter(house.of_role(Role.ADMINISTRATOR)), None)
    return (office, Remind.UNATTENDED) if office else None


def _stands_in(house: House, who: UUID, row: Reminder) -> Listener | None:
    found = stand_in(house, who, row.kind)
    return _listens(house, who, found[0], OF_KIND[found[1]]) if found else None


def channel_for(house: House, user: User, kind: Remind) -> Channel:
    return channel_of(OF_KIND[kind], house.wishes.get((user.pk, kind), Wished()))


def unheard_concerns(house: House) -> list[Notice]:
    """Letters of a concern to somebody who has left or is away: she may read hers late, or never."""
    lately = Notice.objects.filter(template=Remind.CONCERN, to__in=house.away, due_at__gt=house.at - CONCERN_WAITS)
    return list(lately.filter(organisation=house.organisation, due_at__lte=house.at).only("to_id", "key"))


def _listens(house: House, who: UUID, user: User, row: Reminder) -> Listener | None:
    wished = house.wishes.get((user.pk, row.kind), Wished())
    local = house.at.astimezone(house.organisation.zone)
    if not is_time(row, wished, local, since=house.since, works=house.works(user)):
        return None
    return Listener(who, user.pk, row.kind, channel_of(row, wished), key_of(row, house.day))


# --- what there is to tell: rows of `who`, `count`, and `newest`, the local day on which something last became so ---

Counted = Any  # a query set of those rows; its type would be longer than its words
NO_DAY = Value(None, output_field=DateTimeField())


def on_the_list(house: House) -> Said:
    return pressing.said(house=house.organisation.pk, at=house.at)


@prepared
def pressing(house: UUID, at: datetime) -> Counted:
    """What Today shows as due or overdue."""
    waiting = DUE_WHEN[Due.DUE](at) | DUE_WHEN[Due.OVERDUE](at)
    return _by_worker(_cases(house).filter(waiting)).annotate(count=Count("pk"), newest=NO_DAY)


def unwritten(house: House) -> Said:
    begins, zone = start_of_day(house.day, house.organisation.zone), house.organisation.zone
    ends = start_of_day(house.day + timedelta(days=1), zone)
    return begun.said(house=house.organisation.pk, begins=begins, ends=ends, at=house.at)


@prepared
def begun(house: UUID, begins: datetime, ends: datetime, at: datetime) -> Counted:
    """Visits of this day that were begun, or whose time has passed, and nobody has written about; of both who went."""
    today = Q(arrived_at__gte=begins, arrived_at__lt=ends) | Q(due__gte=begins, due__lt=ends, due__lte=at)
    ahead = Visit.objects.filter(today, organisation_id=house, state__in=STILL_AHEAD).order_by()
    goes, along = ahead.values(who=F("worker")), ahead.exclude(second=None).values(who=F("second"))
    told = {"count": Count("pk"), "newest": NO_DAY}
    return goes.annotate(**told).union(along.annotate(**told), all=True)


def overdue(house: House) -> Said:
    return passed.said(house=house.organisation.pk, at=house.at)


@prepared
def passed(house: UUID, at: datetime) -> Counted:
    late = _by_worker(_cases(house).filter(DUE_WHEN[Due.OVERDUE](at)))
    return late.annotate(count=Count("pk"), newest=Max("next_ends"))


def late(house: House) -> Said:
    organisation = house.organisation
    before = start_of_day(house.day - timedelta(days=organisation.late_days), organisation.zone)
    return left_alone.said(house=organisation.pk, before=before)


@prepared
def left_alone(house: UUID, before: datetime) -> Counted:
    """Overdue for so many days that the coordinator is told."""
    cases = _cases(house).filter(next_ends__lte=before).order_by().values(who=F("coordinator"))
    return cases.annotate(count=Count("pk"), newest=Max("next_ends"))


def silent(house: House) -> Said:
    since, family_since = silent_since(house.organisation, house.at)
    return quiet.said(house=house.organisation.pk, since=since, family_since=family_since)


@prepared
def quiet(house: UUID, since: datetime, family_since: datetime) -> Counted:
    """What the board and the list count, and how many of them because only the family was met."""
    cases = _cases(house).filter(no_sign(since, family_since)).order_by().values(who=F("coordinator"))
    family = Count("pk", filter=family_alone(family_since))
    return cases.annotate(count=Count("pk"), newest=NO_DAY, family=family)


def _cases(house: UUID) -> CaseQuerySet:
    return Case.objects.filter(organisation_id=house).open()


def _by_worker(cases: CaseQuerySet) -> Counted:
    return cases.filter(assignments__ended_at=None).order_by().values(who=F("assignments__worker"))


def managed(house: House) -> Said:
    return these.said(people=[user.pk for user in house.of_role(Role.MANAGER)])


@prepared
def these(people: list[UUID]) -> Counted:
    """Every manager; the numbers of the week are the same for all of them."""
    return User.objects.filter(pk__any_of=people).values(who=F("pk")).annotate(count=Value(0), newest=NO_DAY)


WEEK = ("planned", "overdue", "concerns", "silent")


def week_in_numbers(house: House) -> dict[str, int]:
    """What wants somebody this week: planned for it, overdue, with a concern, silent."""
    organisation, at = house.organisation, house.at
    ends = start_of_day(monday_of(house.day) + timedelta(days=7), organisation.zone)
    since, family_since = silent_since(organisation, at)
    told = week_of_house(house=organisation.pk, at=at, ends=ends, since=since, family_since=family_since)
    return dict(zip(WEEK, told[0] if told else (0, 0, 0, 0), strict=True))


@prepared
def week_of_house(
    house: UUID, at: datetime, ends: datetime, since: datetime, family_since: datetime
) -> QuerySet[Any, Any]:
    counts = {
        "planned": Count("pk", filter=Q(next_due__lt=ends, next_ends__gt=at)),
        "overdue": Count("pk", filter=DUE_WHEN[Due.OVERDUE](at)),
        "concerns": Count("pk", filter=Q(concern=True)),
        "silent": Count("pk", filter=no_sign(since, family_since)),
    }
    return _cases(house).order_by().values("organisation").annotate(**counts).values_list(*WEEK)
