"""`manage.py doctor`: is the house well, and how to mend what is not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from outreach.doctor import findings


class Command(BaseCommand):
    help = "Look at everything the house stands on; exit code 1 when something wants mending."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        ill = False
        for finding in findings(now()):
            ill = ill or bool(finding.mend)
            self.stdout.write(f"{'✗' if finding.mend else '✓'} {finding.name}: {finding.said}")
            if finding.mend:
                self.stdout.write(f"  {finding.mend}")
        sys.exit(1 if ill else 0)
