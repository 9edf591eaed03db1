"""The forms of the desk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Family
from cases.models.labels import choices
from cases.rules.facts import Relationship
from cases.rules.telling import name_of_self
from cases.web.desk.facts import TEL, CaseFields, FamilyFields, PersonFields
from cases.web.fields import DayField, Drawn, KanaField, Section, drawn, reading_order

SECTIONS = (
    Section("caller", _("Caller"), (
        ("caller_name", "caller_kana"), ("relationship", "phone_told"), ("called_on",),
    )),
    Section("house", _("Family and house"), (
        ("nickname", "nickname_kana"), ("postal_code", "prefecture"), ("municipality", "address"),
    )),
    Section("person", _("The person"), (
        ("family_name", "given_name"), ("family_kana", "given_kana"), ("birth_told", "sex"), ("person_phone",),
    )),
    Section("what", _("Since when and what"), (
        ("concern_told",), ("onset_told", "outing"), ("triggers",), ("issues",),
    )),
    Section("approach", _("How to approach"), (
        ("approach",), ("talk_about", "never_talk_about"), ("best_hours",), ("best_from", "best_until"), ("clinic",),
    )),
    Section("basis", _("Referral and basis"), (("referral", "basis"),)),
)  # fmt: skip
OF_THE_NAME = ("family_name", "given_name", "family_kana", "given_kana")
TOO_LONG = _("The caller's name is too long to stand here. Write the family name and the given name apart.")
OF_THE_FAMILY = ("nickname", "nickname_kana", "postal_code", "prefecture", "municipality", "address", "approach")


class IntakeForm(PersonFields, FamilyFields, CaseFields):
    """What a caller tells. Only a nickname and the relation are needed; everything else may be unknown."""

    field_order = reading_order(SECTIONS)
    id = forms.UUIDField(widget=forms.HiddenInput)
    caller_name = forms.CharField(label=_("Caller's name"), max_length=80, required=False)
    caller_kana = KanaField(label=_("Caller's name, reading"), max_length=80, required=False)
    # Nobody is guessed: who calls is asked, and “unknown” is an answer like any other.
    relationship = forms.ChoiceField(
        label=_("Relation to the person"), choices=[("", _("Please choose")), *choices(Relationship)]
    )
    phone_told = forms.CharField(label=_("Phone, as people write it"), max_length=60, required=False, widget=TEL)
    called_on = DayField(
        label=_("Day of the call"), required=False, help_text=_("Change it when you write up a call of an earlier day.")
    )
    person_phone = forms.CharField(label=_("The person's own phone"), max_length=60, required=False, widget=TEL)

    def __init__(self, *args: Any, today: date, known: Family | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in OF_THE_FAMILY if known else ():  # typed for another family: carried along, and not asked for
            self.fields[name].required, self.fields[name].widget = False, forms.HiddenInput()

    def clean_called_on(self) -> date:
        """Nothing told is today."""
        told: date = self.cleaned_data["called_on"] or self.today
        if told > self.today:
            raise forms.ValidationError(_("The call lies in the future. Check the day."))
        return told

    def clean(self) -> dict[str, Any]:
        """Whoever calls for himself is the person, and his name stands in the person's fields unless they tell one."""
        told = super().clean()
        if told.get("relationship") == Relationship.SELF and not any(told.get(name) for name in OF_THE_NAME):
            own = name_of_self({"name": told.get("caller_name", ""), "kana": told.get("caller_kana", "")})
            for name in OF_THE_NAME:
                if len(own[name]) > self.fields[name].max_length:  # type: ignore[attr-defined]
                    self.add_error(name, TOO_LONG)
        return told

    @property
    def sections(self) -> list[Drawn]:
        return drawn(self, SECTIONS)
