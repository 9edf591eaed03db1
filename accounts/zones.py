"""The time zones of the world, by their IANA names."""

from functools import cache
from zoneinfo import available_timezones

FIRST = ("Asia/Tokyo", "Asia/Seoul", "Asia/Taipei", "Europe/London", "America/New_York", "UTC")


@cache
def zones() -> tuple[str, ...]:
    """The likely ones first, then all the others by name."""
    known = {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return (*FIRST, *sorted(known - set(FIRST)))


def is_zone(name: str) -> bool:
    return name in zones()
