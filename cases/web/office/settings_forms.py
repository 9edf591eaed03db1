"""The forms of the settings."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.roles import Role
from cases.models import Recess
from cases.models.labels import label
from cases.models.office_words import country_choices
from cases.rules.ladder import LADDER
from cases.rules.rhythm.table import DEFAULT_PACES
from cases.web.fields import DayField
from cases.web.office.forms import CLOCK, LANGUAGES, ZoneField
from cases.web.office.seen import SeenForm

LEAST_PACE, MOST_PACE = 3, 90
PLAIN = (
    "name", "language", "time_zone", "holidays_of", "fiscal_year_start", "suppression_limit", "cap_7", "cap_14",
    "quiet_from", "quiet_until", "late_days", "silent_days", "family_months",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    about: str
    fields: list[BoundField]


class SettingsForm(SeenForm):
    """The organisation's own words and numbers. A pace or a word left empty keeps the usual one."""

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    time_zone = ZoneField()
    holidays_of = forms.ChoiceField(
        label=gettext_lazy("Public holidays"), choices=country_choices, required=False,
        help_text=gettext_lazy("No contact is planned on them. What nobody has accepted yet moves."),
    )  # fmt: skip
    fiscal_year_start = forms.TypedChoiceField(
        label=gettext_lazy("First month of the fiscal year"), choices=list(MONTHS.items()), coerce=int
    )
    suppression_limit = forms.IntegerField(
        label=gettext_lazy("Hide counts below"), min_value=0, max_value=50,
        help_text=gettext_lazy("Smaller counts are hidden in everything that leaves the house."),
    )  # fmt: skip
    cap_7 = forms.IntegerField(label=gettext_lazy("Most contacts in 7 days"), min_value=1, max_value=14)
    cap_14 = forms.IntegerField(label=gettext_lazy("Most contacts in 14 days"), min_value=1, max_value=28)
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=CLOCK)
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        widget=CLOCK,
        help_text=gettext_lazy("The same hour in both: no quiet hours."),
    )
    late_days = forms.IntegerField(
        label=gettext_lazy("Days overdue until the coordinator is told"), min_value=1, max_value=60
    )
    silent_days = forms.IntegerField(
        label=gettext_lazy("Days without a sign until a case is silent"), min_value=7, max_value=365,
        help_text=gettext_lazy("Counted from the opening or the last sign. A refusal is an answer, too."),
    )  # fmt: skip
    family_months = forms.IntegerField(
        label=gettext_lazy("Months with the family alone until the coordinator is told"), min_value=1, max_value=24
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        stands = {name: getattr(organisation, name) for name in PLAIN}
        stands |= {f"pace_{stage}": organisation.paces.get(stage) for stage in LADDER}
        words = organisation.role_labels
        stands |= {f"word_{role}_{code}": words.get(role, {}).get(code, "") for role in Role for code, _ in LANGUAGES}
        super().__init__(data, stands=stands)
        self._add_paces()
        self._add_words()

    def _add_paces(self) -> None:
        for stage in LADDER:
            self.fields[f"pace_{stage}"] = forms.IntegerField(
                label=_("Days between contacts: %(stage)s") % {"stage": label(stage)}, required=False,
                min_value=LEAST_PACE, max_value=MOST_PACE,
                help_text=_("Empty: the usual %(days)s days.") % {"days": DEFAULT_PACES[stage]},
            )  # fmt: skip

    def _add_words(self) -> None:
        for role in Role:
            for code, language in LANGUAGES:
                told = {"role": label(role), "language": language}
                self.fields[f"word_{role}_{code}"] = forms.CharField(
                    label=_("%(role)s, in %(language)s") % told, required=False, max_length=30
                )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if "cap_7" in told and "cap_14" in told and told["cap_14"] < told["cap_7"]:
            self.add_error("cap_14", _("Contacts in 14 days cannot be fewer than in 7 days. Raise this number."))
        return told

    def settings(self) -> dict[str, object]:
        """By the names of the table."""
        told = self.cleaned_data
        paces = {stage.value: told[f"pace_{stage}"] for stage in LADDER if told[f"pace_{stage}"]}
        words = {
            role.value: {code: told[f"word_{role}_{code}"] for code, _ in LANGUAGES if told[f"word_{role}_{code}"]}
            for role in Role
        }
        own = {role: word for role, word in words.items() if word}
        return {name: told[name] for name in PLAIN} | {"paces": paces, "role_labels": own}

    def groups(self) -> list[Group]:
        def fields(*names: str) -> list[BoundField]:
            return [self[name] for name in names]

        return [
            Group(_("The organisation"), "", fields(*PLAIN[:6])),
            Group(
                _("The rhythm"),
                _("The next contacts follow these numbers. What is planned only leaves the quiet hours."),
                fields(*(f"pace_{stage}" for stage in LADDER), *PLAIN[6:10]),
            ),
            Group(
                _("Reminders"),
                _("They name nobody. Each colleague chooses the way and the hour under My account."),
                fields(*PLAIN[10:]),
            ),
            Group(
                _("Words for the roles"),
                _("What your people are called. Empty: the usual word. Look out for words others have registered."),
                fields(*(f"word_{role}_{code}" for role in Role for code, _ in LANGUAGES)),
            ),
        ]


class RecessForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the closed period"), max_length=60)
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix="rest", **kwargs)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first. Change one of them."))
        elif first and last and (last - first).days > 60:
            self.add_error("ends_on", _("A closed period lasts 60 days at most. Choose an earlier last day."))
        return told


class RecessChangeForm(RecessForm, SeenForm):
    """The same for one that stands."""

    def __init__(self, data: Any = None, *, rest: Recess) -> None:
        super().__init__(data, stands={name: getattr(rest, name) for name in ("name", "starts_on", "ends_on")})
