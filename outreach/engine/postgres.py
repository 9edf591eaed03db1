"""Starts a private PostgreSQL from the binaries of an installed package: our own child, no network, safe as root."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil

from outreach.engine.errors import CannotStart
from outreach.engine.keeper import Keeper
from outreach.engine.process import PATIENCE, Process, log_of, runs, see_ended

# Sized for two cores and a few gigabytes; a bulk load gets room to write before it must stop for a checkpoint.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": os.environ.get("HITOKOE_PG_SHARED_BUFFERS") or "256MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    # A log line with a statement in it would carry names; facts about the server are enough.
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
    "log_timezone": "UTC",
}
LETTERS = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def postgres(home: Path, sockets: Path, keeper: Keeper) -> Process:
    def start() -> "subprocess.Popen[bytes]":
        keeper.own(sockets)
        initialise(keeper)
        clear(keeper.data, sockets)
        settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
        command = keeper.command("postgres", "-D", str(keeper.data), "-k", str(sockets), *settings)
        with log_of(home, "postgres") as log:
            return subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True)

    # SIGINT is PostgreSQL's fast stop: it ends its sessions, writes a checkpoint and leaves nothing to recover.
    return Process("PostgreSQL", start, lambda: is_ready(keeper.tools, sockets), home / "postgres.log", signal.SIGINT)


def initialise(keeper: Keeper) -> None:
    """Make the cluster beside its place and move it there, so that a half-made one is never taken for whole."""
    if (keeper.data / "PG_VERSION").exists():
        return
    keeper.own(keeper.data.parent)
    beside = keeper.data.with_name(keeper.data.name + ".tmp")
    shutil.rmtree(beside, ignore_errors=True)
    command = keeper.command("initdb", "-D", str(beside), "-U", "hitokoe", *LETTERS, "--auth=trust")
    made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if made.returncode:
        raise CannotStart(f"PostgreSQL could not make its files in {beside}: {made.stderr.strip()}")
    # The folder of the socket is private, so whoever can reach it may come in; nobody else has a door.
    (beside / "pg_hba.conf").write_text("local all all trust\nlocal replication all reject\n")
    beside.rename(keeper.data)


def is_ready(tools: Path, sockets: Path) -> bool:
    asked = [str(tools / "pg_isready"), "-q", "-h", str(sockets), "-U", "hitokoe", "-d", "postgres"]
    return subprocess.run(asked, cwd="/", check=False).returncode == 0


def clear(data: Path, sockets: Path) -> None:
    """End what an earlier start left over these files, and disarm a pid file that names a stranger.

    A killed postmaster leaves backends that hold the shared memory, and PostgreSQL itself refuses to start while any
    process at all has the pid in the file. Both are told apart by their working folder, which is the data.
    """
    lines = read_lock(data)
    left = [process for process in psutil.process_iter() if works_in(process, data)]
    for head in (process for process in left if lines and process.pid == int(lines[0])):
        head.send_signal(signal.SIGINT)
        see_ended([head], PATIENCE)
    orphans = [process for process in left if runs(process)]
    for orphan in orphans:
        with suppress(psutil.NoSuchProcess):
            orphan.send_signal(signal.SIGQUIT)
    for orphan in see_ended(orphans, 5):
        orphan.kill()
    for lock in sockets.glob(".s.PGSQL.*.lock"):  # names a pid too, and the folder is nobody else's
        lock.unlink()
    lines = read_lock(data)
    if lines and psutil.pid_exists(int(lines[0])):
        # PostgreSQL takes a file with its parent's pid for an old one; the other lines still guard the shared memory.
        (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")


def works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return bool(process.cwd() == str(data.resolve())) and process.name().startswith("postgres")
    except psutil.Error:
        return False


def read_lock(data: Path) -> list[str]:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    return lines if lines and lines[0].lstrip("-").isdigit() else []
