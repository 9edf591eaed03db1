"""The one definition of due: list, badge, board, mail, calendar and phone all ask here."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

LONGEST_LOOK = timedelta(days=366)
WRITTEN_YEARS = range(1800, 9000)  # far from where a calendar ends, so that weeks can be counted from any of them


class Due(StrEnum):
    NONE = "none"
    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"


def due_of(earliest: datetime | None, ends: datetime | None, at: datetime) -> Due:
    """Planned before `earliest`, due from it until `ends`, overdue from `ends` on (the end of the last local day)."""
    if earliest is None or ends is None:
        return Due.NONE
    if at >= ends:
        return Due.OVERDUE
    return Due.DUE if at >= earliest else Due.PLANNED


@lru_cache(maxsize=4096)
def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """That local time as UTC, since two moments of one zone compare by the wall clock. A skipped hour counts on."""
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def moment_in(text: str) -> datetime | None:
    """A moment with its zone, as UTC; None for what is none, has no zone, or lies where no day can be reckoned on."""
    try:
        told = datetime.fromisoformat(text)
        known = told.astimezone(UTC) if told.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return known if known and known.year in WRITTEN_YEARS else None


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Of two moments that may be unknown."""
    if one is None or other is None:
        return one or other
    return max(one, other)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of the local day, also where clocks skip midnight."""
    return moment(day, time.min, zone)


@lru_cache(maxsize=4096)
def end_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the next local day: what ends on a day is over then."""
    return start_of_day(local_day(at, zone) + timedelta(days=1), zone)


def carried(at: datetime, was: ZoneInfo, now: ZoneInfo) -> datetime:
    """What a clock of one zone showed, by a clock of another: the 14th at 14:30 stays the 14th at 14:30."""
    local = at.astimezone(was)
    return moment(local.date(), local.time(), now)


def looking_ahead(day: date | None, at: datetime, zone: ZoneInfo) -> datetime:
    """The last minute of a day to come, within LONGEST_LOOK; without one, and for a day that is over, now."""
    today = local_day(at, zone)
    if day is None or day <= today:
        return at
    return moment(min(day, today + LONGEST_LOOK), time(23, 59), zone)
