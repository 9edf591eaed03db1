"""What a coordinator does with uploaded books: say which column is what, bring in, put away, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.walls import within
from cases.actions.doing import Changed
from cases.actions.ledger.bringing import bring, one_at_a_time
from cases.actions.ledger.receiving import choose, discard
from cases.actions.ledger.undoing import undo
from cases.models import LedgerBatch
from cases.models.labels_ledger import kept_words
from cases.queries.ledger.reading import read_as, troubles_of
from cases.queries.load import carers
from cases.rules.access import May
from cases.rules.ledger.columns import Field, Kind
from cases.rules.ledger.pairing import Undone
from cases.web.gate import Request, needs
from cases.web.ledger.pages import LONG, batch_or_404


@needs(May.LEDGER_IMPORT)
@require_POST
def columns(request: Request, pk: UUID) -> HttpResponse:
    """Read the sheets the way a person says."""
    batch = batch_or_404(request, pk)
    choices = {place: _chosen(request, place) for place in sent(request, "place")}
    try:
        with within(request.user, seconds=LONG):
            choose(batch, choices=choices, troubles=troubles_of(read_as(batch, choices)), by=request.user)
    except Changed:
        messages.warning(request, _("These books were already imported or put away."))
    return redirect("ledger_batch", batch.pk)


def sent(request: Request, name: str) -> list[str]:
    """No book holds NUL, and the database keeps none."""
    return [told.replace("\x00", "") for told in request.POST.getlist(name)]


def _chosen(request: Request, place: str) -> dict[str, Any]:
    kind = request.POST.get(f"kind-{place}", "")
    if kind not in set(Kind):
        return {}
    if kind != request.POST.get(f"was-{place}", ""):
        return {"kind": kind}  # the columns on the form were those of the other kind
    names, fields = sent(request, f"name-{place}"), sent(request, f"field-{place}")
    told = list(zip(names, fields, strict=False))
    # Of two columns of one name, the one that is a field says what the name means; the other's words are kept.
    return {"kind": kind, "columns": dict(told) | {name: one for name, one in reversed(told) if one in set(Field)}}


@needs(May.LEDGER_IMPORT)
@require_POST
def bring_in(request: Request, pk: UUID) -> HttpResponse:
    batch = batch_or_404(request, pk)
    try:
        _name_workers(request, batch)
        if "look" in request.POST:
            return redirect("ledger_batch", batch.pk)
        with within(request.user, seconds=LONG):
            bring(batch, shown=request.POST.get("fingerprint", ""), by=request.user, at=now())
    except Changed:
        messages.warning(request, _("Something has changed since you checked. Please check once more, then import."))
        return redirect("ledger_batch", batch.pk)
    messages.success(request, _("The books are imported. You can undo this below."))
    return redirect("ledger_batch", batch.pk)


def _name_workers(request: Request, batch: LedgerBatch) -> None:
    """A tap that comes a second time waits for the first, finds the books brought in and chooses nothing any more."""
    ours = {str(pk) for pk in carers(request.user.organisation).values_list("pk", flat=True)}
    named = dict(zip(sent(request, "told"), sent(request, "worker"), strict=False))
    one_at_a_time(batch.organisation)  # before its row, as whoever undoes it does
    waits = LedgerBatch.objects.filter(pk=batch.pk).previewed().select_for_update(no_key=True).first()
    if waits:
        workers = {name: pk if pk in ours else "" for name, pk in named.items()}
        choose(batch, workers=waits.workers | workers, by=request.user)


@needs(May.LEDGER_IMPORT)
@require_POST
def put_away(request: Request, pk: UUID) -> HttpResponse:
    discard(batch_or_404(request, pk), by=request.user)
    messages.success(request, _("The books were put away; nothing was imported."))
    return redirect("ledger")


@needs(May.LEDGER_IMPORT)
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    batch = batch_or_404(request, pk)
    try:
        with within(request.user, seconds=LONG):
            undone = undo(batch, by=request.user, at=now())
    except Changed:
        messages.warning(request, _("This import was already undone."))
        return redirect("ledger_batch", batch.pk)
    messages.success(request, _("What came from these books was taken back."))
    for words in kept_words(Undone(one["why"]) for one in undone.kept):
        messages.info(request, words)
    return redirect("ledger_batch", batch.pk)
