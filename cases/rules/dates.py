"""Days, births, onsets, times and minutes as people tell them; what cannot be read is kept as told, never guessed."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from cases.rules.eras import BY_NAME, Era
from cases.rules.problems import Problem

OLDEST = 120
SERIAL_ZERO = date(1899, 12, 30)  # Excel's day 0, true from 1900-03-01 on
FIRST_SERIAL, LAST_SERIAL = 2101, 2958465  # a smaller whole number in a cell is a year
EARLIEST_YEAR, LATEST_YEAR = 1868, 2100
YEARS_OF_PEOPLE = (1800, 2199)
MINUTES_OF_A_DAY = 24 * 60

UNKNOWN_WORDS = frozenset(
    {"", "不明", "未定", "未確認", "わからない", "分からない", "なし", "無し", "未記入", "-", "ー", "?", "??", "*"}
)
WEEKDAY = re.compile(r"\(?[月火水木金土日]曜日?\)?$|\([月火水木金土日](?:[・/]?祝)?\)$")
ABOUT = re.compile(r"(?:頃|ごろ|ころ|前後|くらい|ぐらい)$|^(?:約|およそ)")
BORN = re.compile(r"(?:生まれ|うまれ|生)$")
AGE = re.compile(r"(?:満|約)?(\d{1,3})[歳才](?:頃|ごろ|くらい|ぐらい|前後)?")
ERA_YEAR = r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\.?(?P<number>元|\d{1,2})"
WESTERN_YEAR = r"(?P<year>\d{4})"
MONTH_AND_DAY = r"(?:[年./-](?:(?P<month>\d{1,2})(?:[月./-](?:(?P<day>\d{1,2})日?)?)?)?)?"
DAY_TEXT = tuple(re.compile(year + MONTH_AND_DAY, re.IGNORECASE) for year in (ERA_YEAR, WESTERN_YEAR))
EIGHT_DIGITS = re.compile(r"(?P<year>(?:18|19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")
STATED_YEAR = re.compile(
    r"(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2})年"
    r"|(?<![A-Z])[MTSHR]\.?(?:元|\d{1,2})(?=[年./-]|$)"
    r"|(?<!\d)(?:18|19|20)\d\d(?=[年./-]|$|[頃こご])",
    re.IGNORECASE,
)


class DateTrouble(StrEnum):
    NO_SUCH_DAY = "no_such_day"
    BEFORE_ERA = "before_era"
    AFTER_ERA = "after_era"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    UNREADABLE = "unreadable_date"
    UNREADABLE_TIME = "unreadable_time"
    UNREADABLE_MINUTES = "unreadable_minutes"
    TOO_MANY_MINUTES = "too_many_minutes"


class DateKind(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    AGE = "age"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


# Nobody can say the day, but the year stands as it was told.
WITH_YEAR_ONLY = frozenset({DateKind.MONTH, DateKind.YEAR, DateKind.ABOUT, DateKind.AGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A date as told and what it says: `on` only for a whole day, `year` whenever it says one, `age` as told."""

    kind: DateKind
    as_told: str
    on: date | None = None
    year: int | None = None
    month: int | None = None
    age: int | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A day, or only a year (of the birth, or about it), or nothing but the words."""

    kind: DateKind
    as_told: str
    on: date | None = None
    year: int | None = None
    problem: Problem | None = None

    @property
    def is_about(self) -> bool:
        return self.kind in WITH_YEAR_ONLY

    def age_on(self, day: date) -> int | None:
        """Whole years; of a year only, the age reached within that year. A child of 29 February ages on 1 March."""
        if self.on is not None:
            return day.year - self.on.year - ((day.month, day.day) < (self.on.month, self.on.day))
        return day.year - self.year if self.year is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """Since when: the words, and the year only where the words state one."""

    as_told: str
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTold:
    as_told: str
    at: time | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesTold:
    as_told: str
    minutes: int | None = None
    problem: Problem | None = None


class _Impossible(Exception):
    """The words are clear and such a day never was."""


def plain(told: str) -> str:
    """One width and no spaces, for reading only."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", told))


def as_words(told: object) -> str:
    """A cell as somebody would have typed it."""
    if told is None:
        return ""
    if isinstance(told, datetime):
        return told.date().isoformat() if told.time() == time() else told.isoformat(sep=" ")
    if isinstance(told, date):
        return told.isoformat()
    if isinstance(told, time):
        return told.isoformat("minutes")
    if isinstance(told, float) and told.is_integer():
        return str(int(told))
    return str(told).strip()


