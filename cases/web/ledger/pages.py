"""The page of the old ledger: uploading books, the preview, what was brought, and files to mend."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.base import File as AnyFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.walls import within
from cases.actions.ledger.bringing import is_at_work, preview
from cases.actions.ledger.mending import to_mend
from cases.actions.ledger.receiving import choose, receive
from cases.models import LedgerBatch
from cases.models.labels_ledger import KINDS, OUTCOMES, PARTLY, STATES, UNDONE, UNREAD, kept_words, sentence
from cases.queries.ledger.batches import batches
from cases.queries.ledger.comparing import Comparison
from cases.queries.ledger.reading import Upload, names_of_workers, read_all, taken, troubles_of, unread
from cases.queries.ledger.workers import chosen_before, preselected
from cases.queries.load import carers
from cases.rules.access import May
from cases.rules.due import local_day
from cases.rules.ledger.book import MOST_MEGABYTES
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import BatchState, Outcome, Undone
from cases.rules.problems import Problem
from cases.web.gate import Request, needs
from cases.web.ledger import showing

MOST_FILES = 10
MOST_REASONS = 3  # in the list; the page of the reading tells all of them
DIGITS = 9  # Python reads no number of thousands of them
LOOK_AGAIN = "10"  # seconds, while a big book comes in
LONG = 1800  # seconds; reading ten years of books takes longer than a page


def batch_or_404(request: Request, pk: UUID) -> LedgerBatch:
    return get_object_or_404(LedgerBatch.objects.visible_to(request.user).select_related("organisation", "by"), pk=pk)


@needs(May.LEDGER_IMPORT)
@require_http_methods(["GET", "POST"])
def ledger(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request, [])
    with within(request.user, seconds=LONG):
        uploads, troubles = _uploads(request.FILES.getlist("books"))
        return _page(request, troubles) if troubles else redirect("ledger_batch", _received(request, uploads).pk)


def _page(request: Request, troubles: Sequence[tuple[str, str]]) -> HttpResponse:
    told = {
        "troubles": troubles, "batches": [_listed(one) for one in batches(request.user)],
        "zone": request.user.organisation.zone, "megabytes": MOST_MEGABYTES, "most_files": MOST_FILES,
    }  # fmt: skip
    return render(request, "ledger/ledger.html", told, status=422 if troubles else 200)


def _uploads(files: "Sequence[AnyFile[bytes]]") -> tuple[list[Upload], list[tuple[str, str]]]:
    """The books, and in words why one cannot be read."""
    if not files:
        return [], [("", _("Choose at least one file."))]
    if len(files) > MOST_FILES:
        return [], [("", _("Choose at most %(most)s files at once.") % {"most": MOST_FILES})]
    uploads: list[Upload] = []
    troubles: list[tuple[str, str]] = []
    for file in files:
        name = file.name or ""
        upload, problems = taken(name, file.read())  # no more than a book may hold was kept, see uploading
        uploads.append(upload)
        troubles += [(name, sentence(problem)) for problem in problems]
    return uploads, troubles


def _received(request: Request, uploads: list[Upload]) -> LedgerBatch:
    batch = receive(uploads, by=request.user, at=now())
    house = request.user.organisation
    sheets = read_all(uploads, {}, local_day(batch.at, house.zone))
    workers = preselected(names_of_workers(sheets), carers(house), chosen_before(house))
    choose(batch, workers=workers, troubles=troubles_of(sheets), by=request.user)
    return batch


def _listed(batch: LedgerBatch) -> dict[str, Any]:
    counts, waits = batch.counts, batch.state == BatchState.PREVIEWED
    why = [sentence(Problem(code=one["code"], facts=one["facts"])) for one in batch.troubles] if waits else []
    cases, contacts = _count(batch, Kind.INTAKE, Outcome.NEW), _count(batch, Kind.PROGRESS, Outcome.NEW)
    standing = batch.state == BatchState.BROUGHT
    return {
        "batch": batch,
        "state": UNREAD if why else PARTLY if batch.kept else STATES[BatchState(batch.state)],
        "why": why[:MOST_REASONS] + kept_words(Undone(one["why"]) for one in batch.kept),
        "cases": cases,
        "opens": f"{reverse('desk')}?view=all&ledger={batch.pk}" if cases and standing else "",
        "contacts": contacts,
        "opens_contacts": _opens_contacts(batch),
        "changed": sum(counts.get(kind, {}).get(Outcome.CHANGED, 0) for kind in Kind),
        "bad": sum(counts.get(kind, {}).get(Outcome.BAD, 0) for kind in Kind),
        "was_read": batch.brought_at is not None,
        "standing": standing,
    }


def _count(batch: LedgerBatch, kind: Kind, outcome: Outcome) -> int:
    return int(batch.counts.get(kind, {}).get(outcome, 0))


def _opens_contacts(batch: LedgerBatch) -> str:
    """The list of what it wrote into the history, the corrections among it."""
    wrote = any(_count(batch, Kind.PROGRESS, one) for one in (Outcome.NEW, Outcome.CHANGED))
    return reverse("ledger_contacts", args=[batch.pk]) if wrote and batch.state == BatchState.BROUGHT else ""


@needs(May.LEDGER_IMPORT)
@require_GET
def batch(request: Request, pk: UUID) -> HttpResponse:
    found = batch_or_404(request, pk)
    if found.state == BatchState.DISCARDED:
        return redirect("ledger")
    if found.state != BatchState.PREVIEWED:
        return render(request, "ledger/brought.html", _brought(found))
    if is_at_work(found.organisation):
        answer = render(request, "ledger/at_work.html", {"batch": found})
        answer.headers["Refresh"] = LOOK_AGAIN
        return answer
    with within(request.user, seconds=LONG):
        compared = preview(found, at=now())
        told = _previewed(found, compared)
        return render(request, "ledger/preview.html", told)


def _previewed(batch: LedgerBatch, compared: Comparison) -> dict[str, Any]:
    ours = list(carers(batch.organisation))
    names = {str(user.pk): user.name for user in ours}
    chosen = preselected(names_of_workers(compared.sheets), ours, batch.workers)
    cases, tries = compared.of(Kind.INTAKE, Outcome.NEW), compared.of(Kind.PROGRESS, Outcome.NEW)
    bad = [one for one in compared.items if one.outcome == Outcome.BAD]
    notes = showing.lines((one for one in compared.items if one.outcome != Outcome.BAD), blocks=False)
    changes = [one for one in compared.items if one.changes_here]
    return {
        "batch": batch, "fingerprint": compared.fingerprint, "summary": showing.summary(compared),
        "outcomes": showing.outcomes(), "columns": [showing.columns(sheet) for sheet in compared.sheets],
        "workers": list(chosen.items())[: showing.MOST_WORKERS], "carers": ours,
        "bad": showing.lines(bad[: showing.MOST_BAD], blocks=True),
        "bad_count": len(bad), "clashed": showing.changed(compared, Outcome.CLASHED),
        "changed": showing.changed(compared, Outcome.CHANGED),
        "cases": showing.new_cases(cases[: showing.FIRST], {told: names.get(pk, "") for told, pk in chosen.items()}),
        "case_count": len(cases), "tries": showing.new_tries(tries[: showing.FIRST]), "try_count": len(tries),
        "notes": notes[: showing.FIRST], "note_count": len(notes), "change_count": len(changes),
        "minutes": showing.minutes(len(cases) + len(tries)),
        "nothing_to_do": not (cases or tries or changes), "nothing_read": not compared.items,
        "first": showing.FIRST, "unread": unread(compared.sheets),
    }  # fmt: skip


def _brought(batch: LedgerBatch) -> dict[str, Any]:
    def opens(outcome: Outcome, kind: Kind) -> str:
        if not _count(batch, kind, outcome):
            return ""
        if kind == Kind.PROGRESS:
            return listed["opens_contacts"] if outcome in (Outcome.NEW, Outcome.CHANGED) else ""
        return listed["opens"] if outcome == Outcome.NEW else ""

    listed = _listed(batch)
    files = batch.files.filter(to_mend=True).order_by("place").defer("data")
    kept = [one | {"why": UNDONE[Undone(one["why"])]} for one in batch.kept]
    return listed | {
        "rows": [
            (words, [(OUTCOMES[one], _count(batch, kind, one), opens(one, kind)) for one in Outcome])
            for kind, words in KINDS.items()
        ],
        "outcomes": showing.outcomes(), "counts": batch.counts, "to_mend": files, "kept": kept,
        "zone": batch.organisation.zone,
    }  # fmt: skip


@needs(May.LEDGER_IMPORT)
@require_GET
def mend(request: Request, pk: UUID, place: str) -> HttpResponse:
    """The rows that stay out, as a file to mend and read again."""
    found = batch_or_404(request, pk)
    if found.state == BatchState.PREVIEWED:
        name, data = _mend_now(request, found, place)
    else:
        kept = get_object_or_404(
            found.files, to_mend=True, place=int(place) if place.isdecimal() and len(place) < 5 else -1
        )
        name, data = kept.name, bytes(kept.data)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    told = quote(_("%(name)s to correct.csv") % {"name": name}, safe="")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{told}"
    return response


def _mend_now(request: Request, batch: LedgerBatch, place: str) -> tuple[str, bytes]:
    with within(request.user, seconds=LONG):
        compared = preview(batch, at=now())
        sheet = next((one for one in compared.sheets if one.place == place), None)
        data = to_mend(compared, sheet) if sheet else b""
    if sheet is None or not data:
        raise Http404
    return sheet.reading.sheet.title, data
