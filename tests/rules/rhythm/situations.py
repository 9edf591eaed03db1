"""A small house for the rhythm: contacts on days of April 2026, and situations of any kind."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cases.rules.calendar import Calendar
from cases.rules.ladder import Stage
from cases.rules.methods import TO_THE_PERSON, Direction, Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.propose import Situation
from cases.rules.rhythm.signals import Past, fold

TOKYO = ZoneInfo("Asia/Tokyo")
EVERY_DAY = Calendar(zone=TOKYO, with_holidays=False)
ZONES = [
    ZoneInfo(name) for name in ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
]


def on(day, hour=14, minute=37):
    """That time of that day of April 2026 in Tokyo; the 1st is a Wednesday."""
    return datetime(2026, 4, 1, hour, minute, tzinfo=TOKYO) + timedelta(days=day - 1)


def visit(day, response, **more):
    return Past(started_at=on(day), method=Method.VISIT, response=response, **more)


def letter(day, response=Response.NO_SIGN):
    return Past(started_at=on(day), method=Method.LETTER, response=response)


def family(day, **more):
    return Past(
        started_at=on(day, 18),
        method=Method.FAMILY_MEETING,
        response=Response.FAMILY_ONLY,
        with_whom=WithWhom.RELATIVE,
        **more,
    )


def after(*contacts, stage=Stage.DOOR, at=None, **more):
    """The situation right after the newest of these contacts."""
    at = at or max((past.started_at for past in contacts), default=on(1))
    more.setdefault("calendar", EVERY_DAY)
    return Situation(stage=stage, at=at, signals=fold(contacts), **more)


started = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def contacts_at(moments):
    return st.builds(
        Past,
        started_at=moments,
        method=st.sampled_from(Method),
        response=st.sampled_from(Response),
        with_whom=st.sampled_from(WithWhom),
        direction=st.sampled_from(Direction),
        concern=st.sampled_from([False, False, False, True]),
        relayed=st.booleans(),
    )


# A whole year, and three busy weeks in which the caps bite.
busy = st.datetimes(datetime(2026, 4, 1), datetime(2026, 4, 21), timezones=st.just(UTC))  # noqa: DTZ001
towards = st.builds(
    Past, started_at=busy, method=st.sampled_from([Method.LETTER, Method.VISIT]), response=st.sampled_from(Response)
)
histories = st.one_of(st.lists(contacts_at(started), max_size=20), st.lists(towards, min_size=3, max_size=10))
rests = st.sampled_from([(), ((date(2026, 8, 13), date(2026, 8, 16)), (date(2026, 12, 29), date(2027, 1, 3)))])
calendars = st.builds(
    Calendar, zone=st.sampled_from(ZONES), weekdays=st.integers(1, 127), rests=rests, with_holidays=st.booleans()
)


@st.composite
def lives(draw):
    """A situation with the contacts it came from."""
    history = draw(histories)
    newest = max((past.started_at for past in history), default=datetime(2026, 5, 1, tzinfo=UTC))
    situation = Situation(
        stage=draw(st.sampled_from(Stage)),
        at=newest + draw(st.one_of(st.just(timedelta(0)), st.timedeltas(timedelta(0), timedelta(days=60)))),
        signals=fold(history),
        calendar=draw(calendars),
        closed_methods=draw(st.frozensets(st.sampled_from(sorted(TO_THE_PERSON)))),
        pace=draw(st.none() | st.integers(1, 120)),
        paces=draw(st.dictionaries(st.sampled_from(Stage), st.integers(3, 90))),
        cap_7=draw(st.integers(1, 4)),
        cap_14=draw(st.integers(4, 8)),
        opened_at=draw(st.none() | started),
        staged_at=draw(st.none() | started),
        best_hours=draw(st.none() | st.just((time(20), time(22)))),
    )
    return situation, history


def situations():
    return lives().map(lambda life: life[0])