@lru_cache(maxsize=4096, typed=True)  # the days of a long book are few: each is read, and stands in memory, once
def read_date(told: object, *, today: date | None = None) -> Told:
    """Any date a ledger holds: text of any era, a day, or Excel's number. With `today`, nothing after it counts."""
    as_told = as_words(told)
    try:
        read = _read_cell(told, as_told)
        if today is not None:
            _not_after(read, today)
    except _Impossible as why:
        problem = Problem(code=str(why), facts={"told": as_told})
        return Told(kind=DateKind.UNREADABLE, as_told=as_told, problem=problem)
    return read


def _read_cell(told: object, as_told: str) -> Told:
    if isinstance(told, datetime):
        return _day(told.date(), as_told)
    if isinstance(told, date):
        return _day(told, as_told)
    if isinstance(told, int | float) and not isinstance(told, bool):
        return _read_serial(told, as_told)
    return _read_text(as_told)


def _read_serial(number: float, as_told: str) -> Told:
    if EARLIEST_YEAR <= number <= LATEST_YEAR and number == int(number):
        return Told(kind=DateKind.YEAR, as_told=as_told, year=int(number))
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return _day(SERIAL_ZERO + timedelta(days=int(number)), as_told)
    return _unreadable(as_told)


def _read_text(as_told: str) -> Told:
    text = WEEKDAY.sub("", plain(as_told))
    if text in UNKNOWN_WORDS:
        return Told(kind=DateKind.UNKNOWN, as_told=as_told)
    age = AGE.fullmatch(text)
    if age:
        return _age(int(age[1]), as_told)
    unborn = BORN.sub("", text)
    bare = BORN.sub("", ABOUT.sub("", unborn))
    for pattern in (*DAY_TEXT, EIGHT_DIGITS):
        match = pattern.fullmatch(bare)
        if match:
            read = _read_parts(match.groupdict(), as_told)
            return replace(read, kind=DateKind.ABOUT, on=None) if ABOUT.search(unborn) else read
    return _unreadable(as_told)


def _age(age: int, as_told: str) -> Told:
    if age > OLDEST:
        raise _Impossible(DateTrouble.TOO_OLD)
    return Told(kind=DateKind.AGE, as_told=as_told, age=age)


def _read_parts(parts: dict[str, str | None], as_told: str) -> Told:
    era = BY_NAME[str(parts["era"]).upper()] if parts.get("era") else None
    year = _year_of(era, str(parts["number"])) if era else _western(str(parts["year"]))
    month = int(parts["month"]) if parts["month"] else None
    if month is None:
        return Told(kind=DateKind.YEAR, as_told=as_told, year=year)
    first = _calendar_day(year, month, 1)
    if not parts["day"]:
        _within(era, first.replace(day=28), first)
        return Told(kind=DateKind.MONTH, as_told=as_told, year=year, month=month)
    on = _calendar_day(year, month, int(parts["day"]))
    _within(era, on, on)
    return _day(on, as_told)


def _year_of(era: Era, number: str) -> int:
    count = 1 if number == "元" else int(number)
    if count < 1:
        raise _Impossible(DateTrouble.BEFORE_ERA)
    if count > era.years:
        raise _Impossible(DateTrouble.AFTER_ERA)
    return era.year(count)


def _western(year: str) -> int:
    if not YEARS_OF_PEOPLE[0] <= int(year) <= YEARS_OF_PEOPLE[1]:
        raise _Impossible(DateTrouble.NO_SUCH_DAY)
    return int(year)


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _Impossible(DateTrouble.NO_SUCH_DAY) from None


def _within(era: Era | None, latest: date, earliest: date) -> None:
    """A day, or any day of a month, must lie in the era it is told in."""
    if era is not None and latest < era.first_day:
        raise _Impossible(DateTrouble.BEFORE_ERA)
    if era is not None and earliest > era.last_day:
        raise _Impossible(DateTrouble.AFTER_ERA)


def _not_after(read: Told, today: date) -> None:
    first = read.on or (date(read.year, read.month or 1, 1) if read.year else None)
    if first is not None and first > today:
        raise _Impossible(DateTrouble.IN_FUTURE)


def _day(on: date, as_told: str) -> Told:
    return Told(kind=DateKind.DAY, as_told=as_told, on=on, year=on.year, month=on.month)


