"""What every page's frame shows: the places of this reader, the theme, and whether the clock stands still."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from accounts.models import Session, User
from accounts.roles import Role
from cases.actions.founding import is_founded
from cases.models.office_words import role_word
from cases.queries.clock import clock_of
from cases.rules.access import May, may
from cases.web.clock import clock_note
from cases.web.gate import Request, needs

PLACES = (
    (May.DESK, "desk", gettext_lazy("Desk"), "notebook-pen"),
    (May.TODAY, "today", gettext_lazy("Today"), "sun"),
    (May.WEEK, "week", gettext_lazy("Week"), "calendar-days"),
    (May.BOARD, "board", gettext_lazy("Board"), "layout-dashboard"),
    (May.PEOPLE, "people", gettext_lazy("People"), "users"),
    (May.SETTINGS, "settings", gettext_lazy("Settings"), "sliders-horizontal"),
)
HOME = {Role.WORKER: "today", Role.COORDINATOR: "desk", Role.MANAGER: "board", Role.ADMINISTRATOR: "people"}
# What a browser keeps for itself, the usual first.
SETTINGS = {"theme": ("auto", "light", "dark"), "privacy": ("off", "on"), "shortcuts": ("on", "off")}
A_YEAR = 365 * 24 * 3600


def places(request: HttpRequest) -> dict[str, Any]:
    frame: dict[str, Any] = {name: setting_of(request, name) for name in SETTINGS}
    reader = getattr(request, "user", None)
    frame |= {"here": request.get_full_path(), "reader": None, "places": [], "find": None}
    if not isinstance(reader, User):
        return frame
    role = Role(reader.role)
    if may(role, May.DESK):
        frame["find"] = {"href": reverse("find"), "here": request.path == reverse("find")}
    if role is not Role.WORKER:
        frame["clock"] = _clock(reader, now())
    return frame | {"reader": reader, "places": places_of(request, reader)}


def _clock(reader: User, at: datetime) -> Callable[[], dict[str, Any]]:
    """Read by the page that shows it, and once: a line of the sign-in is written from a template too, before its reader
    is inside any wall."""

    @cache
    def clock() -> dict[str, Any]:
        told = clock_of(reader.organisation_id, at)
        return {"note": clock_note(told, at), "ran_at": told.ran_at}

    return clock


def places_of(request: HttpRequest, reader: User) -> list[dict[str, Any]]:
    role = Role(reader.role)
    return [place(request, name, label, icon) for what, name, label, icon in PLACES if may(role, what)]


def setting_of(request: HttpRequest, name: str) -> str:
    """What this browser was told to do; anything else in the cookie is the usual."""
    allowed = SETTINGS[name]
    told = request.COOKIES.get(name, "")
    return told if told in allowed else allowed[0]


def place(request: HttpRequest, name: str, label: Any, icon: str) -> dict[str, Any]:
    href = reverse(name)
    return {"href": href, "label": label, "icon": icon, "letter": href[1], "current": request.path.startswith(href)}


@needs(May.PUBLIC)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Goes to the reader's place; the first visitor of an empty house founds its organisation."""
    if isinstance(request.user, User):
        return redirect(HOME[Role(request.user.role)])
    return redirect(settings.LOGIN_URL if is_founded() else "first_run")


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """From here on this browser speaks the language somebody chose for its reader."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, A_YEAR, secure=not settings.LOCAL, samesite="Lax", httponly=True
    )
    return response


@needs(May.PUBLIC)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """For the pages of this browser; who is signed in gets letters in it from now on."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    response: HttpResponse = set_language(request)
    return response


def _switch(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """Keeps one setting in this browser; it holds before anyone has signed in."""

    @needs(May.PUBLIC)
    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = HttpResponseRedirect(_back(request))
        if request.POST.get(name) in SETTINGS[name]:
            response.set_cookie(
                name, request.POST[name], A_YEAR, secure=not settings.LOCAL, httponly=True, samesite="Lax"
            )
        return response

    return view


theme, privacy, shortcuts = _switch("theme"), _switch("privacy"), _switch("shortcuts")


@needs(May.SIGNED_IN)
@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    Session.objects.filter(user=request.user).delete()
    request.session.flush()
    return redirect(settings.LOGIN_URL)


@needs(May.SIGNED_IN)
@require_GET
def account(request: Request) -> HttpResponse:
    role = Role(request.user.role)
    told = {"role": role_word(role, request.user.organisation), "may_follow": may(role, May.TODAY)}
    return render(request, "accounts/account.html", told)


def _back(request: HttpRequest) -> str:
    wished = request.POST.get("next", "")
    return wished if url_has_allowed_host_and_scheme(wished, {request.get_host()}) else "/"
