"""A real house, served as `make demo` serves it, and a real browser."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / ".hitokoe" / "pictures"
PASSWORD = "hitokoe-demo-engawa"
OWN_SERVERS = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
WAITING = re.compile('<p class="waiting">.*?</p>', re.S)
HIDE = """() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
STAND_STILL = "window.setInterval = () => 0"  # no draft goes by the clock, however slow the machine
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

expect.set_options(timeout=30_000)  # nobody waits so long where all is well, and a slow machine has its time


@dataclass
class House:
    url: str
    environment: dict[str, str]
    far_requests: list[str] = field(default_factory=list)
    signed_in: dict[str, Any] = field(default_factory=dict)  # the cookies of each login, so that each signs in once
    people: list["Person"] = field(default_factory=list)

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
    port, home = free_port(), Path(tempfile.mkdtemp(prefix="hitokoe-house-"))
    environment = {name: value for name, value in os.environ.items() if name not in OWN_SERVERS}
    environment |= {"HITOKOE_HOME": str(home), "PORT": str(port), "HITOKOE_LOCAL": "1"}
    command = [sys.executable, "-m", "outreach.engine", "serve", "--demo"]
    said = home / "serve.log"
    with said.open("w") as log:  # not a pipe: whoever writes into a full one stands still
        serving = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    if not opened(serving, said):
        pytest.fail("The house did not start:\n" + said.read_text())
    yield House(f"http://127.0.0.1:{port}", environment)
    serving.send_signal(signal.SIGTERM)
    serving.wait(180)
    shutil.rmtree(home, ignore_errors=True)


def opened(serving: "subprocess.Popen[bytes]", said: Path) -> bool:
    """It says so itself, however long a slow machine makes the demo."""
    while serving.poll() is None:
        if "\nHitokoe: " in said.read_text():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(autouse=True)
def everybody_goes_home(house: House) -> Iterator[None]:
    """A page left open, or half a form kept on the server, would stand in the next test's way."""
    yield
    for person in house.people:
        person.go_home()
    house.people.clear()


class Person:
    """Somebody with a browser of a certain size, in a certain language and light, with or without scripts."""

    def __init__(
        self,
        browser: Browser,
        house: House,
        login: str = "",
        *,
        phone: bool = False,
        language: str = "ja",
        dark: bool = False,
        scripts: bool = True,
        anew: bool = False,
        zone: str = "Asia/Tokyo",
    ) -> None:
        self.house, self.sins, self.is_home = house, list[str](), False
        self.context = browser.new_context(
            base_url=house.url, viewport=PHONE if phone else DESK, locale=language, has_touch=phone,
            color_scheme="dark" if dark else "light", java_script_enabled=scripts, reduced_motion="reduce",
            storage_state=None if anew else house.signed_in.get(login), timezone_id=zone,
        )  # fmt: skip
        house.people.append(self)
        self.drafts_on_their_way = set[Request]()
        self.context.on("request", lambda one: one.url.endswith("/draft/") and self.drafts_on_their_way.add(one))
        self.context.on("requestfinished", lambda one: self.drafts_on_their_way.discard(one))
        self.context.on("requestfailed", lambda one: self.drafts_on_their_way.discard(one))
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: house.far_requests.append(request.url))
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.sins.append(str(error)))
        if login and (anew or login not in house.signed_in):
            self.sign_in(login)
        elif login:
            self.page.goto("/")

    def sign_in(self, login: str) -> None:
        self.page.goto("/sign-in/")
        self.page.fill("input[name=login]", f"{login}@example.org")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form.sign-in button.btn-primary")
        self.page.wait_for_url(lambda address: "/sign-in/" not in address)
        self.house.signed_in[login] = self.context.storage_state()

    def go_home(self) -> None:
        """Half a form is thrown away after it has told what was typed last, and when its page has been left."""
        if self.is_home:
            return
        self.is_home = True
        for page in self.context.pages:
            self._let_tell(page)
            page.goto("about:blank")
        token = next((one["value"] for one in self.context.cookies() if one["name"] == "hitokoe_csrf"), "")
        for place in ("/today/", "/desk/"):
            line = WAITING.search(self.context.request.get(place).text())
            for form in set(re.findall(r'href="([^"?]+)', line[0])) if line else ():
                self.context.request.post(f"{form}draft/discard/", headers={"X-CSRFToken": token}, max_redirects=0)
        self.context.close()

    def _let_tell(self, page: Page) -> None:
        """Now, and till it has arrived: what a page tells while it is left may arrive any time later."""
        page.wait_for_load_state()
        page.evaluate(HIDE)
        for _ in range(500):
            if not self.drafts_on_their_way:
                break
            page.wait_for_timeout(20)

    def _hear(self, line: ConsoleMessage) -> None:
        """Errors and refusals of the policy; the log line of a page we asked to be missing or bad is not one."""
        expected = "the server responded with a status of 4" in line.text
        if line.type == "error" and not expected:
            self.sins.append(line.text)

    def picture(self, name: str, *, whole: bool = True) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        # Hiding the caret would take a style of the browser's own, which our policy refuses.
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole, caret="initial")

    def leave(self) -> None:
        """Nothing was refused by the policy, nothing broke, nobody else was asked."""
        self.go_home()
        assert self.sins == []
        assert [url for url in self.house.far_requests if not url.startswith((self.house.url, "data:"))] == []
