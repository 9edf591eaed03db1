"""`manage.py sweep [NAME] [--at ISO]`: run the clock's sweeps once, at a given time."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_default_timezone, is_naive, make_aware, now

from cases.actions.sweeping import SWEEPS, sweep


class Command(BaseCommand):
    help = "Run sweeps once, now or at a given time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=list(SWEEPS), help="which sweep; all of them when left out")
        parser.add_argument("--at", help="the moment, such as 2026-12-01T09:00+09:00")

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"]) if options["at"] else now()
        for name in [options["name"]] if options["name"] else SWEEPS:
            self.stdout.write(f"{name}: {sweep(name, at=at)}")


def moment(text: str) -> datetime:
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at {text}: write the moment as 2026-12-01T09:00+09:00") from error
    return make_aware(told, get_default_timezone()) if is_naive(told) else told
