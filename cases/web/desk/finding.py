"""The one search box. What was typed is a name more often than not, so it never stands in an address."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models.labels import label
from cases.queries.find import Found, only_one
from cases.queries.find import find as look_up
from cases.rules.access import May
from cases.rules.finding import FoundBy
from cases.rules.phones import show as show_phone
from cases.rules.postal import show as show_code
from cases.web.case.page import note_answer
from cases.web.desk.listing import rows
from cases.web.gate import Request, needs

LONGEST = 100  # characters
KEPT = 8  # searches a session remembers, so that going back and loading anew find the list again
SHOWN = {
    FoundBy.PHONE: show_phone,
    FoundBy.RELATIVE_PHONE: show_phone,
    FoundBy.POSTAL_CODE: show_code,
}

OPEN = (FoundBy.CODE, FoundBy.NICKNAME, FoundBy.NICKNAME_KANA)  # what may stand on a screen anybody sees


@needs(May.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Request) -> HttpResponse:
    """A whole code goes straight to its case; everything else says why it was found."""
    if request.method == "POST":
        return _ask(request, request.POST.get("q", "")[:LONGEST])
    text = request.session.get("looked_for", {}).get(request.GET.get("for", ""), "")
    looked = look_up(request.user, text)
    found = looked.found
    one = only_one(found, text)
    if one is not None:
        return redirect("case", one.pk)
    zone, at = request.user.organisation.zone, now()
    note_answer(request, (hit.case for hit in found), "find")
    seen = rows((hit.case for hit in found), zone, at)
    told = [row._replace(**why(hit)) for row, hit in zip(seen, found, strict=True)]
    alike = bool(found) and all(hit.only_sounds_alike for hit in found)
    shown = {"q": text, "rows": told, "sounds_alike": alike, "is_cut": looked.is_cut}
    return render(request, "desk/find.html", shown)


def _ask(request: Request, text: str) -> HttpResponse:
    """Keep the words in the session, and go to an address that only says which of them."""
    mark = secrets.token_urlsafe(6)
    asked = request.session.get("looked_for", {}) | {mark: text.replace("\x00", "")}
    request.session["looked_for"] = dict(list(asked.items())[-KEPT:])
    return redirect(f"{reverse('find')}?for={mark}")


def why(hit: Found) -> dict[str, Any]:
    """The word for what held the query, and its text; names are covered by the privacy switch."""
    shown = SHOWN.get(hit.by, str)(hit.text)
    words = _("%(what)s, sounds alike") % {"what": label(hit.by)} if hit.only_sounds_alike else label(hit.by)
    return {"why": words, "held": shown, "hush": hit.by not in OPEN}
