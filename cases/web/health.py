"""Is the house alive, and what is missing."""

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.walls import as_sign_in
from cases.queries.clock import broken, last_tick
from cases.rules.access import May
from cases.web.errors import AWAY
from cases.web.gate import needs

SOCKET = "redis+socket://"


@needs(May.PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@needs(May.PUBLIC)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 without the database; a missing broker or a standing clock is told but does not stop the pages."""
    state: dict[str, object] = {
        "database": "ok", "broker": broker_state(), "clock_age_seconds": None, "clock_broken_organisations": None,
    }  # fmt: skip
    try:
        with as_sign_in():
            ticked = last_tick()
            if ticked is not None:
                state["clock_age_seconds"] = max(0, int((now() - ticked.ran_at).total_seconds()))
                state["clock_broken_organisations"] = broken()
    except AWAY:
        connection.close()
        state["database"] = "missing"
    return JsonResponse(state, status=200 if state["database"] == "ok" else 503)


def broker_state() -> str:
    url = settings.REDIS_URL
    try:
        if url.startswith(SOCKET):
            client = redis.Redis(unix_socket_path=url.removeprefix(SOCKET).split("?")[0], socket_timeout=1)
        else:
            client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
        client.ping()
    except (redis.RedisError, OSError):
        return "missing"
    return "ok"
