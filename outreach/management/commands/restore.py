"""`manage.py restore FILE.dump [--replace]`: a backup back in its place."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.vault import Refused, restore


class Command(BaseCommand):
    help = "Put a backup in the place of the database, and bring its tables up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore(options["file"], replace=options["replace"])
        except Refused as why:
            raise CommandError(str(why)) from why
        except psycopg.OperationalError as why:
            raise CommandError(f"The database does not answer: {why}") from why
        self.stdout.write("The backup is in its place. Start web, worker and beat again if they were running.")
