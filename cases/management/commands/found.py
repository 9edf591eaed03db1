"""`manage.py found --name … --email … --admin-name …`: an organisation and its first administrator."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.timezone import now

from accounts.zones import is_zone
from cases.actions.doing import Conflict
from cases.actions.founding import Founding, found


class Command(BaseCommand):
    help = "Make an organisation and its first administrator; prints a one-time link to set the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="the organisation's name")
        parser.add_argument("--email", required=True, help="the administrator's address")
        parser.add_argument("--admin-name", required=True, help="the administrator's name")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="ja")
        parser.add_argument("--time-zone", default="Asia/Tokyo", help="by its IANA name, such as Asia/Tokyo")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_zone(options["time_zone"]):
            raise CommandError(f"--time-zone {options['time_zone']}: write an IANA name, such as Asia/Tokyo.")
        try:
            validate_email(options["email"])
        except ValidationError as no_address:
            raise CommandError(f"--email {options['email']}: write an address such as ada@example.org.") from no_address
        told = Founding(
            name=options["name"], administrator=options["admin_name"], email=options["email"],
            language=options["language"], time_zone=options["time_zone"],
        )  # fmt: skip
        try:
            user = found(told, at=now())
        except Conflict as known:
            raise CommandError(f"--email {options['email']}: this address is used already. Choose another.") from known
        path = reverse("welcome", args=[user.pk, default_token_generator.make_token(user)])
        self.stdout.write(f"{settings.SITE_URL}{path}")
