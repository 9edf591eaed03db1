"""What the clock calls. Celery only ticks; the actions do the work and the database remembers."""

from celery import shared_task
from django.utils.timezone import now

from cases.actions.sweeping import sweep


@shared_task  # type: ignore[untyped-decorator]
def run(name: str) -> int:
    return sweep(name, at=now())
