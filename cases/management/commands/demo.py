"""`manage.py demo`: fills an empty house with the demo and prints who may sign in."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now

from accounts.models import Organisation
from accounts.walls import as_job
from cases.management.demo import PASSWORD, PEOPLE, build


class Command(BaseCommand):
    help = "Fill an empty house with made-up people and print who may sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            with as_job():
                empty = not Organisation.objects.exists()
            if empty:
                build(now())
        for organisation, login, name, role in PEOPLE:
            self.stdout.write(f"{organisation:8} {role:14} {login}@example.org  {name}")
        self.stdout.write(f"パスワード / password: {PASSWORD}")
