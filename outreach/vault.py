"""Takes the whole database out into one file, and puts such a file in its place."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from accounts.foundations import OWNER, address, lay_roles, prepare
from accounts.models import Organisation
from outreach.engine.keeper import TOOLS, installed

TABLES = sql.Identifier(Organisation._meta.db_table)


class Refused(Exception):
    """Nothing was changed; the message says why and what to do."""


def backup(path: Path) -> int:
    """Write the database into a new file only its owner may read, whole or not at all; its size in bytes."""
    if path.exists():
        raise Refused(f"{path} exists already. Choose another name; a backup is never written over.")
    beside = path.with_name(path.name + ".partial")
    try:
        beside.touch(mode=0o600)
        run("pg_dump", "--format=custom", f"--file={beside}", name=database())
        run("pg_restore", "--list", str(beside))
        beside.rename(path)
    except OSError as why:
        raise Refused(f"{path} cannot be written: {why.strerror}.") from why
    finally:
        beside.unlink(missing_ok=True)
    return path.stat().st_size


def restore(path: Path, *, replace: bool) -> None:
    """Put the backup in the place of the database. It is read in beside it first, so a broken file changes nothing."""
    if not path.is_file():
        raise Refused(f"{path} is not there. Give the path of a file written by `manage.py backup`.")
    run("pg_restore", "--list", str(path))
    name, beside = database(), f"{database()}_restoring"
    if not replace and not is_empty(name):
        raise Refused(
            f"The database {name} is not empty. Say --replace to lose what is in it and put this backup there."
        )
    told = settings.DATABASES["default"]
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, "postgres"), autocommit=True) as owner:
        lay_roles(owner, str(told["USER"]), str(told["PASSWORD"]))
        drop(owner, beside)
        create = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'"
        owner.execute(sql.SQL(create).format(sql.Identifier(beside), sql.Identifier(OWNER)))
        try:
            run("pg_restore", "--exit-on-error", "--jobs=2", str(path), name=beside)
        except Refused:
            drop(owner, beside)
            raise
        connections["default"].close()
        drop(owner, name)
        owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(beside), sql.Identifier(name)))
    prepare(name)


def database() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def drop(owner: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def is_empty(name: str) -> bool:
    """No organisation has moved in yet, or there is no database at all."""
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, "postgres")) as owner:
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return True
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, name)) as owner:
        try:
            return not owner.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(TABLES)).fetchone()
        except psycopg.errors.UndefinedTable:
            return True


def run(tool: str, *words: str, name: str = "") -> None:
    """One of PostgreSQL's own tools on the database of this name; no list of processes shows the password."""
    url, secret = without_password(address(settings.DATABASE_OWNER_URL, name))
    database = [f"--dbname={url}"] if name else []
    command = [str(found(tool)), "--no-password"] if name else [str(found(tool))]
    done = subprocess.run([*command, *database, *words], env=secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"{tool} did not succeed: {done.stderr.strip()}")


def without_password(url: str) -> tuple[str, Mapping[str, str]]:
    parts = urlsplit(url)
    if not parts.password:
        return url, os.environ
    login, _, server = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=f"{login.split(':')[0]}@{server}"))
    return bare, os.environ | {"PGPASSWORD": unquote(parts.password)}


def found(tool: str) -> Path:
    """The machine's own tool when it is as new as the server, because it speaks TLS; else the one we brought along."""
    brought = installed() / TOOLS / tool
    own = shutil.which(tool)
    remote = not parse_qs(urlsplit(settings.DATABASE_OWNER_URL).query).get("host", [""])[0].startswith("/")
    return Path(own) if own and remote and major(own) >= server() else brought


def major(tool: str) -> int:
    """18 of "pg_dump (PostgreSQL) 18.4 (Debian 18.4-1)"."""
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split(")")[1].split()[0].split(".")[0])


def server() -> int:
    with psycopg.connect(address(settings.DATABASE_OWNER_URL, "postgres")) as owner:
        return owner.info.server_version // 10000
