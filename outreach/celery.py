"""The clock: Celery ticks, PostgreSQL remembers."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")

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
    beat_schedule={
        "plan": {"task": "cases.tasks.sweeps.run", "schedule": 60.0, "args": ["plan"], "options": {"expires": 55}},
        "overdue": {
            "task": "cases.tasks.sweeps.run",
            "schedule": 300.0,
            "args": ["overdue"],
            "options": {"expires": 290},
        },
        "pauses": {
            "task": "cases.tasks.sweeps.run",
            "schedule": 300.0,
            "args": ["pauses"],
            "options": {"expires": 290},
        },
        "morning": {
            "task": "cases.tasks.sweeps.run",
            "schedule": 300.0,
            "args": ["morning"],
            "options": {"expires": 290},
        },
        "send": {"task": "cases.tasks.sweeps.run", "schedule": 60.0, "args": ["send"], "options": {"expires": 55}},
        "tidy": {"task": "cases.tasks.sweeps.run", "schedule": crontab(minute="17"), "args": ["tidy"]},
    },
)
app.autodiscover_tasks(["cases"], related_name="tasks.sweeps")
