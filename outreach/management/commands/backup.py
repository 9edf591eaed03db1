"""`manage.py backup FILE.dump`: the whole database in one file."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.vault import Refused, backup


class Command(BaseCommand):
    help = "Write the whole database into one new file. It holds everything personal: keep it locked away."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = backup(options["file"])
        except Refused as why:
            raise CommandError(str(why)) from why
        except psycopg.OperationalError as why:
            raise CommandError(f"The database does not answer: {why}") from why
        self.stdout.write(f"{options['file']}: {size:,} bytes. Try it now and then with `manage.py restore`.")
