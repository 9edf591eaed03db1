"""What every page's frame shows: the places of this reader, the theme, and whether the clock stands still."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Session, User
from accounts.roles import Role
from cases.actions.founding import is_founded
from cases.queries.clock import stands_still
from cases.rules.access import May, may
from cases.web.gate import Request, needs

PLACES = (
    (May.DESK, "desk", gettext_lazy("Desk"), "notebook-pen"),
    (May.TODAY, "today", gettext_lazy("Today"), "sun"),
    (May.BOARD, "board", gettext_lazy("Board"), "layout-dashboard"),
    (May.PEOPLE, "people", gettext_lazy("People"), "users"),
    (May.SETTINGS, "settings", gettext_lazy("Settings"), "sliders-horizontal"),
)
HOME = {Role.WORKER: "today", Role.COORDINATOR: "desk", Role.MANAGER: "board", Role.ADMINISTRATOR: "people"}
THEMES = {"light", "dark", "auto"}
A_YEAR = 365 * 24 * 3600


def places(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "auto")
    frame: dict[str, Any] = {
        "theme": theme if theme in THEMES else "auto",
        "reader": None,
        "places": [],
        "clock_note": "",
    }
    reader = getattr(request, "user", None)
    if not isinstance(reader, User):
        return frame
    role = Role(reader.role)
    links = [
        {"href": reverse(name), "label": label, "icon": icon, "current": request.path.startswith(reverse(name))}
        for what, name, label, icon in PLACES
        if may(role, what)
    ]
    still = role is not Role.WORKER and stands_still(now())
    note = _("The clock stands still: nothing new is planned or sent until it runs again.") if still else ""
    return frame | {"reader": reader, "places": links, "clock_note": note}


@needs(May.PUBLIC)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Goes to the reader's place; the first visitor of an empty house founds its organisation."""
    if isinstance(request.user, User):
        return redirect(HOME[Role(request.user.role)])
    return redirect(settings.LOGIN_URL if is_founded() else "first_run")


@needs(May.PUBLIC)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = redirect(_back(request))
    if request.POST.get("theme") in THEMES:
        response.set_cookie("theme", request.POST["theme"], A_YEAR, secure=not settings.LOCAL, samesite="Lax")
    return response


@needs(May.SIGNED_IN)
@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    Session.objects.filter(user=request.user).delete()
    request.session.flush()
    return redirect(settings.LOGIN_URL)


@needs(May.SIGNED_IN)
@require_GET
def account(request: Request) -> HttpResponse:
    return render(request, "accounts/account.html")


def _back(request: HttpRequest) -> str:
    wished = request.POST.get("next", "")
    return wished if url_has_allowed_host_and_scheme(wished, {request.get_host()}) else "/"
