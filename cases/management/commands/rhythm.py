"""`manage.py rhythm`: every rule of the rhythm with its source, in both languages, as a page."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.models.rhythm_page import as_page


class Command(BaseCommand):
    help = "Print docs/rhythm.md from the table of the rhythm."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_page(), ending="")
