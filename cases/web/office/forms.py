"""The forms of people."""

from datetime import time
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.zones import is_zone, zones
from cases.actions.staffing import Terms
from cases.models.labels import choices
from cases.models.office_words import role_choices
from cases.rules.facts import Sex
from cases.rules.rhythm.propose import leaves_an_hour
from cases.web.fields import CodeField, KanaField
from cases.web.office.seen import SeenForm

LANGUAGES = [("ja", "日本語"), ("en", "English")]
MOST_CASES = 200
LEAST_HOURS = 60  # minutes
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
QUIET_ALL_DAY = _(
    "The organisation contacts nobody from %(from)s to %(until)s."
    " Choose hours of which at least one lies outside of that."
)
EMAIL = {"autocomplete": "off", "inputmode": "email"}
LONGEST_EMAIL = User._meta.get_field("email").max_length


class ZoneField(forms.CharField):
    """Any time zone of the world, chosen from a list or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"})
        told = _("By its name in the IANA list, such as Asia/Tokyo.")
        super().__init__(label=_("Time zone"), max_length=64, widget=widget, help_text=told, **kwargs)

    def clean(self, value: Any) -> str:
        name = str(super().clean(value))
        if not is_zone(name):
            raise forms.ValidationError(_("No such time zone is known. Choose one from the list, such as Asia/Tokyo."))
        return name

    @property
    def names(self) -> tuple[str, ...]:
        return zones()


class FoundingForm(forms.Form):
    """The first page of an empty house."""

    code = forms.CharField(
        label=_("The code from the terminal"), max_length=40,
        help_text=_("It is shown in the terminal in which the server was started."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = ZoneField(initial="Asia/Tokyo")
    administrator = forms.CharField(
        label=_("The administrator's name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("The administrator's e-mail"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"), strip=False, help_text=_("At least 15 characters; a short sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "password" in told:
            nobody = User(email=told.get("email", ""), name=told.get("administrator", ""))
            try:
                validate_password(told["password"], nobody)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return told


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kana = KanaField(
        label=_("Reading"), max_length=80, required=False, help_text=_("Lists stand in the order of the readings."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), max_length=LONGEST_EMAIL, widget=forms.EmailInput(attrs=EMAIL))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of notices"), choices=LANGUAGES)

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, initial={"language": organisation.language, "role": Role.WORKER})
        self.fields["role"].choices = role_choices(organisation)  # type: ignore[attr-defined]


def hours_wrong(told: dict[str, Any], quiet: tuple[time, time]) -> tuple[str, Any] | None:
    """The field to mend and how, where these are no hours of a day's work in this house."""
    if not {"works_from", "works_until"} <= told.keys():
        return None
    begins, ends = told["works_from"], told["works_until"]
    if (begins is None) != (ends is None):
        return "works_until" if ends is None else "works_from", _("Enter both hours, or leave both empty.")
    if begins is not None and ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute < LEAST_HOURS:
        return "works_until", _("This must be at least an hour after the beginning. Enter a later hour.")
    if begins is not None and not leaves_an_hour(quiet, (ends, begins)):
        return "works_from", QUIET_ALL_DAY % {"from": f"{quiet[0]:%H:%M}", "until": f"{quiet[1]:%H:%M}"}
    return None


class DaysForm(SeenForm):
    """On which days and within which hours one colleague works."""

    weekdays = forms.MultipleChoiceField(
        label=_("Working days"), choices=[(str(day), word) for day, word in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple, help_text=_("The next contacts are planned on these days only."),
        error_messages={"required": _("Choose at least one day.")},
    )  # fmt: skip
    works_from = forms.TimeField(
        label=_("Works from"), required=False, widget=CLOCK,
        help_text=_("The next contacts are planned within these hours. Both or neither."),
    )  # fmt: skip
    works_until = forms.TimeField(label=_("Works until"), required=False, widget=CLOCK)

    def __init__(self, data: Any = None, *, user: User, stands: dict[str, Any] | None = None) -> None:
        self.quiet = user.organisation.quiet
        days = [str(day) for day in WEEKDAYS if user.weekdays & 1 << day]
        own = {"weekdays": days, "works_from": user.works_from, "works_until": user.works_until}
        super().__init__(data, stands=own | (stands or {}))

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        wrong = hours_wrong(told, self.quiet)
        if wrong:
            self.add_error(*wrong)
        return told

    def days(self) -> tuple[int, time | None, time | None]:
        """The days as a mask whose lowest bit is Monday, and from when until when."""
        told = self.cleaned_data
        return sum(1 << int(day) for day in told["weekdays"]), told["works_from"], told["works_until"]


class PersonForm(DaysForm):
    """How one colleague works here."""

    field_order = (
        "name", "kana", "email", "role", "language", "weekdays", "works_from", "works_until", "capacity", "sex",
        "interests",
    )  # fmt: skip

    name = forms.CharField(label=_("Name"), max_length=80)
    kana = KanaField(
        label=_("Reading"), max_length=80, required=False, help_text=_("Lists stand in the order of the readings.")
    )
    email = forms.EmailField(label=_("E-mail"), max_length=LONGEST_EMAIL, widget=forms.EmailInput(attrs=EMAIL))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of notices"), choices=LANGUAGES)
    capacity = forms.IntegerField(label=_("How many open cases at most"), min_value=0, max_value=MOST_CASES)

    sex = CodeField(
        label=_("Sex"), choices=choices(Sex), initial=Sex.UNKNOWN,
        help_text=_("Only so that a person's wish about who comes can be kept."),
    )  # fmt: skip
    interests = forms.CharField(
        label=_("Interests"), max_length=200, required=False,
        help_text=_("What one can talk about with a person, such as cats, games, trains. A hand-over looks at them."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: User) -> None:
        stands = {
            "name": user.name, "kana": user.kana, "email": user.email, "role": str(user.role),
            "language": user.language, "capacity": user.capacity, "sex": user.sex, "interests": user.interests,
        }  # fmt: skip
        super().__init__(data, user=user, stands=stands)
        self.fields["role"].choices = role_choices(user.organisation)  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        told = self.cleaned_data
        weekdays, works_from, works_until = self.days()
        return Terms(
            name=told["name"], kana=told["kana"], email=told["email"], role=Role(told["role"]),
            language=told["language"], weekdays=weekdays, capacity=told["capacity"], sex=told["sex"],
            interests=told["interests"], works_from=works_from, works_until=works_until,
        )  # fmt: skip
