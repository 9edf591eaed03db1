"""`manage.py found --name … --email … --admin-name …`: an organisation and its first administrator."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.walls import as_job


class Command(BaseCommand):
    help = "Make an organisation and its first administrator; prints a one-time link to set the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="the organisation's name")
        parser.add_argument("--email", required=True, help="the administrator's address")
        parser.add_argument("--admin-name", required=True, help="the administrator's name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with as_job():
            organisation = Organisation.objects.create(name=options["name"], created_at=now())
        with as_job(organisation.pk):
            user = User.objects.create(
                organisation=organisation,
                name=options["admin_name"],
                email=options["email"].lower(),
                role=Role.ADMINISTRATOR,
                password=make_password(None),
                invited_at=now(),
            )
        path = reverse("welcome", args=[user.pk, default_token_generator.make_token(user)])
        self.stdout.write(f"{settings.SITE_URL}{path}")
