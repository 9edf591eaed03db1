"""The clock: Celery ticks, PostgreSQL remembers."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings

from outreach.garbage import set_apart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")

# How often each sweep looks for work. A tick that waited almost that long is worth nothing: the next one is due.
EVERY = {
    "plan": settings.CLOCK_SECONDS,
    "send": settings.CLOCK_SECONDS,
    "overdue": 5 * settings.CLOCK_SECONDS,
    "calendar": settings.CALENDAR_SECONDS,
    "pauses": 5 * settings.CLOCK_SECONDS,
    "morning": 5 * settings.CLOCK_SECONDS,
    "remind": 5 * settings.CLOCK_SECONDS,
    "tidy": 60 * settings.CLOCK_SECONDS,
}


def ticks() -> dict[str, dict[str, object]]:
    return {
        name: {
            "task": "cases.tasks.sweeps.run",
            "schedule": float(seconds),
            "args": [name],
            "options": {"expires": 0.9 * seconds},
        }
        for name, seconds in EVERY.items()
    }


app = Celery("outreach", broker=settings.REDIS_URL)
app.conf.update(
    timezone="UTC",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 3600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    },
    beat_schedule=ticks(),
    beat_max_loop_interval=settings.CLOCK_SECONDS,
)
app.autodiscover_tasks(["cases"], related_name="tasks.sweeps")


@setup_logging.connect  # type: ignore[untyped-decorator]
def log_as_the_web_does(loglevel: int | str, **told: Any) -> None:
    """Celery would write in a form of its own, which knows nothing of what must stay out of a log. How much it says is
    asked on its command line: the ticks of a demo must not bury who may sign in."""
    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger("celery").setLevel(loglevel)


@worker_init.connect  # type: ignore[untyped-decorator]
def keep_what_is_loaded(**_: Any) -> None:
    """Before the processes that sweep are made, so that they share it."""
    set_apart()
