"""One sentence for each kind of event, in the reader's language."""

from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.event import Event
from cases.models.labels import label
from cases.rules.facts import Answer, Concern, PauseScope, Scope
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method

SENTENCES = {
    "case.inquired": _("The inquiry was recorded"),
    "case.opened": _("The case was opened; %(lead)s leads it"),
    "case.moved": _("Moved from %(was)s to %(now)s"),
    "case.paused": _("A rest began"),
    "case.resumed": _("The rest ended"),
    "case.closed": _("Closed: %(reason)s"),
    "case.reopened": _("Reopened"),
    "case.noted": _("Note"),
    "case.planned": _("Planned: %(method)s on %(on)s"),
    "case.overdue": _("The window has passed"),
    "case.handed_over": _("Handed over to %(now)s"),
    "person.changed": _("What we know of the person was changed"),
    "consent.recorded": _("The person said about %(scope)s: %(answer)s"),
    "method.reopened": _("Opened again: %(scope)s"),
    "concern.raised": _("Concern: %(concern)s"),
    "contact.recorded": _("A contact was recorded"),
    "visit.arrived": _("Arrived at the door"),
}
CODES: dict[str, dict[str, type[StrEnum]]] = {
    "case.moved": {"was": Stage, "now": Stage},
    "case.closed": {"reason": CloseReason},
    "case.planned": {"method": Method},
    "case.paused": {"scope": PauseScope},
    "consent.recorded": {"scope": Scope, "answer": Answer},
    "method.reopened": {"scope": Scope},
    "concern.raised": {"concern": Concern},
}


def event_words(event: Event) -> str:
    if event.what not in SENTENCES:
        return gettext("Something was done")
    enums = CODES.get(event.what, {})
    facts = {name: label(enums[name](value)) if name in enums else value for name, value in event.facts.items()}
    return str(SENTENCES[event.what]) % facts
