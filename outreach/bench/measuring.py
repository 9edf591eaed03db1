"""Each page in turn, many times over, so that a machine that drifts drifts for all of them alike."""

from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median, quantiles

from django.utils.timezone import now

from cases.rules.due import local_day
from outreach.bench.appointing import appointments
from outreach.bench.pages import Page, Place, cookies, pages, place
from outreach.bench.server import Browser, Server

ROUNDS, WARM = 120, 12


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    p50: float
    p95: float
    statements: int
    goal: float
    queries: int


class Wrong(Exception):
    """A page did not answer as it should; its time would mean nothing."""


def measure(server: Server) -> list[dict[str, object]]:
    here, at = place(), now()
    with appointments(here.house, local_day(at, here.house.zone)):
        return opened(server, here, at)


def opened(server: Server, here: Place, at: datetime) -> list[dict[str, object]]:
    shown = pages(here, at)
    browsers = {who: Browser(server.port, cookies(user, here.surname)) for who, user in here.people.items()}
    times: dict[str, list[float]] = {page.name: [] for page in shown}
    counted: dict[str, int] = {}
    for turn in range(WARM + ROUNDS):
        for page in shown:
            count = {"X-Count": "1"} if turn == WARM - 1 else {}
            form = page.form() if page.form else None
            answer = browsers[page.who].ask(page.path(), form, **count)
            if answer.status not in ((302, 303) if page.form else (200,)):
                raise Wrong(f"{page.name} answered {answer.status}")
            if count:
                counted[page.name] = int(answer.headers["x-count"])
            if turn >= WARM:
                times[page.name].append(answer.took)
    return [asdict(_told(page, times[page.name], counted[page.name])) for page in shown]


def _told(page: Page, took: list[float], statements: int) -> Measured:
    return Measured(page.name, median(took), quantiles(took, n=20)[-1], statements, page.goal, page.queries)