def _unreadable(as_told: str) -> Told:
    problem = Problem(code=DateTrouble.UNREADABLE, facts={"told": as_told}, blocks=False)
    return Told(kind=DateKind.UNREADABLE, as_told=as_told, problem=problem)


def read_birth(told: object, *, today: date) -> Birth:
    """`today` is the day it was told: an age is counted back from it, and nobody is born after it."""
    read = read_date(told, today=today)
    year = today.year - read.age if read.age is not None else read.year
    if year is not None and today.year - year > OLDEST:
        problem = Problem(code=DateTrouble.TOO_OLD, facts={"told": read.as_told})
        return Birth(kind=DateKind.UNREADABLE, as_told=read.as_told, problem=problem)
    return Birth(kind=read.kind, as_told=read.as_told, on=read.on, year=year, problem=read.problem)


def read_onset(told: object) -> Onset:
    """The year only where the words state exactly one: 「大学中退後（2015年）」, 「H25.4」; never from 「10年以上」."""
    as_told = as_words(told)
    if isinstance(told, date):
        return Onset(as_told=as_told, year=told.year)
    years = {_stated(words) for words in STATED_YEAR.findall(plain(as_told))} - {None}
    return Onset(as_told=as_told, year=years.pop() if len(years) == 1 else None)


def _stated(words: str) -> int | None:
    return read_date(words.removesuffix("年")).year


CLOCK = re.compile(
    r"(?P<half>午前|午後|AM|PM)?(?P<hour>\d{1,2})(?::|時)(?:(?P<minute>\d{1,2})分?|(?P<thirty>半))?(?::\d\d)?(?:頃|ごろ)?",
    re.IGNORECASE,
)
AFTERNOON = frozenset({"午後", "PM"})


@lru_cache(maxsize=1024, typed=True)
def read_time(told: object) -> TimeTold:
    """10:00, 14時30分, 午後2時半; 「夕方」 is kept as told and is no time."""
    as_told = as_words(told)
    known = _cell_time(told)
    if known is not None:
        # Without seconds, as in text: the same try read from CSV and from Excel is one.
        return TimeTold(as_told=as_told, at=known.replace(second=0, microsecond=0))
    match = CLOCK.fullmatch(plain(as_told))
    if match is None:
        return TimeTold(as_told=as_told)
    try:
        return TimeTold(as_told=as_told, at=_clock(match))
    except ValueError:
        return TimeTold(as_told=as_told, problem=_note(DateTrouble.UNREADABLE_TIME, as_told))


def _cell_time(told: object) -> time | None:
    if isinstance(told, datetime):
        return told.time()
    if isinstance(told, time):
        return told
    if isinstance(told, float) and 0 <= told < 1:
        return time(*divmod(round(told * MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY, 60))
    return None


def _clock(match: re.Match[str]) -> time:
    hour = int(match["hour"])
    half = (match["half"] or "").upper()
    if half and hour > 12:
        raise ValueError(hour)
    if half:
        hour = hour % 12 + (12 if half in AFTERNOON else 0)
    return time(hour, 30 if match["thirty"] else int(match["minute"] or 0))


DURATION = re.compile(
    r"約?(?:(?P<hours>\d{1,2})時間(?P<half>半)?)?(?:(?P<minutes>\d{1,4})(?:分間?)?)?(?:程度|くらい|ぐらい|ほど)?"
)


@lru_cache(maxsize=1024, typed=True)
def read_minutes(told: object) -> MinutesTold:
    """Whole minutes; 0 is legal, nothing told is None. More than a day is a problem."""
    as_told = as_words(told)
    text = plain(as_told)
    if text in UNKNOWN_WORDS:
        return MinutesTold(as_told=as_told)
    match = DURATION.fullmatch(text)
    if match is None or not (match["hours"] or match["minutes"]):
        return MinutesTold(as_told=as_told, problem=_note(DateTrouble.UNREADABLE_MINUTES, as_told))
    minutes = int(match["hours"] or 0) * 60 + (30 if match["half"] else 0) + int(match["minutes"] or 0)
    if minutes > MINUTES_OF_A_DAY:
        return MinutesTold(as_told=as_told, problem=_note(DateTrouble.TOO_MANY_MINUTES, as_told))
    return MinutesTold(as_told=as_told, minutes=minutes)


def _note(code: DateTrouble, as_told: str) -> Problem:
    return Problem(code=code, facts={"told": as_told}, blocks=False)
