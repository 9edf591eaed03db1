"""The compose file's own words start the same processes: its environment, its commands, its health checks."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach.engine.addresses import addresses
from tests.engine.conftest import ROOT, TOLD, House, eventually
from tests.ports import free_port

COMPOSE = (ROOT / "docker-compose.yml").read_text()
TOOLS = Path(sys.executable).parent
SECRETS = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": ".hitokoe.example, other.example", "OWNER_PASSWORD": "", "PORT": ""}


def environment_of(house: House, service: str) -> dict[str, str]:
    """What compose tells this service, with the house's own servers in the places of compose's."""
    common = COMPOSE.split("environment: &told\n")[1].split("  volumes:")[0]
    own = part(service).split("      <<: *told\n")[1].split("depends_on:")[0] if "<<: *told" in part(service) else ""
    told = dict(re.findall(r'^ +([A-Z_]+): "?([^"\s]*)"?', common + own, re.MULTILINE))
    here = addresses(house.home)
    for name, value in told.items():
        word = re.sub(r"\$\{\w+:\?\}", "word", value)
        told[name] = word.replace("@postgres/hitokoe", f"@/hitokoe?host={here.sockets}")
    told["REDIS_URL"] = here.redis_url
    clean = {name: value for name, value in os.environ.items() if name not in TOLD}
    return clean | told | SECRETS | {"HITOKOE_HOME": str(house.home)}


def part(service: str) -> str:
    return re.split(r"^  \w+:.*\n", COMPOSE.split(f"\n  {service}:", 1)[1].split("\n", 1)[1], flags=re.MULTILINE)[0]


def command_of(service: str) -> list[str]:
    name, *words = part(service).split("    command: ")[1].split("\n")[0].split()
    return [str(TOOLS / name), *words]


def call(house: House, service: str, *command: str) -> int:
    return subprocess.run(
        command, cwd=ROOT, env=environment_of(house, service), capture_output=True, check=False
    ).returncode


@contextmanager
def running(house: House, service: str, *command: str) -> Iterator[None]:
    with subprocess.Popen(command, cwd=ROOT, env=environment_of(house, service), stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def image_command(port: str) -> list[str]:
    """The image's own command, on a free port of the loopback."""
    words = json.loads((ROOT / "Dockerfile").read_text().split("\nCMD ")[1].replace("\\\n", ""))
    name, *rest = [port if word == "8000" else word.replace("0.0.0.0", "127.0.0.1") for word in words]
    return [str(TOOLS / name), *rest]


def test_the_words_of_compose_start_a_healthy_web_and_worker(house: House) -> None:
    house.open()
    eventually(lambda: house.query("SELECT 1"))
    assert call(house, "prepare", *command_of("prepare")) == 0
    port = str(free_port())
    health = part("web").split("- |\n")[1].split("      interval")[0].replace("          ", "").replace("8000", port)
    ping = re.findall(r"[^\s,\[\]\"]+", part("worker").split("test: [CMD, celery,")[1].split("]\n")[0])
    with running(house, "web", *image_command(port)), running(house, "worker", *command_of("worker")):
        eventually(lambda: call(house, "web", sys.executable, "-c", health) == 0)
        eventually(lambda: call(house, "worker", str(TOOLS / "celery"), *ping) == 0)
