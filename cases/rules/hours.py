"""The hour of a contact as people say it: on the clock, or only the part of the day."""

import re
from dataclasses import dataclass
from datetime import time

from cases.rules.dates import plain, read_time

# Our own reading, told on the form; a part of the day is kept as one hour, so that the contacts of a day stay in order.
PARTS_OF_DAY: dict[str, time] = {
    "明け方": time(5),
    "早朝": time(6),
    "朝": time(8),
    "午前": time(10),
    "午前中": time(10),
    "昼前": time(11),
    "昼": time(12),
    "正午": time(12),
    "昼過ぎ": time(13),
    "昼すぎ": time(13),
    "午後": time(15),
    "夕方": time(17),
    "夕刻": time(17),
    "夜": time(20),
    "晩": time(20),
    "夜遅く": time(22),
    "深夜": time(23),
    "夜中": time(23),
    "dawn": time(5),
    "early morning": time(6),
    "morning": time(8),
    "late morning": time(11),
    "noon": time(12),
    "midday": time(12),
    "lunchtime": time(12),
    "early afternoon": time(13),
    "afternoon": time(15),
    "late afternoon": time(17),
    "early evening": time(17),
    "evening": time(18),
    "night": time(20),
    "late evening": time(22),
    "late night": time(23),
    "midnight": time(23),
}
BY_WORD = {plain(word): hour for word, hour in PARTS_OF_DAY.items()}
ABOUT = re.compile(r"(?:お|約|about|around|inthe|atthe|at)?(?P<part>.+?)(?:ごろ|ころ|頃|くらい|ぐらい|あたり)?")
ENGLISH = re.compile(r"(?:about|around|at)?(?P<hour>\d{1,2})(?::?(?P<minute>\d\d))?(?P<half>am|pm)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """`about`: only the part of the day was told."""

    at: time
    about: bool = False


def read_hour(told: str) -> Hour | None:
    """14:30, 午後2時半, 2 pm, 夕方ごろ, afternoon; None for what is no hour."""
    exact = read_time(told).at
    if exact is not None:
        return Hour(at=exact)
    text = plain(told).lower()
    english = ENGLISH.fullmatch(text)
    if english is not None:
        return _english(english)
    match = ABOUT.fullmatch(text)
    part = BY_WORD.get(match["part"]) if match else None
    return Hour(at=part, about=True) if part is not None else None


def _english(match: re.Match[str]) -> Hour | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    return Hour(at=time(hour % 12 + 12 * (match["half"] == "pm"), minute))
