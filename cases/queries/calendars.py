"""The days on which somebody works: their own pattern and hours, the rests and holidays of the house, and leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Organisation, User
from cases.models import Recess
from cases.queries.leave import NEVER, leave_of
from cases.queries.prepared import planned
from cases.rules.calendar import EVERY_DAY, Calendar, Hours, Rests
from cases.rules.due import local_day

REACH = timedelta(days=800)  # the longest wait, and the longest look from there for an open day


@dataclass(frozen=True, slots=True)
class HouseDays:
    """What the calendars of a house share, and who is away when; read once for as many people as are looked at."""

    zone: ZoneInfo
    country: str
    rests: Rests
    names: tuple[str, ...]
    away: dict[UUID, frozenset[date]]

    @classmethod
    def told(
        cls, organisation: Organisation, rests: Sequence[tuple[date, date, str]], away: dict[UUID, frozenset[date]]
    ) -> Self:
        return cls(
            zone=organisation.zone, country=organisation.holidays_of, away=away,
            rests=tuple((first, last) for first, last, _ in rests), names=tuple(name for _, _, name in rests),
        )  # fmt: skip

    def of(self, user: User | None) -> Calendar:
        """Without a user the house's own days: no weekday is off."""
        return self.of_one(user.pk, user.weekdays, user.hours) if user else self.of_one(None, EVERY_DAY, None)

    def of_one(self, who: UUID | None, weekdays: int, hours: Hours | None) -> Calendar:
        return Calendar(
            zone=self.zone, country=self.country, rests=self.rests, rest_names=self.names,
            weekdays=weekdays, hours=hours, closed=self.away.get(who, NEVER) if who else NEVER,
        )  # fmt: skip


def house_days(
    organisation: Organisation, first: date, last: date | None = None, *, people: Iterable[UUID] | None = None
) -> HouseDays:
    """`people`: whose leave between these days matters; everybody's, unless told."""
    away = leave_of(organisation, first, last or first + REACH, people=people)
    return HouseDays.told(organisation, recesses(house=organisation.pk), away)


def days_ahead(organisation: Organisation, at: datetime, *, people: Iterable[UUID] | None = None) -> HouseDays:
    """From the local day on, as far as anything is ever planned."""
    return house_days(organisation, local_day(at, organisation.zone), people=people)


@planned
def recesses(house: UUID) -> QuerySet[Any, Any]:
    known = Recess.objects.filter(organisation_id=house).order_by("starts_on", "pk")
    return known.values_list("starts_on", "ends_on", "name")
