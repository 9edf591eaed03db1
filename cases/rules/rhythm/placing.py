"""A contact that stands, after the days and hours of work have changed: the same contact, on a day and at an hour that
can be."""

from datetime import date

from cases.rules.calendar import Calendar
from cases.rules.due import local_day
from cases.rules.methods import OF_ANY_HOUR
from cases.rules.rhythm.propose import Proposal, Situation, awake, open_day, what_moved, whose, window


def placed_anew(standing: Proposal, situation: Situation) -> Proposal | None:
    """On the next open day from the one it was first wished for, so that it also comes back; for the same reason.

    None where it stays: nothing keeps it from its place, or no day is open."""
    zone, facts = situation.calendar.zone, dict(standing.facts)
    local = standing.due.astimezone(zone)
    wished = facts.pop("moved_from", None)
    facts.pop("moved_by", None)
    first = date.fromisoformat(str(wished)) if wished else local.date()
    day = open_day(max(first, local_day(situation.at, zone)), situation, facts)
    hour = local.time()
    if standing.method not in OF_ANY_HOUR:
        hour = awake(local.time(), *situation.closed_hours)
    if hour != local.time():
        facts["quiet"] = whose(local.time(), situation)
        facts.pop("best", None)
    if (day, hour) == (local.date(), local.time()) or not situation.calendar.is_open(day):
        return None
    early, late = local_day(standing.earliest, zone) < local.date(), local.date() < local_day(standing.latest, zone)
    return window(
        standing.method, day, situation, reason=standing.reason, facts=facts, hour=hour, early=early, late=late
    )


def moved_facts(was: Proposal, now: Proposal, calendar: Calendar) -> dict[str, str]:
    """For the line in the record: by which way, from when to when, and what its day is if nobody works on it."""
    told = {"method": now.method.value, "from_at": _local(was, calendar), "to_at": _local(now, calendar)}
    day = local_day(was.due, calendar.zone)
    return told if calendar.is_open(day) else told | {"moved_by": what_moved(day, calendar)}


def _local(one: Proposal, calendar: Calendar) -> str:
    local = one.due.astimezone(calendar.zone)
    return f"{local:%Y-%m-%d}" if one.method in OF_ANY_HOUR else f"{local:%Y-%m-%dT%H:%M}"
