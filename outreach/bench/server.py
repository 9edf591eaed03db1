"""The web as in production, on a port of its own; and one client that keeps its connection."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import psutil

from outreach.engine.errors import CannotStart
from outreach.engine.house import ONE_HEAP, ROOT, answers

STARTING = 30  # seconds
TOKEN = "b" * 32  # both halves of the form token: the cookie's and the field's


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int
    cold_seconds: float

    def memory(self) -> int:
        """Bytes of the largest web worker."""
        workers = psutil.Process(self.pid).children(recursive=True)
        return max(int(worker.memory_info().rss) for worker in workers)


@contextmanager
def serving() -> Iterator[Server]:
    """Two workers of two threads each, as the house and its systemd unit start them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "outreach.bench.wsgi:application",
               "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "2",
               "--no-access-log", "--log-level", "warning"]  # fmt: skip
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ | ONE_HEAP, start_new_session=True)
    try:
        while not answers(port):
            if child.poll() is not None or time.perf_counter() - began > STARTING:
                raise CannotStart("The web did not start; see the lines above.")
            time.sleep(0.02)
        yield Server(port, child.pid, time.perf_counter() - began)
    finally:
        child.terminate()
        child.wait()


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    took: float  # milliseconds
    headers: Mapping[str, str]


@dataclass
class Browser:
    """One signed-in client."""

    port: int
    cookies: Mapping[str, str]
    connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """A form is posted."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Cookie": cookies, "Accept-Language": "ja", "Accept-Encoding": "gzip", **headers}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
            told["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", path, body, told)
        answer = self.connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        return Answer(answer.status, took, {name.lower(): value for name, value in answer.getheaders()})
