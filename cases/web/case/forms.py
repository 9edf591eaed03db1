"""The forms of one case."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.labels import choices
from cases.rules.facts import Answer, Concern, PauseScope, Scope
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SHORT, LONG = {"rows": 2}, {"rows": 5}


class ContactForm(forms.Form):
    """One try. The id is made with the page, so a form sent twice is stored once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)
    method = forms.ChoiceField(label=_("Method"), choices=choices(Method))
    with_whom = forms.ChoiceField(label=_("With whom"), choices=choices(WithWhom), initial=WithWhom.PERSON)
    response = forms.ChoiceField(label=_("Response"), choices=choices(Response), widget=forms.RadioSelect)
    started_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=0, max_value=1440, help_text=_("0 is fine; empty means unknown.")
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs=LONG))
    concern = forms.ChoiceField(label=_("Concern"), choices=choices(Concern), initial=Concern.NONE)


class PlanForm(forms.Form):
    method = forms.ChoiceField(label=_("Method"), choices=choices(Method))
    on = forms.DateField(label=_("Day"), widget=DAY)
    aim = forms.CharField(label=_("Aim"), required=False, max_length=200)


class MoveForm(forms.Form):
    was = forms.ChoiceField(choices=choices(Stage), widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("To which stage"), choices=choices(Stage))
    why = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs=SHORT))


class PauseForm(forms.Form):
    scope = forms.ChoiceField(label=_("Who rests"), choices=choices(PauseScope), initial=PauseScope.CASE)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    until = forms.DateField(label=_("Until"), widget=DAY, required=False, help_text=_("Empty: until someone ends it."))


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=choices(CloseReason))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs=SHORT))


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT))


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs=LONG))


class ConsentForm(forms.Form):
    scope = forms.ChoiceField(label=_("About what"), choices=choices(Scope))
    answer = forms.ChoiceField(label=_("What the person said"), choices=choices(Answer))
    how = forms.CharField(label=_("In which words or signs"), required=False, max_length=200)


class OpenMethodForm(forms.Form):
    scope = forms.ChoiceField(label=_("About what"), choices=choices(Scope))
    answer = forms.ChoiceField(
        label=_("What the person said"),
        choices=[c for c in choices(Answer) if c[0] in (Answer.AGREED, Answer.NOT_REFUSED)],
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("To whom"), queryset=User.objects.none())
    note = forms.CharField(label=_("Handover note"), widget=forms.Textarea(attrs=LONG))
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, carers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = carers  # type: ignore[attr-defined]
