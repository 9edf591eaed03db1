"""A cursor for statements said all day: the database keeps each one's plan, and is told only its values.

A plan is kept for one connection and one role; whoever speaks next in another role has it made anew, walls and all."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


def planned_cursor() -> CursorWrapper:
    """As `connection.cursor()`, which puts the values into the text, so that no two statements are the same."""
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    cursor: Any = Cursor(here.connection)
    return here.make_debug_cursor(cursor) if here.queries_logged else here.make_cursor(cursor)
