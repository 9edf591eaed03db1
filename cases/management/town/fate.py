"""What will come of an outreach, drawn before its first letter: the rungs and when, the rests, and how it ends."""

import math
from dataclasses import dataclass
from random import Random

from cases.management.town import weights
from cases.rules.ladder import CloseReason, Stage

DAY = 1440  # minutes
NEVER = 10**9


@dataclass(slots=True)
class Fate:
    rungs: list[tuple[int, Stage]]
    voice: int
    ends: int
    reason: CloseReason
    rests: list[tuple[int, int]]


def fate(dice: Random, opened: int) -> Fate:
    at = opened + dice.randint(8, 20) * DAY
    rungs = [(at, Stage.LETTER)]
    at += dice.randint(28, 70) * DAY
    if dice.random() < 0.3:
        rungs.append((at, Stage.PHONE))
        at += dice.randint(20, 40) * DAY
    rungs.append((at, Stage.DOOR))
    reached, voice, ends = 1.0, NEVER, NEVER
    for name, stage in (("voice", None), ("face", Stage.FACE), ("outside", Stage.OUTSIDE), ("society", Stage.SOCIETY)):
        share = weights.REACHES[name]
        if dice.random() * reached > share:
            break
        reached = share
        at = max(at, opened) + _wait(dice, name)
        voice = min(voice, at)
        if stage is not None:
            rungs.append((at, stage))
    if reached <= weights.REACHES["face"] and dice.random() < weights.GOES_ON:
        at += _wait(dice, "next_step")
        rungs.append((at, Stage.FOLLOW_UP))
        ends = at + dice.randint(30, 120) * DAY
    ends, reason = min([(ends, weights.NEXT_STEP.spin(dice)), *_leavings(dice, opened)])
    return Fate(_with_steps_back(dice, rungs, ends), voice, ends, reason, _rests(dice, opened, ends))


def _wait(dice: Random, name: str) -> int:
    """Weibull with the median of the table."""
    median = weights.MEDIAN_DAYS[name]
    return int(median * (-math.log(1 - dice.random()) / math.log(2)) ** (1 / weights.SHAPE) * DAY)


def after(dice: Random, a_year: float) -> int:
    return int(dice.expovariate(a_year / 365) * DAY)


def _leavings(dice: Random, opened: int) -> list[tuple[int, CloseReason]]:
    return [(opened + 20 * DAY + after(dice, share), why) for why, share in weights.LEAVES_A_YEAR.items()]


def _with_steps_back(dice: Random, rungs: list[tuple[int, Stage]], ends: int) -> list[tuple[int, Stage]]:
    at = rungs[-1][0] + after(dice, weights.STEPS_BACK_A_YEAR)
    if at >= min(ends, NEVER) or len(rungs) < 3:
        return rungs
    back = [(at, rungs[-2][1]), (at + dice.randint(30, 60) * DAY, rungs[-1][1])]
    return sorted(rungs + back)


def _rests(dice: Random, opened: int, ends: int) -> list[tuple[int, int]]:
    at = opened + 30 * DAY + after(dice, weights.RESTS_A_YEAR)
    return [(at, at + dice.randint(30, 90) * DAY)] if at < ends else []


def share_reached(active: float, years: float) -> float:
    """The share of all families that must ever have been reached out to, so that `active` of them are open now."""
    dice, window = Random("how long an outreach lasts"), years * 365 * DAY
    lasted = sum(min(fate(dice, 0).ends, window) for _ in range(2000)) / 2000
    return min(active * window / lasted, 0.95)
