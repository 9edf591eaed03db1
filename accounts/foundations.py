"""Lays the foundations as the operator of the server: database roles, the database, its tables and its signing key."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from accounts.walls import Reader, signing_key

BLOCK = 64  # bytes in a block of SHA-256
OWNER = "hitokoe_owner"
SEARCH = "hitokoe_search"
UNDO = "hitokoe_undo"


def lay_roles(owner: psycopg.Connection[tuple[object, ...]], app: str, password: str) -> None:
    """The login of the application has no right of its own; it may only become one of the readers."""
    for role in (OWNER, SEARCH, UNDO, *Reader):
        _create(owner, role, "NOLOGIN")
    _create(owner, app, "LOGIN")
    name = sql.Identifier(app)
    owner.execute(sql.SQL("ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS").format(name))
    if password:
        owner.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
    for role in Reader:
        owner.execute(
            sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(role), sql.Identifier(app))
        )
    # Functions that look or reach beyond a wall run as one of these, never as a login.
    for role in (SEARCH, UNDO):
        owner.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(OWNER)))
    owner.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _create(owner: psycopg.Connection[tuple[object, ...]], role: str, login: str) -> None:
    # Two starts at once both see no role; the second one's error is the answer it wanted.
    try:
        with owner.transaction():
            owner.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(login)))
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        pass


def prepare(name: str) -> None:
    """Make everything that is missing for the database of this name; safe to run again."""
    told = settings.DATABASES["default"]
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, "postgres"), autocommit=True) as owner:
        # Roles belong to the whole server: two starts at once take turns.
        owner.execute("SELECT pg_advisory_lock(hashtext('hitokoe roles'))")
        lay_roles(owner, str(told["USER"]), str(told["PASSWORD"]))
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            owner.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )
    migrate(name)
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, name)) as owner:
        inner, outer = pads(signing_key())
        owner.execute("DELETE FROM walls_key")
        owner.execute("INSERT INTO walls_key (inner_pad, outer_pad) VALUES (%s, %s)", [inner, outer])


def migrate(name: str, *until: str) -> None:
    """Run the migrations as the owner of the tables, then give the connection back to the application. `until`: an app
    and one of its migrations, forward or back."""
    parts = urlsplit(settings.DATABASE_OWNER_URL)
    connection = connections["default"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    before = dict(connection.settings_dict)
    options = {key: value for key, value in before["OPTIONS"].items() if key != "pool"}
    connection.settings_dict.update(
        USER=parts.username or "", PASSWORD=parts.password or "", NAME=name, OPTIONS=options | {"assume_role": OWNER}
    )
    try:
        call_command("migrate", *until, verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict.update(before | {"NAME": name})


def address(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The two keyed blocks of HMAC (RFC 2104), so that the database needs no extension to check a seal."""
    block = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
