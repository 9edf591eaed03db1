"""Ten seconds to take it back, instead of "are you sure?"."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from cases.actions.doing import Changed, Conflict
from cases.actions.undoing import IN_TIME, take_back
from cases.models import Case, Event
from cases.rules.access import May
from cases.web.gate import Request, case_or_404, needs

SALT = "hitokoe.take-back"
WHY_NOT = gettext_lazy("Something else has happened since, so nothing was taken back. Look at the history.")
TOO_LATE = gettext_lazy("It is too late to take this back with one tap. Do the opposite on the case itself.")


def undo_tag(case: Case, what: str, user: User) -> str:
    """A short-lived token for the deed this reader has just done; it rides on the message."""
    event = Event.objects.filter(case=case, what=what, by=user).order_by("-at", "-id").first()
    return signing.dumps([str(case.pk), str(event.pk)], salt=SALT) if event else ""


@needs(May.CONTACT_RECORD)
@require_POST
def undo(request: Request, token: str) -> HttpResponse:
    try:
        case_id, event_id = signing.loads(token, salt=SALT, max_age=IN_TIME)
    except signing.SignatureExpired:
        messages.warning(request, str(TOO_LATE))
        return redirect("home")
    except signing.BadSignature as forged:
        raise Http404 from forged
    case = case_or_404(request, UUID(case_id), what=May.CONTACT_RECORD)
    event = get_object_or_404(Event, pk=event_id, case=case)
    try:
        take_back(case, event, by=request.user, at=now())
        messages.success(request, _("Taken back."))
    except (Changed, Conflict):
        messages.warning(request, str(WHY_NOT))
    except PermissionDenied as denied:
        raise Http404 from denied
    return HttpResponseRedirect(_back(request) or reverse("case", args=[case.pk]))


def _back(request: Request) -> str:
    """The page on which the toast stood, inside this house only; it need not be the case's own."""
    wished = request.POST.get("next", "")
    return wished if url_has_allowed_host_and_scheme(wished, {request.get_host()}) else ""
