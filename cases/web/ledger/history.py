"""What one reading wrote into the history of the cases, contact by contact."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.models import Contact
from cases.models.labels import label, response_label
from cases.queries.ledger.batches import contacts_of
from cases.rules.access import May
from cases.rules.ledger.pairing import BatchState
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.web.case.lines import who_came
from cases.web.case.page import note_answer
from cases.web.gate import Request, needs
from cases.web.ledger.pages import DIGITS, batch_or_404
from cases.web.ledger.showing import day

A_PAGE = 50


@needs(May.LEDGER_IMPORT)
@require_GET
def contacts(request: Request, pk: UUID) -> HttpResponse:
    batch = batch_or_404(request, pk)
    if batch.state != BatchState.BROUGHT:
        raise Http404  # what was taken back is no longer told
    begins = request.GET.get("from", "")
    start = int(begins) if begins.isdecimal() and len(begins) <= DIGITS else 0
    found = contacts_of(batch, start=start, most=A_PAGE + 1)
    shown, zone = found[:A_PAGE], batch.organisation.zone
    note_answer(request, {one.case_id: one.case for one in shown}.values(), "ledger")
    told = {
        "batch": batch, "rows": [_row(one, zone) for one in shown], "before": max(start - A_PAGE, 0) if start else None,
        "after": start + A_PAGE if len(found) > A_PAGE else None,
    }  # fmt: skip
    return render(request, "ledger/contacts.html", told)


def _row(one: Contact, zone: ZoneInfo) -> dict[str, Any]:
    method, at = Method(one.method), one.started_at.astimezone(zone)
    return {
        "case": one.case_id,
        "code": one.case.code,
        "nickname": one.case.person.family.nickname,
        "day": day(at.date()),
        "hour": f"{at:%H:%M}" if one.time_told else "",
        "method": label(method),
        "response": response_label(Response(one.response), method),
        "minutes": one.minutes,
        "worker": who_came(one.worker.name if one.worker else None, one.recorder_told),
        "note": one.note,
        "is_corrected": getattr(one, "corrected_by", None) is not None,
    }
