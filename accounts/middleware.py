"""Every request runs in one transaction, inside the walls of its reader."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_sign_in, within

Answer = Callable[[HttpRequest], HttpResponse]
OPEN_PATHS = ("/healthz", "/readyz", "/static/")
SEEN_EVERY_SECONDS = 60


def keep_private(answer: Answer) -> Answer:
    """No page of ours is kept by a browser or a proxy, and no page may use the device."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response

    return middleware


def open_transaction(answer: Answer) -> Answer:
    """One transaction a request, as the sign-in role until the reader is known; a failed page leaves nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS):
            return answer(request)
        with as_sign_in():
            response = answer(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware


def enter(answer: Answer) -> Answer:
    """From here on the database shows what this reader may see."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS) or not isinstance(request.user, User):
            return answer(request)
        if _is_over(request, idle=_idle_seconds(request.user)):
            logout(request)
            return answer(request)
        with within(request.user, savepoint=False):
            return answer(request)

    return middleware


def _idle_seconds(user: User) -> int:
    """A worker at a door is not idle: an hour's visit must not end with a password. Her cases are few; the office's
    desk, with everybody's, closes after half an hour."""
    return settings.SESSION_COOKIE_AGE if user.role == Role.WORKER else settings.SESSION_IDLE_SECONDS


def _is_over(request: HttpRequest, *, idle: int) -> bool:
    """Idle for too long, or signed in for too long? The moment of the last click is stored at most once a minute, so
    that most pages write no session; each such write also moves its expiry, so the beginning is kept beside it."""
    moment = int(now().timestamp())
    seen, began = request.session.get("seen", moment), request.session.get("began", moment)
    if moment - seen > idle or moment - began > settings.SESSION_COOKIE_AGE:
        return True
    if "began" not in request.session or moment - seen >= SEEN_EVERY_SECONDS:
        request.session["seen"], request.session["began"] = moment, began
    return False
