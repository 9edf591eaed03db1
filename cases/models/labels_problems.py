"""What is wrong with something told, in a sentence that says how to mend it."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cases.models.events import long_day
from cases.models.labels import Words
from cases.rules.dates import DateTrouble
from cases.rules.ending import EndTrouble
from cases.rules.phones import PhoneTrouble
from cases.rules.problems import Problem

PROBLEMS: dict[StrEnum, Words] = {
    DateTrouble.NO_SUCH_DAY: _("“%(told)s” is not a day of the calendar. Check year, month and day."),
    DateTrouble.BEFORE_ERA: _("“%(told)s” lies before that era began. Check the era, or write the western year."),
    DateTrouble.AFTER_ERA: _("“%(told)s” lies after that era ended. Check the era, or write the western year."),
    DateTrouble.IN_FUTURE: _("“%(told)s” lies in the future. Check the year."),
    DateTrouble.TOO_OLD: _("“%(told)s” would be more than 120 years ago. Check the year or the age."),
    DateTrouble.UNREADABLE: _("“%(told)s” cannot be read as a day. It is kept as it was told."),
    DateTrouble.UNREADABLE_TIME: _("“%(told)s” cannot be read as a time. It is kept as it was told."),
    DateTrouble.UNREADABLE_MINUTES: _("“%(told)s” cannot be read as minutes. It is kept as it was told."),
    DateTrouble.TOO_MANY_MINUTES: _("“%(told)s” is more than a day. It is kept as it was told."),
    EndTrouble.SELF_HARM_LATELY: _(
        "A risk of self-harm was recorded on %(on)s. Write below how the person is looked after from now on."
    ),
    EndTrouble.VIOLENCE_LATELY: _(
        "Violence was recorded on %(on)s. Write below how everybody in the house is safe from now on."
    ),
    PhoneTrouble.TOO_SHORT: _("“%(told)s” has too few digits for a phone number. It is kept as it was told."),
    PhoneTrouble.TOO_LONG: _("“%(told)s” has too many digits for a phone number. It is kept as it was told."),
    PhoneTrouble.UNREADABLE: _("“%(told)s” cannot be read as a phone number. It is kept as it was told."),
}
# Django says these itself; named here, our catalogue words them, and it is read before Django's own.
SAID_BY_DJANGO = (
    _("This field is required."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
)
BY_CODE = {code.value: words for code, words in PROBLEMS.items()}


def problem_sentence(problem: Problem) -> str:
    """In the reader's language. Raises KeyError for a code nobody has worded."""
    return str(BY_CODE[problem.code]) % {name: _fact(name, value) for name, value in problem.facts.items()}


def _fact(name: str, value: str | int) -> str | int:
    return long_day(date.fromisoformat(str(value))) if name == "on" else value
