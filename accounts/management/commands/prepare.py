"""`manage.py prepare`: roles, database, tables and signing key; safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.foundations import prepare


class Command(BaseCommand):
    help = "Make the database roles, the database, its tables and its signing key; safe to run again."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(str(settings.DATABASES["default"]["NAME"]))
