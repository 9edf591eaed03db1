"""`manage.py bench [--people 1500,150000]`: how fast the pages and the clock are, for towns of these sizes."""

import json
import os
import subprocess
import sys
from argparse import ArgumentTypeError
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils.timezone import now

from accounts.foundations import address, prepare
from cases.management.town.census import Town
from cases.management.town.settling import stands_already
from outreach.bench.clock import others, planning
from outreach.bench.measuring import measure
from outreach.bench.server import serving
from outreach.bench.telling import table
from outreach.engine.house import ROOT

# A short history with many open cases, so that the lists are full and a small town has enough of everything.
YEARS, ACTIVE = 2, 20


class Command(BaseCommand):
    help = "Measure pages, saving and planning beside an empty page, for made-up towns of some sizes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=sizes, default=[1500, 150_000], help="sizes of the towns (1500,150000)")
        parser.add_argument("--inside", type=int, help="used by itself: measure the town of this size here")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["inside"]:
            self.stdout.write(json.dumps(inside(options["inside"])))
            return
        for people in options["people"]:
            for line in table(people, apart(people)):
                self.stdout.write(line)


def sizes(told: str) -> list[int]:
    wished = told.split(",")
    if not all(one.isdigit() and int(one) >= 1000 for one in wished):
        raise ArgumentTypeError("write sizes of at least 1000, such as 1500,150000")
    return [int(one) for one in wished]


def apart(people: int) -> dict[str, Any]:
    """Each town has a database of its own, kept for the next run, and is measured by a process of its own."""
    name = f"hitokoe_bench_{people}"
    prepare(name)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    here = os.environ | {"DATABASE_URL": address(os.environ["DATABASE_URL"], name)}
    command = [sys.executable, str(ROOT / "manage.py"), "bench", "--inside", str(people)]
    done = subprocess.run(command, env=here, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def inside(people: int) -> dict[str, Any]:
    settle(people)
    clock = planning()
    with serving() as server:
        shown = measure(server)
        told = {"pages": shown, "planning": clock, "sweeps": others()}
        return told | {"memory": server.memory(), "cold": server.cold_seconds}


def settle(people: int) -> None:
    if not stands_already(Town(people, people, now())):
        call_command("town", people=people, seed=people, years=YEARS, active=ACTIVE, stdout=sys.stderr)
    here = address(settings.DATABASE_OWNER_URL, connection.settings_dict["NAME"])
    with psycopg.connect(here, autocommit=True) as operator:
        # What PostgreSQL does by itself within minutes; a run should not depend on when.
        operator.execute("VACUUM ANALYZE")
