"""The letters of the house: what kind each is called, and its subject and text, which name nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.models.events import long_day
from cases.models.labels import Words
from cases.models.owing import Notice
from cases.rules.due import local_day
from cases.rules.reminders import Remind


@dataclass(frozen=True, slots=True)
class Letter:
    kind: Words
    subject: Words
    text: Callable[[Notice, datetime], str]


def of_another_day(notice: Notice, at: datetime) -> str:
    """The day of a letter that could not be sent on it; empty on the day itself."""
    told = notice.facts.get("day")
    day = date.fromisoformat(told) if told else None
    return long_day(day) if day and day < local_day(at, notice.to.organisation.zone) else ""


def stood_still(notice: Notice) -> str:
    """A sentence, when the letter was owed late because the clock had not run."""
    if "since" not in notice.facts:
        return ""
    since = datetime.fromisoformat(notice.facts["since"]).astimezone(notice.to.organisation.zone)
    when = {"day": long_day(since.date()), "time": f"{since:%H:%M}"}
    return gettext("The clock stood still from %(day)s, %(time)s until now, so this notice comes late.") % when


def joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def morning_text(notice: Notice, at: datetime) -> str:
    """A count and where to look; before them, whether the list comes late."""
    told, day = {"count": notice.facts.get("count", 0)}, of_another_day(notice, at)
    if day:
        late = gettext("This is the list of %(day)s. It comes late, because it could not be sent before.")
        stood = ngettext(
            "%(count)s item stood on your list then. Open the app to see how things are now.",
            "%(count)s items stood on your list then. Open the app to see how things are now.",
            told["count"],
        )
        return joined(late % {"day": day}, stood % told)
    stands = ngettext(
        "%(count)s item stands on your list today. Open the app to see it.",
        "%(count)s items stand on your list today. Open the app to see them.",
        told["count"],
    )
    return joined(stood_still(notice), stands % told)


def evening_text(notice: Notice, at: datetime) -> str:
    return ngettext(
        "%(count)s contact of the day has not been written up yet. Open the app to write it.",
        "%(count)s contacts of the day have not been written up yet. Open the app to write them.",
        notice.facts["count"],
    )


def overdue_text(notice: Notice, at: datetime) -> str:
    return ngettext(
        "The time for %(count)s contact on your list has passed. Open the app to see what to do next.",
        "The time for %(count)s contacts on your list has passed. Open the app to see what to do next.",
        notice.facts["count"],
    )


def long_overdue_text(notice: Notice, at: datetime) -> str:
    return ngettext(
        "%(count)s case you coordinate has been overdue for days. Open the app to see it.",
        "%(count)s cases you coordinate have been overdue for days. Open the app to see them.",
        notice.facts["count"],
    )


def silent_text(notice: Notice, at: datetime) -> str:
    quiet = ngettext(
        "%(count)s case you coordinate has been silent for long. Open the app to see it.",
        "%(count)s cases you coordinate have been silent for long. Open the app to see them.",
        notice.facts["count"],
    )
    family = ngettext(
        "In %(family)s of them only the family was met.",
        "In %(family)s of them only the family was met.",
        notice.facts["family"],
    )
    return f"{quiet}\n{family}" if notice.facts["family"] else quiet


def unattended_text(notice: Notice, at: datetime) -> str:
    return gettext("Something waits for a coordinator, and none is there. Please see to it that somebody takes over.")


def digest_text(notice: Notice, at: datetime) -> str:
    return gettext(
        "Contacts planned until Sunday: %(planned)s\nOverdue: %(overdue)s\nWith a concern: %(concerns)s\n"
        "Silent for long: %(silent)s\n\nOpen the app to see them."
    )


def concern_text(notice: Notice, at: datetime) -> str:
    return gettext("A colleague has recorded a concern. Open the app to read it and to talk over what comes next.")


def dated(text: Callable[[Notice, datetime], str]) -> Callable[[Notice, datetime], str]:
    """The same text; before it, the day it speaks of when that is over, or why it was owed late."""

    def whole(notice: Notice, at: datetime) -> str:
        day = of_another_day(notice, at)
        late = gettext("This is how things stood on %(day)s. It comes late, because it could not be sent before.")
        return joined(late % {"day": day} if day else stood_still(notice), text(notice, at) % notice.facts)

    return whole


MORNING, CONCERN = Remind.MORNING.value, Remind.CONCERN.value
LETTERS = {
    MORNING: Letter(_("The morning list"), _("Today's list"), morning_text),
    Remind.EVENING.value: Letter(_("Not yet written in the evening"), _("Not yet written"), dated(evening_text)),
    Remind.OVERDUE.value: Letter(_("A contact is overdue"), _("Something is overdue"), dated(overdue_text)),
    Remind.LATE.value: Letter(
        _("A contact has been overdue for days"), _("Overdue for some days"), dated(long_overdue_text)
    ),
    Remind.SILENT.value: Letter(_("Silent cases"), _("Silent for long"), dated(silent_text)),
    Remind.UNATTENDED.value: Letter(_("Nobody coordinates"), _("A coordinator is needed"), dated(unattended_text)),
    Remind.DIGEST.value: Letter(_("The week in numbers"), _("This week in numbers"), dated(digest_text)),
    CONCERN: Letter(_("A concern was recorded"), _("Please look at this first"), concern_text),
}


def subject_and_text(notice: Notice, at: datetime) -> tuple[str, str]:
    """In the language of whoever speaks now; what is sent at that moment."""
    letter = LETTERS[notice.template]
    return str(letter.subject), letter.text(notice, at)
