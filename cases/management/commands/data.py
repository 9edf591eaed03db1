"""`manage.py data`: what is kept, how it may hurt, and for how long, as a page."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.rules.policy import as_page


class Command(BaseCommand):
    help = "Print docs/data.md from the policy the house is held to."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_page(), ending="")
