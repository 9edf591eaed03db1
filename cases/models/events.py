"""One sentence for each kind of event, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models.case import Case
from cases.models.event import Event
from cases.models.family import Family, Relative
from cases.models.labels import Words, in_a_row, label
from cases.models.person import Person
from cases.rules.facts import Answer, Concern, Heard, PauseScope, Scope, SkipReason
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response

SENTENCES: dict[str, Words] = {
    "case.inquired": _("The inquiry was recorded"),
    "case.opened": _("The case was opened at the stage “%(stage)s”; %(lead)s leads it"),
    "case.moved": _("Moved from “%(was)s” to “%(now)s”"),
    "case.paused": _("A rest began (%(scope)s)"),
    "case.resumed": _("The rest ended"),
    "case.closed": _("Closed: %(reason)s"),
    "case.reopened": _("Reopened"),
    "case.noted": _("Note"),
    "case.planned": _("Planned: %(method)s on %(on)s"),
    "case.plan_taken_back": _("The planned contact was taken back"),
    "case.placed_anew": _("Moved by the calendar: %(method)s, from %(from_at)s to %(to_at)s"),
    "case.skipped": _("Left out this time: %(method)s on %(on)s (%(reason)s)"),
    "case.overdue": _("The window has passed"),
    "case.handed_over": _("Handed over to %(now)s"),
    "case.second_joined": _("%(second)s joined as second worker"),
    "case.second_left": _("%(second)s is no longer second worker"),
    "person.changed": _("What we know of the person was changed: %(fields)s"),
    "family.changed": _("What we know of the family was changed: %(fields)s"),
    "case.changed": _("Facts of the case were changed: %(fields)s"),
    "consent.recorded": _("The person said about “%(scope)s”: %(answer)s"),
    "method.reopened": _("Opened again: %(scope)s"),
    "concern.raised": _("Concern: %(concern)s"),
    "contact.recorded": _("A contact was recorded: %(response)s"),
    "contact.against_will": _("This way was tried although the person had closed it: %(method)s"),
    "visit.arrived": _("Arrived at the door"),
    "visit.not_arrived": _("The arrival was taken back"),
    "ledger.read": _("Books of the old ledger were imported"),
    "ledger.brought": _("Imported from the old ledger; contacts: %(contacts)s"),
    "ledger.changed": _("The book of the old ledger changed, and this case with it"),
    "ledger.undone": _("An import of the old ledger was undone"),
    "user.invited": _("A colleague was invited as %(role)s"),
    "user.role_changed": _("A colleague's role changed from %(was)s to %(now)s"),
    "user.deactivated": _("A colleague may no longer sign in"),
    "user.reactivated": _("A colleague may sign in again"),
}
# The same deed told otherwise where one more fact is known.
WHERE_KNOWN: dict[tuple[str, str], Words] = {
    ("case.planned", "alone"): _(
        "Planned for one alone in spite of a warning of violence, with a reason: %(method)s on %(on)s"
    ),
    ("case.planned", "passed"): _("Planned past the limits, with a reason: %(method)s on %(on)s"),
    ("case.planned", "promised"): _("Planned as the old ledger names it: %(method)s on %(on)s"),
    ("case.inquired", "written_at"): _("The inquiry was recorded (written up on %(written_at)s)"),
    ("case.moved", "taken_back"): _("The move was taken back: “%(now)s” again"),
    ("case.resumed", "taken_back"): _("The rest was taken back"),
    ("case.reopened", "taken_back"): _("The closing was taken back"),
    ("case.skipped", "taken_back"): _("Not left out after all: %(method)s on %(on)s"),
    ("case.skipped", "called_off"): _("Called off: %(method)s on %(on)s (%(reason)s)"),
    ("case.planned", "hour"): _("Planned: %(method)s on %(on)s at %(hour)s, %(who)s"),
    ("case.planned", "who"): _("Planned: %(method)s on %(on)s, %(who)s"),
    ("case.closed", "despite"): _("Closed with a concern in view: %(reason)s"),
    ("case.paused", "until"): _("A rest began (%(scope)s), until %(until)s"),
    ("case.handed_over", "taken_back"): _("The hand-over was taken back: %(now)s leads the case again"),
    ("case.handed_over", "was"): _("Handed over from %(was)s to %(now)s"),
    ("consent.recorded", "way"): _("The person said about “%(scope)s”: %(answer)s (%(way)s)"),
}
CODES: dict[str, dict[str, type[StrEnum]]] = {
    "case.opened": {"stage": Stage},
    "case.moved": {"was": Stage, "now": Stage},
    "case.closed": {"reason": CloseReason},
    "case.planned": {"method": Method},
    "case.placed_anew": {"method": Method},
    "case.skipped": {"method": Method, "reason": SkipReason},
    "case.paused": {"scope": PauseScope},
    "consent.recorded": {"scope": Scope, "answer": Answer, "way": Heard},
    "method.reopened": {"scope": Scope},
    "concern.raised": {"concern": Concern},
    "contact.recorded": {"response": Response},
    "contact.against_will": {"method": Method},
    "user.invited": {"role": Role},
    "user.role_changed": {"was": Role, "now": Role},
}
DAYS = ("on", "until", "written_at")
MOMENTS = ("from_at", "to_at")
OTHER_FIELDS: dict[str, Words] = {"relatives": _("Relatives"), "coordinator": _("Coordinator")}
NOTHING_SAID = "—"


class Told(dict[str, str]):
    """Facts an older house did not write down read as a dash, never as an error."""

    def __missing__(self, name: str) -> str:
        return NOTHING_SAID


def event_words(event: Event) -> str:
    return sentence_of(event.what, event.facts)


def sentence_of(what: str, facts: Mapping[str, object]) -> str:
    if what not in SENTENCES:
        return gettext("Something was done")
    enums = CODES.get(what, {})
    told = Told({name: _word(name, value, enums.get(name)) for name, value in facts.items()})
    known = (words for (kind, fact), words in WHERE_KNOWN.items() if kind == what and _is_known(facts.get(fact)))
    return str(next(known, SENTENCES[what])) % told


def _is_known(value: object) -> bool:
    return bool(value) and value != Heard.UNKNOWN


def _word(name: str, value: object, enum: type[StrEnum] | None) -> str:
    if enum is not None and value in set(enum):
        return str(label(enum(str(value))))
    if name in DAYS and value:
        return long_day(date.fromisoformat(str(value)[:10]))  # a moment is told in the time of its house
    if name in MOMENTS:
        return moment_words(str(value))
    if name == "who" and isinstance(value, list):
        return in_a_row(pgettext("each of those who go", "%(name)s") % {"name": one} for one in value)
    if isinstance(value, list):
        return gettext(", ").join(field_word(str(one)) for one in value)
    return str(value)


def moment_words(told: str) -> str:
    """A local day, with its hour where one is told."""
    day, _between, hour = told.partition("T")
    return f"{long_day(date.fromisoformat(day))} {hour}".strip()


def field_word(name: str) -> str:
    """The word for a changed fact, which may stand under the id of its relative."""
    name = name.rpartition(".")[2].removesuffix("_id")
    models = (Case, Relative, Family, Person)
    known = {field.name: field.verbose_name for model in models for field in model._meta.fields}
    return str((known | OTHER_FIELDS).get(name, name))


def long_day(day: date) -> str:
    """2026年11月24日（火）, or Tue 24 Nov 2026."""
    return _long_day(get_language(), day)


def day_speaker() -> Callable[[date], str]:
    """The same for many days of one page: asking for the reader's language takes longer than the day."""
    return partial(_long_day, get_language())


@lru_cache(maxsize=1024)
def _long_day(language: str | None, day: date) -> str:
    """A page says the same few days many times, and Django's formatting of one takes as long as a small query."""
    return date_format(day, "Y年n月j日（D）" if language == "ja" else "D j M Y")


def plain_day(day: date) -> str:
    """1980年3月2日, or 2 Mar 1980: a birth needs no weekday."""
    return date_format(day, "Y年n月j日" if get_language() == "ja" else "j M Y")
