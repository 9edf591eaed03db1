"""`manage.py push_key`: a new key with which notifications are signed, for VAPID_KEY."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print a new key for VAPID_KEY. Devices that were added under another one must be added again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"VAPID_KEY={secrets.token_urlsafe(32)}")
