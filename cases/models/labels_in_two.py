"""The warning that two go together, in the reader's language."""

from django.utils.translation import gettext as _

from cases.models.events import long_day
from cases.rules.in_two import Warned


def warning_words(warning: Warned | None) -> str:
    """Empty where nothing warns."""
    if warning is None:
        return ""
    if warning.on is None:
        return _("Violence at home is known here: two go together.")
    return _("A concern about violence was recorded on %(day)s: two go together.") % {"day": long_day(warning.on)}
