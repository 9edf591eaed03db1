"""What a page says about the clock."""

from datetime import datetime

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.queries.clock import Clock

WORDS = {
    "pauses": gettext_lazy("ending rests"),
    "plan": gettext_lazy("planning the next contact"),
    "calendar": gettext_lazy("moving contacts to days of work"),
    "overdue": gettext_lazy("noting windows that have passed"),
    "morning": gettext_lazy("writing the morning lists"),
    "remind": gettext_lazy("reminding"),
    "send": gettext_lazy("sending notices"),
    "tidy": gettext_lazy("clearing away what is old"),
}


def clock_note(clock: Clock, at: datetime) -> str:
    """Nothing while all is well."""
    if clock.stands_still:
        return _("The clock stands still: nothing new is planned or sent until it runs again.")
    if not clock.broken:
        return ""
    what = {"what": _(", ").join(str(WORDS.get(name, name)) for name in clock.broken)}
    if clock.broken_since is None:
        return _("The clock cannot do its work in this organisation: %(what)s. The server's log says why.") % what
    return _(
        "The clock cannot do its work in this organisation (it last did %(age)s ago): %(what)s."
        " The server's log says why."
    ) % {**what, "age": timesince(clock.broken_since, at)}
