"""Why this day and this way: one sentence for each reason, in the reader's language."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cases.models.labels import Words, label
from cases.rules.calendar import DayKind, holiday_name
from cases.rules.methods import Method
from cases.rules.rhythm.table import Reason

REASONS: dict[Reason, Words] = {
    Reason.CONCERN_FIRST: _("A concern was raised: talk to the supervisor first, then to the family."),
    Reason.CASE_CONFERENCE: _(
        "The person has declined %(refusals)s times: hold a case conference before any further contact."
    ),
    Reason.REST_AFTER_REFUSALS: _(
        "The person has declined %(refusals)s times: leave the person in peace and stay in touch with the family."
    ),
    Reason.FAMILY_AFTER_REFUSAL: _(
        "The person declined and wants no letters: talk with the family within %(days)s days."
    ),
    Reason.AFTER_REFUSAL: _("The person declined: after %(days)s days, a letter that asks for no answer."),
    Reason.LETTERS_REVIEW: _("%(letters)s letters brought no sign: review the way together with the family."),
    Reason.LETTERS_SLOWER: _("%(letters)s letters brought no sign: they go on more slowly, every %(days)s days."),
    Reason.SILENT_THREE: _(
        "No sign %(silences)s times: a letter instead after %(days)s days, and a talk with the family."
    ),
    Reason.SILENT_TALK: _(
        "No sign %(silences)s times in a row, the last a letter: talk with the family within %(days)s days."
    ),
    Reason.SILENT_SLOWER: _(
        "No sign %(silences)s times in a row, the last a letter: go on quietly after %(days)s days."
    ),
    Reason.UNCHANGED: _(
        "%(months)s months on the same stage: think over another way, another worker or a rest, with the family too."
    ),
    Reason.PLAN_REVIEW: _("The plan is reviewed every %(months)s months, together with the family."),
    Reason.FAMILY_MONTHLY: _("The family is met at least every %(days)s days."),
    Reason.SMALL_THING: _(
        "The door opened or the person came out: come back a little sooner and offer one small thing to do together."
    ),
    Reason.VOICE_TWICE: _("A voice %(voices)s times in a row: come on the same weekday at the same time."),
    Reason.FIRST: _("This is the first contact after opening the case."),
    Reason.PACE: _("The pace of this stage is every %(days)s days."),
    Reason.METHOD_CLOSED: _("The person does not want this way (%(wished)s), so another one is planned."),
    Reason.CHOSEN: _("The team chose this day."),
    Reason.PROMISED: _(
        "The old ledger names this day as the next contact, so it may have been promised to the family."
    ),
}
QUIET = _("The hour keeps out of the quiet hours.")
OWN_QUIET = _("The hour keeps out of the person's own quiet hours.")
BEST = _("The hour is one at which the person is reached best.")
WORKER_HOURS = _("The hour lies within the hours in which the worker works.")
HOURS: dict[str, Words] = {"person": OWN_QUIET, "worker": WORKER_HOURS}
MOVED: dict[str, Words] = {
    DayKind.HOLIDAY: _("It moved from %(day)s, a public holiday (%(name)s)."),
    DayKind.REST: _("It moved from %(day)s, in the closed period “%(name)s”."),
    DayKind.LEAVE: _("It moved from %(day)s, when the worker is away."),
    DayKind.DAY_OFF: _("It moved from %(day)s, when the worker does not work."),
}
MOVED_EARLIER = _("It moved from %(day)s, on which nobody works.")
BRIEFLY: dict[str, Words] = {DayKind.LEAVE: _("leave"), DayKind.DAY_OFF: _("day off")}
CLASHES: dict[str, Words] = {
    DayKind.LEAVE: _("Who goes is now away on that day: choose another day, or somebody else."),
    DayKind.REST: _("The organisation is now closed on that day: choose another day."),
    DayKind.HOLIDAY: _("That day is now a public holiday: choose it again, or another day."),
    DayKind.DAY_OFF: _("Who goes no longer works on that day: choose it again, or another day or somebody else."),
}
CLASHES_BRIEFLY: dict[str, Words] = {
    DayKind.LEAVE: _("▲ agreed for a day of leave"),
    DayKind.REST: _("▲ agreed for a closed period"),
    DayKind.HOLIDAY: _("▲ agreed for a public holiday"),
    DayKind.DAY_OFF: _("▲ agreed for a day off"),
}
SKIPPED = _("It counts from %(day)s, the day of the contact that was left out.")
LATE = _("It was due on %(day)s already, so it is planned for the next day there is.")
HEARD = _("The home heard from us on %(day)s, so it is left in peace until the third day.")
HELD = _("It waits from %(day)s on, so that contacts do not become too many.")
OF_A_DAY: dict[str, Words] = {"late_from": LATE, "heard_on": HEARD, "skipped": SKIPPED, "held_from": HELD}

# Facts a plan of an older house may lack.
NO_FACTS: Mapping[str, str | int] = {"days": 0, "voices": 0, "silences": 0, "letters": 0, "refusals": 0, "months": 0}


def reason_briefly(reason: Reason | str, facts: Mapping[str, str | int]) -> str:
    """The sentence of the reason alone, for a list."""
    told = {**NO_FACTS, **facts}
    told["wished"] = str(label(Method(str(facts["instead_of"])))) if facts.get("instead_of") else ""
    return str(REASONS[Reason(reason)]) % told


def reason_sentence(reason: Reason | str, facts: Mapping[str, str | int]) -> str:
    """One whole sentence, and one more where rest days, the caps or the quiet hours moved it."""
    sentence = reason_briefly(reason, facts)
    for more in _more(facts):
        sentence = gettext("%(sentence)s %(more)s") % {"sentence": sentence, "more": more}
    return sentence


def _more(facts: Mapping[str, str | int]) -> Iterator[str]:
    for fact, words in OF_A_DAY.items():
        if fact in facts:
            named = day_in_full if fact == "late_from" else day_named  # that may be years ago
            yield str(words) % {"day": named(str(facts[fact]))}
    if "moved_from" in facts:
        day, (kind, name) = str(facts["moved_from"]), what_moved_it(facts)
        yield str(MOVED.get(kind, MOVED_EARLIER)) % {"day": day_named(day), "name": name}
    if "best" in facts:
        yield str(BEST)
    if "clash" in facts:
        yield str(CLASHES[str(facts["clash"])])
    if "quiet" in facts:
        yield str(HOURS.get(str(facts["quiet"]), QUIET))


def what_moved_it(facts: Mapping[str, str | int]) -> tuple[str, str]:
    """The kind of the day, and the name of its rest or, in the reader's language, of its holiday.

    A plan of an older house does not tell; a rest without a name is told without one."""
    kind, _, name = str(facts.get("moved_by", "")).partition(":")
    if kind == DayKind.HOLIDAY:
        day = date.fromisoformat(str(facts["moved_from"]))
        return kind, holiday_name(name, day, get_language() or "") or name
    return (kind, name) if name or kind != DayKind.REST else ("", "")


def moved_words(moved_from: str | None, moved_by: str | None) -> str:
    """The same in the few words a list has room for; empty where nothing moved."""
    if not moved_from:
        return ""
    told = {"day": day_named(moved_from), "why": why_moved(moved_from, moved_by or "")}
    return gettext("moved from %(day)s (%(why)s)") % told if told["why"] else gettext("moved from %(day)s") % told


def why_moved(was: str, by: str) -> str:
    """What kept it from its day: the name of the rest or of the holiday, else the kind of the day."""
    kind, name = what_moved_it({"moved_from": was, "moved_by": by})
    return name or str(BRIEFLY.get(kind, ""))


def day_in_full(told: str) -> str:
    """With its year, for a day that may lie years back."""
    return date_format(date.fromisoformat(told), "Y年n月j日（D）" if get_language() == "ja" else "D j M Y")


def clash_words(kind: str | None) -> str:
    """What a list says of an appointment that lies on a day on which nobody works any more."""
    return str(CLASHES_BRIEFLY[kind]) if kind else ""


def day_named(told: str) -> str:
    """An ISO day without its year, as a phone says it: 12月29日（火）, Tue 29 Dec."""
    return date_format(date.fromisoformat(told), "n月j日（D）" if get_language() == "ja" else "D j M")
