"""A push service on a real line, and browsers that read what it was given for them."""

import json
import os
import subprocess
import sys
import threading
from datetime import datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as house
from django.db import connection

from accounts.foundations import address
from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.wishing import Subscription, add_device
from cases.models import Notice
from cases.rules.push import text_of
from cases.rules.reminders import Channel
from tests.conftest import MORNING


class Browser:
    """A device: its own keys, and what its push service was given for it."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def read(self, body: bytes) -> dict[str, str]:
        told = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(told))


class Service:
    """Takes what it is given, or answers what it is told to answer, -1 for a line that goes dead; `holds` lets nobody
    go before it is released."""

    def __init__(self) -> None:
        self.given: list[tuple[str, Message, bytes]] = []
        self.answers: dict[str, int] = {}
        self.wait = ""  # for whoever is refused, under Retry-After
        self.holds, self.reached, self.released = False, threading.Event(), threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self) -> list[str]:
        return [path for path, _, _ in self.given]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.given.append((self.path, self.headers, body))
                service.reached.set()
                if service.holds:
                    service.released.wait(30)
                status = service.answers.get(self.path, 201)
                if status < 0:
                    self.connection.close()
                    return
                self.send_response(status)
                if service.wait:
                    self.send_header("Retry-After", service.wait)
                self.send_header("Location", f"http://{service.host}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *told: object) -> None:
                """The house's own logs are what the tests look at."""

        return Handler


def device(service: Service, who: User, path: str = "/one", browser: Browser | None = None) -> Browser:
    made = browser or Browser()
    told = Subscription(
        endpoint=f"http://{service.host}{path}", p256dh=text_of(made.point), auth=text_of(made.secret), name="Firefox"
    )
    with within(who):
        add_device(told, by=who, at=MORNING)
    return made


def owe(who: User, key: str = "morning:2026-04-01") -> Notice:
    with as_job(who.organisation_id):
        return Notice.objects.create(
            organisation=who.organisation, to=who, key=key, template=key.split(":")[0], channel=Channel.PUSH,
            due_at=MORNING, facts={"count": 3, "day": "2026-04-01"},
        )  # fmt: skip


def state(notice: Notice) -> tuple[str, int, str]:
    with as_job(notice.organisation_id):
        return Notice.objects.values_list("state", "tries", "failure").get(pk=notice.pk)


def sender_apart(service: Service, at: datetime) -> "subprocess.Popen[bytes]":
    """Another process that sends, and can be killed."""
    environment = {
        **os.environ, "DATABASE_URL": address(house.DATABASE_URL, connection.settings_dict["NAME"]),
        "PUSH_SERVICES": service.host,
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "manage.py", "sweep", "send", "--at", at.isoformat()], env=environment)
