"""The letters of the house: what kind each is called in the office, and its subject and text, which name nobody."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.models.labels import Words
from cases.models.owing import Notice


@dataclass(frozen=True, slots=True)
class Letter:
    kind: Words
    subject: Words
    text: Callable[[int], str]  # of how many it tells


MORNING, CONCERN = "morning", "concern"
LETTERS = {
    MORNING: Letter(
        _("The morning list"),
        _("Today's list"),
        lambda count: ngettext(
            "%(count)s item stands on your list today. Open the app to see it.",
            "%(count)s items stand on your list today. Open the app to see them.",
            count,
        ),
    ),
    CONCERN: Letter(
        _("A concern was recorded"),
        _("Please look at this first"),
        lambda _count: gettext(
            "A colleague has recorded a concern. Open the app to read it and to talk over what comes next."
        ),
    ),
}


def subject_and_text(notice: Notice) -> tuple[str, str]:
    """In the language of whoever speaks now."""
    letter = LETTERS[notice.template]
    count = notice.facts.get("count", 0)
    return str(letter.subject), letter.text(count) % {"count": count}
