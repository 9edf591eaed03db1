"""The web's entrance with the floor beside it; counts the statements of a request that asks for it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection

from outreach.wsgi import application as house

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
