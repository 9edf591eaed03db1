"""Why this day and this way: one sentence for each reason, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cases.models.labels import Words, label
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
    Reason.SILENT_SLOWER: _("No sign %(silences)s times, and a letter since: go on quietly after %(days)s days."),
    Reason.UNCHANGED: _(
        "%(months)s months on the same stage: think over another way, another worker or a rest, with the family too."
    ),
    Reason.PLAN_REVIEW: _("The plan is reviewed every %(months)s months, together with the family."),
    Reason.FAMILY_MONTHLY: _("The family is met at least every %(days)s days."),
    Reason.SMALL_THING: _("Something opened: come back a little sooner and offer one small thing to do together."),
    Reason.VOICE_TWICE: _("A voice %(voices)s times: same weekday, same time."),
    Reason.FIRST: _("This is the first contact after opening the case."),
    Reason.PACE: _("The pace of this stage is every %(days)s days."),
    Reason.METHOD_CLOSED: _("The person does not want this way (%(wished)s), so another one is planned."),
    Reason.CHOSEN: _("The team chose this day."),
}
QUIET = _("The hour keeps out of the quiet hours.")
OWN_QUIET = _("The hour keeps out of the person's own quiet hours.")
MOVED = _("It moved from %(day)s, a day of rest.")
SKIPPED = _("It counts from %(day)s, when the contact was left out.")
HELD = _("It waits from %(day)s on, so that contacts do not become too many.")

# Facts a plan of an older house may lack.
NO_FACTS: Mapping[str, str | int] = {"days": 0, "voices": 0, "silences": 0, "letters": 0, "refusals": 0, "months": 0}


def reason_sentence(reason: Reason | str, facts: Mapping[str, str | int]) -> str:
    """One whole sentence, and one more where rest days, the caps or the quiet hours moved it."""
    told = {**NO_FACTS, **facts}
    told["wished"] = str(label(Method(str(facts["instead_of"])))) if facts.get("instead_of") else ""
    sentence = str(REASONS[Reason(reason)]) % told
    quiet = OWN_QUIET if facts.get("quiet") == "person" else QUIET
    for fact, words in (("skipped", SKIPPED), ("held_from", HELD), ("moved_from", MOVED), ("quiet", quiet)):
        if fact in facts:
            more = str(words) % {"day": day_named(str(facts[fact]))} if fact != "quiet" else str(words)
            sentence = gettext("%(sentence)s %(more)s") % {"sentence": sentence, "more": more}
    return sentence


def day_named(told: str) -> str:
    """An ISO day without its year, as a phone says it: 12月29日（火）, Tue 29 Dec."""
    return date_format(date.fromisoformat(told), "n月j日（D）" if get_language() == "ja" else "D j M")
