"""`manage.py sweep [NAME] [--at ISO] [--dry-run]`: run the clock's sweeps once and say how things stand then."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_default_timezone, is_naive, localtime, make_aware, now

from accounts.models import Organisation
from accounts.walls import as_job
from cases.actions.sending import AHEAD
from cases.actions.sweeping import DEVICES, SWEEPS, foresee, organisations, sweep
from cases.queries.clock import outlook, stood_still
from cases.rules.due import Due

# What a sweep would do, for one and for many.
WOULD = {
    "pauses": ("end 1 rest", "end {} rests"),
    "plan": ("plan 1 contact", "plan {} contacts"),
    "calendar": ("move 1 contact to a day of work", "move {} contacts to days of work"),
    "overdue": ("note 1 contact as overdue", "note {} contacts as overdue"),
    "morning": ("owe 1 morning list", "owe {} morning lists"),
    "remind": ("owe 1 reminder", "owe {} reminders"),
    "send": ("send 1 notice", "send {} notices"),
    DEVICES: ("try 1 device again that was out of reach", "try {} devices again that were out of reach"),
    "tidy": ("clear away 1 old thing", "clear away {} old things"),
}


class Command(BaseCommand):
    help = "Run sweeps once, now or at a given time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=list(SWEEPS), help="which sweep; all of them when left out")
        parser.add_argument("--at", help="the moment, such as 2026-12-01T09:00+09:00")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"]) if options["at"] else now()
        names = [options["name"]] if options["name"] else list(SWEEPS)
        houses = organisations()
        self.tell_of_a_standstill(houses, at)
        if options["dry_run"]:
            self.try_out(houses, names, at)
        else:
            self.run_them(houses, names, at)

    def try_out(self, houses: list[Organisation], names: list[str], at: datetime) -> None:
        self.stdout.write(f"Nothing is done. This is what {localtime(at):%Y-%m-%d %H:%M %Z} would bring:")
        for house in houses:
            did, stand = foresee(house, names, at=at)
            self.stdout.write(f"{house}: would " + ", ".join(would(name, count) for name, count in did.items()))
            self.stdout.write(standing(house, stand))

    def run_them(self, houses: list[Organisation], names: list[str], at: datetime) -> None:
        broken = []
        for name in names:
            try:
                self.stdout.write(f"{name}: {sweep(name, at=at)}")
            except Exception as failure:
                broken.append(name)
                self.stdout.write(f"{name}: broke ({type(failure).__name__})")
        for house in houses:
            with as_job(house.pk):
                self.stdout.write(standing(house, outlook(house, at)))
        self.tell_of_notices_held(houses, names, at)
        if broken:
            raise CommandError(f"{', '.join(broken)}: see the log above for the reason. The others have run.")

    def tell_of_a_standstill(self, houses: list[Organisation], at: datetime) -> None:
        for house in houses:
            with as_job(house.pk):
                since = stood_still(house, "plan", at)
            if since is not None:
                self.stdout.write(f"late: in {house} the clock stood still since {localtime(since):%Y-%m-%d %H:%M %Z}")

    def tell_of_notices_held(self, houses: list[Organisation], names: list[str], at: datetime) -> None:
        real = ", ".join(str(house) for house in houses if not house.fictional)
        if real and at > now() + AHEAD and {"morning", "send"} & set(names):
            self.stdout.write(
                f"held: that moment is to come, so no notice of {real} went out before its time; it stays owed until"
                " then. Everything else was done for good. Use --dry-run to look without changing anything."
            )


def would(name: str, count: int) -> str:
    one, many = WOULD[name]
    return one if count == 1 else many.format(count)


def standing(house: Organisation, told: dict[Due, int]) -> str:
    """How the open cases of an organisation stand at that moment."""
    return f"{house}: " + ", ".join(f"{count} {due}" for due, count in told.items())


def moment(text: str) -> datetime:
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at {text}: write the moment as 2026-12-01T09:00+09:00") from error
    return make_aware(told, get_default_timezone()) if is_naive(told) else told
