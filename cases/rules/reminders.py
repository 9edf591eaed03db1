"""What the house reminds of: one row for each kind, and when somebody wants to hear of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from accounts.roles import CARRYING, Role


class Remind(StrEnum):
    MORNING = "morning"
    EVENING = "evening"
    OVERDUE = "overdue"
    LATE = "late"
    SILENT = "silent"
    UNATTENDED = "unattended"
    DIGEST = "digest"
    CONCERN = "concern"


class Channel(StrEnum):
    MAIL = "mail"
    PUSH = "push"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One row. `hour` is the usual one, in the organisation's time zone; without one it goes out at once."""

    kind: Remind
    roles: frozenset[Role]
    hour: time | None = None
    weekly: bool = False  # once a week, from Monday on; else once a day
    again_after: int | None = None  # days; only what is newly so is told before. None: never again for the same
    newly: bool = False  # told when something newly became so, not whenever it is so
    all_day: bool = False  # also what comes up after the hour; else the hour is the one moment it is asked
    on_days_off: bool = False  # days off, leave, public holidays and rests keep every other kind at home
    may_be_off: bool = True


REMINDERS = (
    # The worker's day: what stands on the list, what is not yet written, what passed.
    Reminder(kind=Remind.MORNING, roles=CARRYING, hour=time(7), all_day=True),
    Reminder(kind=Remind.EVENING, roles=CARRYING, hour=time(18), all_day=True),
    Reminder(kind=Remind.OVERDUE, roles=CARRYING, hour=time(8), newly=True),
    # What passed days ago and nobody took up; and whom nobody has heard for long.
    Reminder(
        kind=Remind.LATE, roles=frozenset({Role.COORDINATOR}), hour=time(9), newly=True, again_after=7,
        on_days_off=True, may_be_off=False,
    ),
    Reminder(kind=Remind.SILENT, roles=frozenset({Role.COORDINATOR}), hour=time(9), weekly=True),
    # Where no coordinator is there to be told.
    Reminder(
        kind=Remind.UNATTENDED, roles=frozenset({Role.ADMINISTRATOR}), hour=time(9), newly=True, again_after=7,
        on_days_off=True, may_be_off=False,
    ),
    Reminder(kind=Remind.DIGEST, roles=frozenset({Role.MANAGER}), hour=time(8), weekly=True),
    Reminder(kind=Remind.CONCERN, roles=frozenset({Role.COORDINATOR}), on_days_off=True, may_be_off=False),
)  # fmt: skip
OF_KIND = {row.kind: row for row in REMINDERS}


def kinds_for(role: Role) -> tuple[Reminder, ...]:
    """What somebody of this role can be told, in the order of the table."""
    return tuple(row for row in REMINDERS if role in row.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """How one person wants one kind; an hour left out is the usual one."""

    channel: Channel = Channel.MAIL
    hour: time | None = None


USUAL = Wished()


def channel_of(row: Reminder, wished: Wished) -> Channel:
    """What may not be switched off comes by mail, whatever was wished before the table changed."""
    return Channel.MAIL if wished.channel == Channel.NONE and not row.may_be_off else wished.channel


def is_time(row: Reminder, wished: Wished, local: datetime, *, since: datetime | None, works: bool) -> bool:
    """`local`: the moment by the organisation's clock; `since`: when this was asked before; `works`: whether she does
    on this day.

    The hour may have passed long ago: a clock that stood still is only late."""
    if channel_of(row, wished) == Channel.NONE or not (works or row.on_days_off):
        return False
    hour = datetime.combine(local.date(), wished.hour or row.hour or time.min, tzinfo=local.tzinfo)
    return hour <= local and (row.all_day or since is None or since < hour)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def told_on(row: Reminder, day: date) -> date:
    """The day under which a reminder is kept: one letter for it, however often the clock comes by."""
    return monday_of(day) if row.weekly else day


def key_of(row: Reminder, day: date) -> str:
    return f"{row.kind}:{told_on(row, day)}"


def told_since(row: Reminder, day: date) -> date | None:
    """A letter since that day makes another one needless, even when something is newly so on an earlier day.

    None: only a letter since the newest such day does."""
    if not row.newly:
        return told_on(row, day)
    return day - timedelta(days=row.again_after - 1) if row.again_after else None
