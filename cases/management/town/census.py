"""How many live where: the organisations of a town, who works there, and the families in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random

from cases.management.town import course, fate, household, words
from cases.management.town.rows import House, Rows, add, local_minute, uuid7

A_LARGE_ONE, USUAL, BATCH = 1000, 730, 500
CASES_A_WORKER, WORKERS_A_COORDINATOR = 12, 8
YEAR = 365 * fate.DAY


@dataclass(frozen=True, slots=True)
class Town:
    """`active` is the share of all families whose case is open now; `years` is how far back the history goes."""

    people: int
    seed: int
    now: datetime
    years: float = 10.0
    active: float = 0.03


@dataclass(frozen=True, slots=True)
class Batch:
    """Families `first` to `first + count` of the `size` families of one organisation, in the order they asked."""

    organisation: int
    size: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Hired:
    id: str
    name: str
    email: str
    role: str


def sizes(people: int) -> list[int]:
    """About one organisation for 730 people, and a large one first."""
    large = min(people, max(A_LARGE_ONE, people // 50))
    rest = people - large
    count = max(round(rest / USUAL), 1 if rest else 0)
    return [large, *(rest // count + (place < rest % count) for place in range(count))]


def batches(organisation: int, size: int) -> Iterator[Batch]:
    for first in range(0, size, BATCH):
        yield Batch(organisation, size, first, min(BATCH, size - first))


def key_of(town: Town, organisation: int) -> str:
    return uuid7(organisation, _dice(town, organisation))


def staff(town: Town, organisation: int, size: int) -> list[Hired]:
    """Workers for the open cases, a coordinator for some workers, a manager and an administrator."""
    dice = _dice(town, organisation, "staff")
    workers = max(2, -(-int(size * town.active) // CASES_A_WORKER))
    roles = ["coordinator"] * -(-workers // WORKERS_A_COORDINATOR) + ["worker"] * workers + ["manager", "administrator"]
    place = f"{organisation:04d}.town{town.seed}.example"  # a name reserved for examples; no letter ever arrives
    made = []
    for number, role in enumerate(roles):
        name = f"{dice.choice(words.FAMILY_NAMES)[0]} {dice.choice(words.WOMEN + words.MEN)[0]}"
        made.append(Hired(uuid7(number + 1, dice), name, f"{role}{number}@{place}", role))
    return made


def draw(town: Town, batch: Batch, house: House) -> Rows:
    """The same town, batch and house give the same rows, down to the last key."""
    dice, now = _dice(town, batch.organisation, batch.first), local_minute(town.now)
    window = int(town.years * YEAR)
    rows = Rows(house, dice, milliseconds=_milliseconds(now - window, batch))
    reached = share_reached(town.active, town.years)
    for number in range(batch.first, batch.first + batch.count):
        asked = now - window + int((number + dice.random()) * window / batch.size)
        home = household.draw(dice, number, year_of(asked))
        if dice.random() < reached:
            told = course.outreach(dice, asked, now, len(house.workers))
        else:
            told = course.short_call(dice, asked, now)
        add(rows, home, told, number)
    return rows


def year_of(minute: int) -> int:
    return 1970 + int(minute / fate.DAY / 365.2425)


def _milliseconds(minute: int, batch: Batch) -> int:
    """Where the keys of a batch begin: apart from those of every other batch of the town."""
    return minute * 60_000 + batch.organisation * 1_000_000 + batch.first * 200


@lru_cache(maxsize=8)
def share_reached(active: float, years: float) -> float:
    return fate.share_reached(active, years)


def _dice(town: Town, organisation: int, *more: object) -> Random:
    return Random(":".join(map(str, ("town", town.seed, organisation, *more))))
