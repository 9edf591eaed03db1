"""A calendar feed's entries, as any calendar understands them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.rules.due import Due, local_day

LIVES = timedelta(days=90)  # a forgotten address in a lost phone must not be read for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A contact that stands in somebody's calendar."""

    uid: str
    due: datetime
    earliest: datetime
    latest: datetime
    standing: Due
    method: str
    title: str  # the nickname or the code
    starts_at: datetime | None = None  # an hour somebody agreed on
    ends_at: datetime | None = None
    is_about: bool = False  # without one, the hour of `due` is about when

    @property
    def hour(self) -> tuple[datetime, datetime] | None:
        return (self.starts_at, self.ends_at) if self.starts_at and self.ends_at else None


def whole_day(planned: Planned, zone: ZoneInfo) -> tuple[date, date]:
    """Without an agreed hour it stands on its day; the second day is the first after it, as calendars count."""
    day = local_day(planned.due, zone)
    return day, day + timedelta(days=1)
