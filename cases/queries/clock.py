"""How the clock is."""

from datetime import datetime, timedelta

from cases.models import Sweep

LATE = timedelta(minutes=10)


def last_tick() -> datetime | None:
    return Sweep.objects.filter(name="plan").values_list("ran_at", flat=True).first()


def stands_still(at: datetime) -> bool:
    """No planning sweep for ten minutes; before the first one the clock is only starting."""
    ticked = last_tick()
    return ticked is not None and at - ticked > LATE
