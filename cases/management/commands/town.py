"""`manage.py town --people N --seed S`: a made-up population with its history."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.timezone import now

from accounts.models import Organisation
from accounts.walls import as_job
from cases.management.commands.sweep import moment
from cases.management.town.census import Town, sizes
from cases.management.town.settling import NobodyWorksHere, found, settle, stands_already


class Command(BaseCommand):
    help = "Load a made-up population with families, cases and their history; the same seed makes the same town."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, required=True, help="how many people who withdraw")
        parser.add_argument("--seed", type=int, default=1, help="which town (1)")
        parser.add_argument("--years", type=float, default=10, help="how far back the history goes (10)")
        parser.add_argument("--active", type=float, default=3, help="per cent of the cases that are open now (3)")
        parser.add_argument("--organisation", help="settle them in this organisation instead of new ones")
        parser.add_argument("--at", help="the moment at which the town is seen, such as 2026-12-01T09:00+09:00 (now)")
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4), help="how many load at once")

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        town = town_of(options)
        if options["organisation"]:
            rows = settle_in(town, options["organisation"])
        else:
            rows = self.build(town, options["processes"])
        seconds = perf_counter() - began
        self.stdout.write(f"{town.people} people, {rows} rows in {seconds:.1f} s ({rows / seconds:,.0f} rows/s)")

    def build(self, town: Town, processes: int) -> int:
        if stands_already(town):
            raise CommandError(f"A town of seed {town.seed} stands here already; choose another --seed.")
        places = list(enumerate(sizes(town.people)))
        with at_once(processes) as each:
            return sum(each(partial(live, town), places))


@contextmanager
def at_once(processes: int) -> Iterator[Any]:
    """A `map` over some processes; each has a connection of its own."""
    if processes == 1:
        yield map
        return
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield pool.imap_unordered


def live(town: Town, place: tuple[int, int]) -> int:
    number, size = place
    return settle(town, found(town, number, size), size, place=number)


def town_of(options: dict[str, Any]) -> Town:
    at: datetime = moment(options["at"]) if options["at"] else now()
    if options["people"] < 1 or not 0 < options["active"] <= 50 or not 0.5 <= options["years"] <= 10:
        raise CommandError("--people is 1 or more, --active above 0 and at most 50, --years from 0.5 to 10.")
    return Town(options["people"], options["seed"], at, options["years"], options["active"] / 100)


def settle_in(town: Town, name: str) -> int:
    with as_job():
        house = Organisation.objects.filter(name=name).order_by("pk").first()
    if house is None:
        raise CommandError(f"No organisation is called {name}.")
    try:
        return settle(town, house, town.people)
    except NobodyWorksHere:
        raise CommandError(f"{name} needs a coordinator and somebody who can lead a case.") from None
