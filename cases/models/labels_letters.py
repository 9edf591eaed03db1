"""The letters of the house: what kind each is called in the office, and its subject and text, which name nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.models.events import long_day
from cases.models.labels import Words
from cases.models.owing import Notice
from cases.rules.due import local_day


@dataclass(frozen=True, slots=True)
class Letter:
    kind: Words
    subject: Words
    text: Callable[[Notice, datetime], str]


def morning_text(notice: Notice, at: datetime) -> str:
    """A count and where to look; before them, whether the list comes late."""
    zone, facts = notice.to.organisation.zone, notice.facts
    told = {"count": facts.get("count", 0)}
    stands = ngettext(
        "%(count)s item stands on your list today. Open the app to see it.",
        "%(count)s items stand on your list today. Open the app to see them.",
        told["count"],
    )
    if "day" in facts and date.fromisoformat(facts["day"]) < local_day(at, zone):
        day = {"day": long_day(date.fromisoformat(facts["day"]))}
        late = gettext("This is the list of %(day)s. It comes late, because it could not be sent before.") % day
        stands = ngettext(
            "%(count)s item stood on your list then. Open the app to see how things are now.",
            "%(count)s items stood on your list then. Open the app to see how things are now.",
            told["count"],
        )
    elif "since" in facts:
        since = datetime.fromisoformat(facts["since"]).astimezone(zone)
        when = {"day": long_day(since.date()), "time": f"{since:%H:%M}"}
        late = gettext("The clock stood still from %(day)s, %(time)s until now, so this list comes late.") % when
    else:
        return stands % told
    return f"{late}\n\n{stands % told}"


def concern_text(notice: Notice, at: datetime) -> str:
    return gettext("A colleague has recorded a concern. Open the app to read it and to talk over what comes next.")


MORNING, CONCERN = "morning", "concern"
LETTERS = {
    MORNING: Letter(_("The morning list"), _("Today's list"), morning_text),
    CONCERN: Letter(_("A concern was recorded"), _("Please look at this first"), concern_text),
}


def subject_and_text(notice: Notice, at: datetime) -> tuple[str, str]:
    """In the language of whoever speaks now; what is sent at that moment."""
    letter = LETTERS[notice.template]
    return str(letter.subject), letter.text(notice, at)
