"""What a reader sees when something is not there, not allowed, or not working."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from psycopg_pool import PoolTimeout

from accounts.models import User
from cases.web.places import places_of, setting_of

AWAY = (OperationalError, InterfaceError, PoolTimeout)


def plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page that asks the database nothing. Its language is asked of the request once more."""
    with override(get_language_from_request(request)):
        return HttpResponse(render_to_string(template, frame(request)), status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The way home of a reader who is known already; nobody is looked up, for the database may be what broke."""
    told: dict[str, Any] = {"theme": setting_of(request, "theme"), "places": []}
    reader = request.user if hasattr(request, "_cached_user") else None
    if isinstance(reader, User):
        told["places"] = [one | {"current": False} for one in places_of(request, reader)]
    return told


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain(request, "404.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """PostgreSQL away is said so (503): nothing is lost, and trying again helps."""
    if isinstance(sys.exc_info()[1], AWAY):
        response = plain(request, "503.html", 503)
        response["Retry-After"] = "10"
        return response
    return plain(request, "500.html", 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain(request, "403.html", 403)
