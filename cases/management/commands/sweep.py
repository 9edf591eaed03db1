"""`manage.py sweep [NAME] [--at ISO]`: run the clock's sweeps once, at a given time, and say how things stand then."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_default_timezone, is_naive, make_aware, now

from accounts.models import Organisation
from accounts.walls import as_job
from cases.actions.sweeping import SWEEPS, sweep
from cases.queries.clock import outlook
from cases.rules.due import Due


class Command(BaseCommand):
    help = "Run sweeps once, now or at a given time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=list(SWEEPS), help="which sweep; all of them when left out")
        parser.add_argument("--at", help="the moment, such as 2026-12-01T09:00+09:00")

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"]) if options["at"] else now()
        for name in [options["name"]] if options["name"] else SWEEPS:
            self.stdout.write(f"{name}: {sweep(name, at=at)}")
        for organisation, told in outlooks(at):
            self.stdout.write(f"{organisation}: " + ", ".join(f"{count} {due}" for due, count in told.items()))


def outlooks(at: datetime) -> list[tuple[str, dict[Due, int]]]:
    """How the open cases of each organisation stand at that moment."""
    with as_job():
        organisations = list(Organisation.objects.order_by("name", "pk"))
    found = []
    for organisation in organisations:
        with as_job(organisation.pk):
            found.append((organisation.name, outlook(organisation, at)))
    return found


def moment(text: str) -> datetime:
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at {text}: write the moment as 2026-12-01T09:00+09:00") from error
    return make_aware(told, get_default_timezone()) if is_naive(told) else told
