"""Looks whether the house is well: one finding for each thing it stands on, and how to mend it."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from kombu.exceptions import OperationalError as BrokerError

from accounts.foundations import address
from accounts.models import Organisation
from accounts.walls import as_job, as_sign_in
from cases.actions.founding import is_founded
from cases.queries.clock import LATE, broken, last_tick
from cases.queries.office import stuck
from cases.web.health import broker_state
from outreach.celery import app
from outreach.wrong_key import SENTENCE, is_wrong_key

LEAST_FREE = 1024**3  # bytes
OLDEST_PYTHON = (3, 11)
RIGHTS = "SELECT rolsuper OR rolbypassrls OR rolinherit FROM pg_roles WHERE rolname = session_user"
AWAY = (Error, psycopg.Error)


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` is empty when all is well."""

    name: str
    said: str
    mend: str = ""


def findings(at: datetime) -> Iterator[Finding]:
    """One by one, because some take a few seconds to find out."""
    yield python(at)
    there = database(at)
    yield there
    for look in (walls, migrations, clock, notices, founding):
        yield (
            Finding(look.__name__, "cannot be seen without the database", there.mend) if there.mend else asked(look, at)
        )
    for look in (broker, worker, disk, static, translations):
        yield look(at)


def asked(look: Callable[[datetime], Finding], at: datetime) -> Finding:
    try:
        return look(at)
    except AWAY as why:
        connection.close()
        if is_wrong_key(why):
            return Finding(look.__name__, "cannot be seen through the walls", SENTENCE)
        return Finding(look.__name__, first_line(why), "Run `manage.py prepare` where DATABASE_OWNER_URL is set.")


def first_line(why: Exception) -> str:
    return str(why).strip().splitlines()[0]


def python(at: datetime) -> Finding:
    mend = "" if sys.version_info >= OLDEST_PYTHON else "Install Python 3.11 or newer."
    return Finding("python", sys.version.split()[0], mend)


def database(at: datetime) -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user, current_setting('server_version')")
            name, version = cursor.fetchone()
    except AWAY as why:
        connection.close()
        return Finding(
            "database", first_line(why), "Start the house with `make run`, or see whether DATABASE_URL is right."
        )
    return Finding("database", f"PostgreSQL {version} answers {name}")


def walls(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        if cursor.fetchone() == (False,):
            return Finding("walls", "the application's login cannot pass the walls between organisations")
    mend = "Run `manage.py prepare`, and let DATABASE_URL name a login that nothing else uses."
    return Finding("walls", "the application's login has rights of its own and could pass the walls", mend)


def migrations(at: datetime) -> Finding:
    url = address(settings.DATABASE_OWNER_URL, str(settings.DATABASES["default"]["NAME"]))
    with closing(psycopg.connect(url)) as owner:
        done = set(owner.execute("SELECT app, name FROM django_migrations").fetchall())
    missing = sorted(set(MigrationLoader(None).disk_migrations) - done)
    if not missing:
        return Finding("migrations", "the tables are up to date")
    return Finding("migrations", f"{len(missing)} missing, first {'.'.join(missing[0])}", "Run `manage.py prepare`.")


def broker(at: datetime) -> Finding:
    if broker_state() == "ok":
        return Finding("broker", "answers")
    return Finding("broker", "does not answer", "Start the house, or see whether REDIS_URL is right. Nothing is lost.")


def worker(at: datetime) -> Finding:
    mend = "Start it: `celery -A outreach worker`; see its log."
    if broker_state() != "ok":
        return Finding("worker", "cannot be asked without the broker", mend)
    try:
        answers = app.control.ping(timeout=2)
    except BrokerError:
        answers = []
    return Finding("worker", "answers") if answers else Finding("worker", "does not answer within 2 seconds", mend)


def clock(at: datetime) -> Finding:
    with as_sign_in():
        ticked, failing = last_tick(), broken()
    mend = "Start beat: `celery -A outreach beat`. What was due is done then, once."
    if ticked is None:
        return Finding("clock", "has never ticked; its first tick comes a minute after the start", mend)
    said = f"ticked {int((at - ticked.ran_at).total_seconds())} seconds ago"
    if at - ticked.ran_at > LATE:
        return Finding("clock", said, mend)
    if failing:
        return Finding("clock", f"{said}, and fails in {failing} organisations", "See the log of the worker.")
    return Finding("clock", said)


def notices(at: datetime) -> Finding:
    with as_job():
        houses = list(Organisation.objects.order_by("pk"))
    waiting = sum(stuck_in(house, at) for house in houses)
    mend = "Coordinators, managers and administrators decide about them on /notices/." if waiting else ""
    return Finding("notices", f"{waiting} are stuck" if waiting else "none is stuck", mend)


def stuck_in(house: Organisation, at: datetime) -> int:
    with as_job(house.pk):
        return stuck(house, at).count()


def founding(at: datetime) -> Finding:
    with as_job():
        if is_founded():
            return Finding("founding", "an organisation lives here")
    return Finding("founding", "nobody lives here yet", "Run `manage.py first_run` for the code of the first page.")


def disk(at: datetime) -> Finding:
    free = shutil.disk_usage(next(folder for folder in [settings.HOME, *settings.HOME.parents] if folder.exists())).free
    mend = "" if free >= LEAST_FREE else f"Make room on the disk of {settings.HOME}: PostgreSQL stops on a full one."
    return Finding("disk", f"{free / LEAST_FREE:.1f} GiB free", mend)


def static(at: datetime) -> Finding:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return Finding("static", "styles and scripts are collected")
    return Finding("static", f"nothing in {settings.STATIC_ROOT}", "Run `manage.py collectstatic --noinput`.")


def translations(at: datetime) -> Finding:
    words = [path for place in settings.LOCALE_PATHS for path in Path(place).rglob("*.po")]
    old = [path for path in words if not is_compiled(path)]
    if words and not old:
        return Finding("translations", f"{len(words)} languages are compiled")
    return Finding("translations", "not compiled, or older than their words", "Run `manage.py messages --compile`.")


def is_compiled(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.is_file() and made.stat().st_mtime >= path.stat().st_mtime
