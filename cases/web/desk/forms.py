"""The forms of the desk."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.labels import choices
from cases.rules.facts import Basis, Issue, Outing, ReferralSource, Relationship, Sex, Trigger
from cases.rules.ladder import Stage

SHORT = {"rows": 2}


class IntakeForm(forms.Form):
    """What a caller tells. Only a nickname and the relation are needed; everything else may be unknown."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    nickname = forms.CharField(
        label=_("Nickname for lists and phones"), max_length=40,
        help_text=_("A chosen name that reveals nobody, such as the Hanamizuki family."),
    )  # fmt: skip
    caller_name = forms.CharField(label=_("Caller's name"), max_length=80, required=False)
    caller_kana = forms.CharField(label=_("Caller's name, reading"), max_length=80, required=False)
    relationship = forms.ChoiceField(label=_("Relation to the person"), choices=choices(Relationship), initial="mother")
    phone_told = forms.CharField(label=_("Phone, as people write it"), max_length=60, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    prefecture = forms.CharField(label=_("Prefecture"), max_length=8, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=40, required=False)
    address = forms.CharField(label=_("Street and building"), max_length=200, required=False)
    family_name = forms.CharField(label=_("The person's family name"), max_length=40, required=False)
    given_name = forms.CharField(label=_("The person's given name"), max_length=40, required=False)
    family_kana = forms.CharField(label=_("Family name, reading"), max_length=60, required=False)
    given_kana = forms.CharField(label=_("Given name, reading"), max_length=60, required=False)
    birth_told = forms.CharField(
        label=_("Birth or age, as told"), max_length=40, required=False, help_text=_("S55.3.2, 1980-03-02, 38, unknown")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=choices(Sex), initial=Sex.UNKNOWN)
    onset_told = forms.CharField(label=_("Since when, as told"), max_length=80, required=False)
    outing = forms.ChoiceField(label=_("Going out"), choices=choices(Outing), initial=Outing.UNKNOWN)
    triggers = forms.MultipleChoiceField(
        label=_("Triggers"), choices=choices(Trigger), required=False, widget=forms.CheckboxSelectMultiple
    )
    issues = forms.MultipleChoiceField(
        label=_("Issues"), choices=choices(Issue), required=False, widget=forms.CheckboxSelectMultiple
    )
    concern_told = forms.CharField(label=_("What the family asks"), required=False, widget=forms.Textarea)
    approach = forms.CharField(label=_("How to approach the house"), required=False, widget=forms.Textarea(attrs=SHORT))
    talk_about = forms.CharField(label=_("Likes to talk about"), required=False, widget=forms.Textarea(attrs=SHORT))
    never_talk_about = forms.CharField(label=_("Never talk about"), required=False, widget=forms.Textarea(attrs=SHORT))
    referral = forms.ChoiceField(
        label=_("Where the referral came from"), choices=choices(ReferralSource), initial="unknown"
    )
    basis = forms.ChoiceField(label=_("Basis for holding the data"), choices=choices(Basis), initial="unknown")


class WorkerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A worker with the load in view."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(name)s: %(load)s of %(capacity)s cases") % {
            "name": obj.name, "load": obj.load, "capacity": obj.capacity,
        }  # fmt: skip


class OpenForm(forms.Form):
    coordinator = forms.ModelChoiceField(label=_("Coordinator"), queryset=User.objects.none())
    lead = WorkerChoice(label=_("Lead"), queryset=User.objects.none())
    second = WorkerChoice(label=_("Second worker"), queryset=User.objects.none(), required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=choices(Stage))
    pace = forms.IntegerField(
        label=_("Own pace in days"), required=False, min_value=3, max_value=90, help_text=_("Empty: the usual pace.")
    )

    def __init__(self, *args: Any, coordinators: QuerySet[User], carers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators  # type: ignore[attr-defined]
        self.fields["lead"].queryset = self.fields["second"].queryset = carers  # type: ignore[attr-defined]
