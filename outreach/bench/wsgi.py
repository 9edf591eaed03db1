"""The web's entrance with the floor beside it; counts the statements of a request that asks for it."""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection

# Only the tests install these, and structlog takes what it finds: a house that serves does not hold them.
for absent in ("rich", "greenlet"):
    sys.modules[absent] = None  # type: ignore[assignment]

from outreach.wsgi import application as house  # noqa: E402

settings.ROOT_URLCONF = "outreach.bench.urls"
ASKED = "HTTP_X_COUNT"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if ASKED not in environ:
        return house(environ, start_response)
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: object, many: bool, context: dict[str, Any]) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Count", str(len(seen)))], *more)

    with connection.execute_wrapper(note):
        return house(environ, start)
