"""How the clock is."""

from datetime import datetime, timedelta

from django.db.models import Count

from accounts.models import Organisation
from cases.models import Case, Sweep
from cases.models.case import DUE_WHEN
from cases.rules.due import Due

LATE = timedelta(minutes=10)


def last_tick() -> datetime | None:
    return Sweep.objects.filter(name="plan").values_list("ran_at", flat=True).first()


def stands_still(at: datetime) -> bool:
    """No planning sweep for ten minutes; before the first one the clock is only starting."""
    ticked = last_tick()
    return ticked is not None and at - ticked > LATE


def outlook(organisation: Organisation, at: datetime) -> dict[Due, int]:
    """How many open cases are planned, due and overdue at a moment, also one to come."""
    counts = {due.value: Count("pk", filter=DUE_WHEN[due](at)) for due in Due}
    told = Case.objects.filter(organisation=organisation).open().aggregate(**counts)
    return {due: told[due.value] for due in Due}
