"""Notices that are stuck: perhaps sent, perhaps not. A person decides; nothing is sent again by itself."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.actions import housekeeping
from cases.actions.doing import Changed
from cases.models.labels_letters import LETTERS
from cases.queries.office import stuck
from cases.rules.access import May
from cases.web.gate import Request, needs

STATES = {
    "sending": gettext_lazy("Unknown: the sender stopped while sending. It may have arrived."),
    "given_up": gettext_lazy("Given up: nobody took it for delivery."),
}


@needs(May.NOTICES)
@require_GET
def notices(request: Request) -> HttpResponse:
    letters = [
        {"pk": one.pk, "to": one.to.name, "kind": LETTERS[one.template].kind, "state": STATES[one.state],
         "due": one.due_at, "tries": one.tries, "failure": one.failure}
        for one in stuck(request.user.organisation, now())
    ]  # fmt: skip
    return render(request, "office/notices.html", {"letters": letters, "zone": request.user.organisation.zone})


def _about_one(deed: Callable[..., None], said: str) -> Callable[..., HttpResponse]:
    @needs(May.NOTICES)
    @require_POST
    def view(request: Request, pk: UUID) -> HttpResponse:
        letter = get_object_or_404(stuck(request.user.organisation, now()), pk=pk)
        try:
            deed(letter, by=request.user, at=now())
        except Changed:
            messages.error(request, _("Somebody else decided about this notice first."))
        else:
            messages.success(request, said)
        return redirect("notices")

    return view


send_again = _about_one(housekeeping.send_again, gettext_lazy("It is sent again within a minute."))  # type: ignore[arg-type]
leave = _about_one(housekeeping.leave_unsent, gettext_lazy("It stays unsent."))  # type: ignore[arg-type]
