"""A week of a team: whose day it is, how long a meeting takes, and the way from one house to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.rules.calendar import DayKind
from cases.rules.methods import Method

DAYS = 7
# Minutes set aside where nobody says otherwise; our default, after design.md's 60 minutes for a visit.
USUAL_MINUTES: dict[Method, int] = {
    Method.PHONE: 20,
    Method.ONLINE: 30,
    Method.ACCOMPANIMENT: 120,
    Method.GROUP: 120,
}
HOUR = 60
QUARTER = 15
LONGEST = 12 * HOUR
ENOUGH_FOR_THE_WAY = timedelta(minutes=30)  # between two municipalities; our default


# Nobody is planned into these; on the others a coordinator may, and sees what they are.
SHUT = frozenset({DayKind.LEAVE, DayKind.REST})


def week_of(day: date) -> list[date]:
    """Monday to Sunday around this day."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=ahead) for ahead in range(DAYS)]


def usual_minutes(method: Method) -> int:
    return USUAL_MINUTES.get(method, HOUR)


def touches(begins: time, ends: time, quiet: tuple[time, time] | None) -> bool:
    """Does a meeting from `begins` to `ends` touch the quiet hours? Both may run over midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return False
    start, stop, since, until = (60 * one.hour + one.minute for one in (begins, ends, *quiet))
    day = 24 * HOUR
    from_quiet = (start - since) % day
    return from_quiet < (until - since) % day or from_quiet + (stop - start) % day > day


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One appointment with an hour, and the municipality where it is; empty for one without a way, such as a call."""

    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From another municipality to this one; `tight` when less than half an hour is left for it."""

    origin: str
    place: str
    minutes: int
    tight: bool


def ways(stops: Iterable[Stop]) -> list[Way | None]:
    """For each stop of one person's day, in order, the way to it from another municipality, if there is one."""
    found: list[Way | None] = []
    before: Stop | None = None
    for stop in stops:
        found.append(_way(before, stop))
        if stop.place:
            before = stop
    return found


def _way(before: Stop | None, stop: Stop) -> Way | None:
    if before is None or not stop.place or stop.place == before.place:
        return None
    left = stop.starts_at - before.ends_at
    minutes = int(left.total_seconds() // 60)
    return Way(origin=before.place, place=stop.place, minutes=minutes, tight=left < ENOUGH_FOR_THE_WAY)


def next_free(
    hour: time, minutes: int, taken: Iterable[tuple[time, time]], closed: Iterable[tuple[time, time] | None]
) -> time | None:
    """The first hour of that day, from this one on, at which so many minutes meet none of `taken` and touch nothing
    `closed`, on a quarter of an hour; None where the day has no such hour left."""
    begins, shut = _minute(hour), list(closed)
    stays = [(_minute(start), _minute(end)) for start, end in taken]
    ends = [end for _, end in stays] + [_minute(one[1]) for one in shut if one]
    starts = sorted({begins, *(-(-end // QUARTER) * QUARTER for end in ends if end > begins)})
    return next((_hour(one) for one in starts if _fits(one, minutes, stays, shut)), None)


def _fits(start: int, minutes: int, stays: Iterable[tuple[int, int]], shut: Iterable[tuple[time, time] | None]) -> bool:
    end = start + minutes
    if end >= 24 * HOUR or any(start < until and since < end for since, until in stays):
        return False
    return not any(touches(_hour(start), _hour(end), one) for one in shut)


def _minute(hour: time) -> int:
    return HOUR * hour.hour + hour.minute


def _hour(minute: int) -> time:
    return time(*divmod(minute, HOUR))
