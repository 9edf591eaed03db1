"""The days on which somebody works: their own pattern and hours, the rests and holidays of the house, and leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Organisation, User
from cases.models import Recess
from cases.queries.leave import NEVER, leave_of
from cases.queries.prepared import prepared
from cases.rules.calendar import EVERY_DAY, Calendar, Rests
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

    def of(self, user: User | None) -> Calendar:
        """Without a user the house's own days: no weekday is off."""
        return Calendar(
            zone=self.zone, country=self.country, rests=self.rests, rest_names=self.names,
            weekdays=user.weekdays if user else EVERY_DAY, hours=user.hours if user else None,
            closed=self.away.get(user.pk, NEVER) if user else NEVER,
        )  # fmt: skip


def house_days(
    organisation: Organisation, first: date, last: date | None = None, *, people: Iterable[UUID] | None = None
) -> HouseDays:
    """`people`: whose leave between these days matters; everybody's, unless told."""
    rests = list(recesses(house=organisation.pk))
    return HouseDays(
        zone=organisation.zone, country=organisation.holidays_of,
        rests=tuple((first, last) for first, last, _ in rests), names=tuple(name for _, _, name in rests),
        away=leave_of(organisation, first, last or first + REACH, people=people),
    )  # fmt: skip


def days_ahead(organisation: Organisation, at: datetime, *, people: Iterable[UUID] | None = None) -> HouseDays:
    """From the local day on, as far as anything is ever planned."""
    return house_days(organisation, local_day(at, organisation.zone), people=people)


@prepared
def recesses(house: UUID) -> QuerySet[Any, Any]:
    known = Recess.objects.filter(organisation_id=house).order_by("starts_on", "pk")
    return known.values_list("starts_on", "ends_on", "name")
