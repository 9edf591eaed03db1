"""The time zones of the world, by their IANA names."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

FIRST = ("Asia/Tokyo", "Asia/Seoul", "Asia/Taipei", "Europe/London", "America/New_York", "UTC")


@cache
def zones() -> tuple[str, ...]:
    """The likely ones first, then all the others by name."""
    known = {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return (*FIRST, *sorted(known - set(FIRST)))


NOT_OF_A_PLACE = ("SystemV/", "posix", "right/", "Factory", "localtime")


@cache
def _known() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if not name.startswith(NOT_OF_A_PLACE))


def is_zone(name: str) -> bool:
    """Also those nobody is offered, such as Etc/GMT-9 or an older name."""
    return name in _known()


@cache
def country_of(zone: str) -> str:
    """By two letters, as the zone table of IANA tells it; empty for a zone of no country."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[0] for row in rows if row[2] == zone), "")
