"""A real house, served as `make demo` serves it, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "hitokoe-demo-engawa"
OWN_SERVERS = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}


@dataclass
class House:
    url: str
    environment: dict[str, str]
    far_requests: list[str] = field(default_factory=list)

    def manage(self, *words: str) -> str:
        command = [sys.executable, "-m", "outreach.engine", "run", "--", sys.executable, "manage.py", *words]
        told = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return told.stdout


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = shutil.which("chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {"args": quiet} | ({"executable_path": chromium} if chromium else {})


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = Path(tempfile.mkdtemp(prefix="hitokoe-house-"))
    environment = {name: value for name, value in os.environ.items() if name not in OWN_SERVERS}
    environment |= {"HITOKOE_HOME": str(home), "PORT": str(port), "HITOKOE_LOCAL": "1"}
    command = [sys.executable, "-m", "outreach.engine", "serve", "--demo"]
    log = (home / "serve.log").open("w+")
    serving = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    assert serving.stdout is not None
    told = []
    for line in serving.stdout:
        told.append(line)
        if line.startswith("Hitokoe: "):
            break
    else:
        pytest.fail("The house did not start:\n" + "".join(told) + (home / "serve.log").read_text())
    yield House(f"http://127.0.0.1:{port}", environment)
    serving.send_signal(signal.SIGTERM)
    serving.wait(60)
    shutil.rmtree(home, ignore_errors=True)


class Person:
    """Somebody with a browser of a certain size, in a certain language."""

    def __init__(
        self, browser: Browser, house: House, login: str, *, phone: bool = False, language: str = "ja"
    ) -> None:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(base_url=house.url, viewport=size, locale=language, has_touch=phone)
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: house.far_requests.append(request.url))
        self.sins: list[str] = []
        self.page.on("console", lambda line: self.sins.append(line.text) if line.type == "error" else None)
        self.page.goto("/sign-in/")
        self.page.fill("input[name=login]", f"{login}@example.org")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form.sign-in button.btn-primary")
        self.page.wait_for_url(lambda address: "/sign-in/" not in address)
