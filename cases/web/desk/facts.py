"""What can be told of a person, a family and a case: the same fields while a call is taken and later."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cases.models.labels import choices
from cases.rules.facts import Basis, Issue, Outing, ReferralSource, Sex, Trigger
from cases.web.fields import CodeField, KanaField, PostalField, birth_or_refusal

SHORT = {"rows": 2}
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
TEL = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
POSTAL = forms.TextInput(
    attrs={"inputmode": "numeric", "autocomplete": "off", "data-postal-url": reverse_lazy("towns")}
)
# How a birth was understood is said at once; a page without scripts says it after saving.
BIRTH = forms.TextInput(
    attrs={
        "autocomplete": "off", "hx-post": reverse_lazy("read_birth"), "hx-trigger": "input changed delay:400ms",
        "hx-params": "birth_told,csrfmiddlewaretoken", "hx-target": "#birth-read", "hx-select": ".said",
    }
)  # fmt: skip


def need_both(form: forms.Form, begins: str, ends: str) -> None:
    """Of a pair of hours one alone says nothing."""
    told = {name: form.cleaned_data.get(name) for name in (begins, ends)}
    missing = [name for name, hour in told.items() if hour is None]
    if len(missing) == 1 and not form.errors.keys() & told.keys():
        form.add_error(missing[0], _("Fill in both hours, or leave both empty."))


class PersonFields(forms.Form):
    today: date
    family_name = forms.CharField(label=_("The person's family name"), max_length=40, required=False)
    given_name = forms.CharField(label=_("The person's given name"), max_length=40, required=False)
    family_kana = KanaField(label=_("Family name, reading"), max_length=60, required=False)
    given_kana = KanaField(label=_("Given name, reading"), max_length=60, required=False)
    birth_told = forms.CharField(
        label=_("Birth or age, as told"), max_length=40, required=False, widget=BIRTH,
        help_text=_("S55.3.2, 1980-03-02, 38, unknown"),
    )  # fmt: skip
    sex = CodeField(label=_("Sex"), choices=choices(Sex), initial=Sex.UNKNOWN)
    onset_told = forms.CharField(label=_("Since when, as told"), max_length=80, required=False)
    outing = CodeField(label=_("Going out"), choices=choices(Outing), initial=Outing.UNKNOWN)
    triggers = forms.MultipleChoiceField(
        label=_("Triggers"), choices=choices(Trigger), required=False, widget=forms.CheckboxSelectMultiple
    )
    issues = forms.MultipleChoiceField(
        label=_("Issues"), choices=choices(Issue), required=False, widget=forms.CheckboxSelectMultiple
    )
    talk_about = forms.CharField(label=_("Likes to talk about"), required=False, widget=forms.Textarea(attrs=SHORT))
    never_talk_about = forms.CharField(label=_("Never talk about"), required=False, widget=forms.Textarea(attrs=SHORT))
    best_hours = forms.CharField(label=_("Best hours"), max_length=80, required=False)
    best_from = forms.TimeField(
        label=_("Best from"), required=False, widget=CLOCK,
        help_text=_("Such as 16:00. Visits and calls are planned in these hours."),
    )  # fmt: skip
    best_until = forms.TimeField(
        label=_("Best until"), required=False, widget=CLOCK, help_text=_("Such as 19:00. Both hours or neither.")
    )
    clinic = forms.CharField(label=_("Clinic"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        need_both(self, "best_from", "best_until")
        return told

    def clean_birth_told(self) -> str:
        """What stood there before was read on the day it was told, and is not read again."""
        told: str = self.cleaned_data["birth_told"]
        if told == self.initial.get("birth_told"):
            return told
        return birth_or_refusal(told, today=self.today).as_told


class FamilyFields(forms.Form):
    nickname = forms.CharField(
        label=_("Nickname for lists and phones"), max_length=40,
        help_text=_("A chosen name that reveals nobody, such as the Hanamizuki family."),
    )  # fmt: skip
    nickname_kana = KanaField(
        label=_("Nickname, reading"), max_length=60, required=False,
        help_text=_("In kana, so that the search box finds it in kana and romaji."),
    )  # fmt: skip
    postal_code = PostalField(label=_("Postal code"), max_length=12, required=False, widget=POSTAL)
    prefecture = forms.CharField(label=_("Prefecture"), max_length=8, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=40, required=False)
    address = forms.CharField(label=_("Street and building"), max_length=200, required=False)
    approach = forms.CharField(label=_("How to approach the house"), required=False, widget=forms.Textarea(attrs=SHORT))


class CaseFields(forms.Form):
    concern_told = forms.CharField(label=_("What the family asks"), required=False, widget=forms.Textarea)
    referral = CodeField(label=_("Where the referral came from"), choices=choices(ReferralSource), initial="unknown")
    basis = CodeField(label=_("Basis for holding the data"), choices=choices(Basis), initial="unknown")
