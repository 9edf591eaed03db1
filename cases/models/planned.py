"""A cursor for statements said all day: the database keeps each one's plan, and is told only its values.

A plan is kept for one connection and one role; whoever speaks next in another role has it made anew, walls and all."""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


def planned_cursor() -> CursorWrapper:
    """As `connection.cursor()`, which puts the values into the text, so that no two statements are the same."""
    connection.ensure_connection()
    cursor: Any = Cursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
