"""The office's words: what each organisation calls its roles, and one sentence for each deed of the office."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from babel import Locale
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Role
from cases.models.event import Event
from cases.models.events import long_day
from cases.models.labels import in_a_row, label
from cases.rules.calendar import countries
from cases.rules.countries import country_key

# The organisation's settings, as their form calls them; an event names those that changed.
FIELDS = {
    "name": _("Name of the organisation"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "fiscal_year_start": _("First month of the fiscal year"),
    "suppression_limit": _("Hide counts below"),
    "holidays_of": _("Public holidays"),
    "paces": _("Paces"),
    "cap_7": _("Most contacts in 7 days"),
    "cap_14": _("Most contacts in 14 days"),
    "quiet_from": _("Quiet from"),
    "quiet_until": _("Quiet until"),
    "late_days": _("Days overdue until the coordinator is told"),
    "silent_days": _("Days without a sign until a case is silent"),
    "family_months": _("Months with the family alone until the coordinator is told"),
    "role_labels": _("Words for the roles"),
}
SENTENCES = {
    "organisation.founded": _("%(by)s founded the organisation"),
    "settings.changed": _("%(by)s changed the settings: %(fields)s"),
    "recess.added": _("%(by)s added a closed period: %(name)s"),
    "recess.changed": _("%(by)s changed a closed period: %(name)s"),
    "recess.dropped": _("%(by)s removed a closed period: %(name)s"),
    "leave.entered": _("%(by)s entered leave for %(user)s: %(on)s to %(until)s"),
    "leave.changed": _("%(by)s changed a leave of %(user)s: now %(on)s to %(until)s"),
    "leave.dropped": _("%(by)s removed a leave of %(user)s: %(on)s to %(until)s"),
    "user.invited": _("%(by)s invited %(user)s"),
    "user.welcomed": _("%(user)s set a first password"),
    "user.changed": _("%(by)s changed the entry of %(user)s"),
    "user.days_chosen": _("%(user)s changed their own days and hours of work"),
    "user.role_changed": _("%(by)s changed the role of %(user)s from %(was)s to %(now)s"),
    "user.deactivated": _("%(by)s ended the sign-in of %(user)s"),
    "user.reactivated": _("%(by)s let %(user)s sign in again"),
    "user.link_renewed": _("%(by)s made a new link for %(user)s"),
    "user.signed_out": _("%(by)s signed %(user)s out everywhere"),
    "notice.sent_again": _("%(by)s had a stuck notice to %(user)s sent again"),
    "notice.left": _("%(by)s left a stuck notice to %(user)s unsent"),
}


def country_choices() -> list[tuple[str, str]]:
    """Whose public holidays are known, by their names in the reader's language; or nobody's."""
    return [("", gettext("None: we work on public holidays")), *_countries(get_language() or "en")]


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    told = [(code, names.get(code, code)) for code in countries()]
    return sorted(told, key=lambda one: (one[0] != "JP", country_key(one[1], language), one[0]))


def role_word(role: Role, organisation: Organisation) -> str:
    """What this organisation calls a role, in the reader's language; the usual word where it has none of its own."""
    own = organisation.role_labels.get(role.value, {}).get(get_language() or "", "")
    return str(own or label(role))


def role_choices(organisation: Organisation) -> list[tuple[str, str]]:
    return [(role.value, role_word(role, organisation)) for role in Role]


def office_sentence(event: Event, organisation: Organisation, names: Mapping[str, str]) -> str:
    """`names`: colleagues by their key as text; facts hold keys, so that a name stands in one place only."""
    if event.what not in SENTENCES:
        return gettext("Something was done")
    told = {"on": "—", "until": "—"}  # an older house wrote no days of a leave
    told |= {name: _fact(name, value, organisation, names) for name, value in event.facts.items()}
    by = names.get(str(event.by_id), gettext("The clock"))
    return str(SENTENCES[event.what]) % {"by": by, **told}


def _fact(name: str, value: object, organisation: Organisation, names: Mapping[str, str]) -> str:
    if name == "user":
        return names.get(str(value), "—")
    if name in {"was", "now"}:
        return role_word(Role(str(value)), organisation)
    if name in {"on", "until"}:
        return long_day(date.fromisoformat(str(value)))
    if name == "fields" and isinstance(value, list):
        return in_a_row(str(FIELDS.get(one, one)) for one in value)
    return str(value)
