"""The Japanese eras since Meiji, and days written the Japanese way."""

from dataclasses import dataclass
from datetime import date

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    name: str
    letter: str
    first_day: date
    last_day: date

    @property
    def years(self) -> int:
        return self.last_day.year - self.first_day.year + 1

    def year(self, number: int) -> int:
        """The western year of its nth year: 平成元年 is 1989."""
        return self.first_day.year + number - 1


ERAS = (
    Era(name="明治", letter="M", first_day=date(1868, 10, 23), last_day=date(1912, 7, 29)),
    Era(name="大正", letter="T", first_day=date(1912, 7, 30), last_day=date(1926, 12, 24)),
    Era(name="昭和", letter="S", first_day=date(1926, 12, 25), last_day=date(1989, 1, 7)),
    Era(name="平成", letter="H", first_day=date(1989, 1, 8), last_day=date(2019, 4, 30)),
    Era(name="令和", letter="R", first_day=date(2019, 5, 1), last_day=date.max),
)
BY_NAME = {era.name: era for era in ERAS} | {era.letter: era for era in ERAS}


def era_of(day: date) -> Era:
    """Raises ValueError before Meiji."""
    for era in reversed(ERAS):
        if day >= era.first_day:
            return era
    raise ValueError("before Meiji")


def wareki_year(day: date) -> str:
    """令和8年, 令和元年; before Meiji the western year."""
    if day < ERAS[0].first_day:
        return f"{day.year}年"
    era = era_of(day)
    number = day.year - era.first_day.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def wareki(day: date) -> str:
    """令和8年11月24日, where paper wants it."""
    return f"{wareki_year(day)}{day.month}月{day.day}日"


def ja_day(day: date) -> str:
    """2026年11月24日（火）, as on every screen."""
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"
