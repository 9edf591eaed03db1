"""`manage.py import_ledger FILE… --organisation NAME [--preview]`: the old ledger, read as on the page of the desk."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import override

from accounts.models import Organisation, User
from accounts.walls import as_job
from cases.actions.doing import Changed
from cases.actions.ledger.bringing import bring, preview
from cases.actions.ledger.receiving import choose, receive
from cases.actions.ledger.undoing import undo
from cases.models import LedgerBatch
from cases.models.labels_ledger import KINDS, OUTCOMES, UNDONE, sentence
from cases.queries.ledger.comparing import Comparison
from cases.queries.ledger.reading import Upload, names_of_workers, read_all, taken, uploads_of
from cases.queries.ledger.workers import chosen_before, preselected
from cases.queries.load import carers
from cases.rules.due import local_day
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import Outcome, Undone

MOST_SHOWN = 200
LONG = 4 * 3600  # seconds


class Command(BaseCommand):
    help = "Bring the books of an old ledger (.xlsx or CSV) into one organisation, or show what would come in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="the intake book and the progress book, or one .xlsx")
        parser.add_argument("--organisation", required=True, help="the organisation's name")
        parser.add_argument("--preview", action="store_true", help="only show what would come in")
        parser.add_argument("--by", help="the coordinator's address; may be left out where there is only one")
        parser.add_argument(
            "--worker", action="append", default=[], metavar="NAME=ADDRESS", help="who a worker of the ledger is here"
        )
        parser.add_argument("--undo", type=UUID, metavar="BATCH", help="undo one import")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["files"]) == bool(options["undo"]):
            raise CommandError("Name the files to read, or an import to undo with --undo.")
        house = organisation(options["organisation"])
        with as_job(house.pk, seconds=LONG), override(house.language), transaction.atomic():
            by = coordinator(house, options["by"])
            if options["undo"]:
                self._undo(house, options["undo"], by)
            else:
                self._read(house, options, by)

    def _read(self, house: Organisation, options: dict[str, Any], by: User) -> None:
        at = now()
        batch = receive([upload(path) for path in options["files"]], by=by, at=at)
        choose(batch, workers=workers(batch, options["worker"]), by=by)
        self._show(preview(batch, at=at))
        if options["preview"]:
            transaction.set_rollback(True)
            return
        bring(batch, shown=None, by=by, at=at)
        for file in batch.files.filter(to_mend=True).order_by("place"):
            path = free(f"{Path(file.name).name}-to-mend")
            path.write_bytes(bytes(file.data))
            self.stdout.write(f"→ {path}")
        self.stdout.write(f"--undo {batch.pk}")

    def _show(self, compared: Comparison) -> None:
        for kind in Kind:
            told = [f"{OUTCOMES[one]} {compared.counts[kind, one]}" for one in Outcome]
            self.stdout.write(f"{KINDS[kind]}: {', '.join(told)}")
        for line in list(matters(compared))[:MOST_SHOWN]:
            self.stdout.write(line)

    def _undo(self, house: Organisation, pk: UUID, by: User) -> None:
        batch = LedgerBatch.objects.filter(pk=pk, organisation=house).first()
        if batch is None:
            raise CommandError(f"{house.name} has no import {pk}.")
        try:
            undo(batch, by=by, at=now())
        except Changed as why:
            raise CommandError("This import is not standing: it was undone before, or never completed.") from why
        for one in batch.kept:
            self.stdout.write(f"{one['code']}: {UNDONE[Undone(one['why'])]}")


def matters(compared: Comparison) -> Iterator[str]:
    """Sheets that could not be read, and rows that stay out."""
    for sheet in compared.sheets:
        yield from (f"{sheet.file}: {sentence(problem)}" for problem in sheet.reading.problems)
    for one in compared.items:
        if one.outcome == Outcome.BAD:
            for problem in one.row.problems:
                yield f"{one.sheet.file} {one.row.line} {problem.facts.get('column', '')}: {sentence(problem)}"


def workers(batch: LedgerBatch, pairs: list[str]) -> dict[str, str]:
    house = batch.organisation
    names = names_of_workers(read_all(uploads_of(batch), {}, local_day(batch.at, house.zone)))
    return preselected(names, carers(house), chosen_before(house) | named(pairs, house))


def free(name: str) -> Path:
    """Two books may have a sheet of one name, and what was to be mended before may not have been mended yet."""
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(path for path in (Path(f"{one}.csv") for one in names) if not path.exists())


def upload(path: Path) -> Upload:
    # A name out of an old zip may be no text here; the database keeps text only.
    name = os.fsencode(path.name).decode(errors="replace")
    try:
        found, problems = taken(name, path.read_bytes())
    except OSError as why:
        raise CommandError(f"{path}: {why.strerror}") from why
    if problems:
        raise CommandError(f"{path}: {' '.join(sentence(problem) for problem in problems)}")
    return found


def organisation(name: str) -> Organisation:
    with as_job():
        found = list(Organisation.objects.filter(name=name)[:2])
        known = sorted(Organisation.objects.values_list("name", flat=True))
    if len(found) != 1:
        raise CommandError(f"No one organisation is called {name}. There are: {', '.join(known) or 'none yet'}.")
    return found[0]


def coordinator(house: Organisation, email: str | None) -> User:
    """Whoever answers for what comes in."""
    found = User.objects.filter(organisation=house).coordinators()
    if email:
        found = found.filter(email__iexact=email)
    people: list[User] = list(found[:2])
    if not people:
        raise CommandError(f"{house.name} has no coordinator {email or ''}; a book is brought in by one.")
    if len(people) > 1:
        raise CommandError(f"{house.name} has several coordinators: say with --by whose cases these become.")
    return people[0]


def named(pairs: list[str], house: Organisation) -> dict[str, str]:
    ours = {user.email: str(user.pk) for user in carers(house)}
    chosen = {}
    for pair in pairs:
        name, _, address = pair.rpartition("=")
        if not name or address.lower() not in ours:
            raise CommandError(f"--worker {pair}: write it as 大栗=yuki@example.org, with the address of a worker.")
        chosen[name] = ours[address.lower()]
    return chosen
