"""The form that gives a contact its day, its hour and its people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.labels import choices
from cases.rules.methods import Method
from cases.rules.week import LONGEST
from cases.web.case.contact_form import ClockField
from cases.web.case.forms import PASSING, WorkerChoice, anyway, ask_anyway
from cases.web.fields import DayField


class HourField(ClockField):
    """An hour two people can meet at, so a part of the day is not enough."""

    def clean(self, value: Any) -> Any:
        read = super().clean(value)
        if read is not None and read.about:
            raise forms.ValidationError(_("Write the hour as a clock shows it, like 14:30 or 午後2時半."))
        return read.at if read else None


class HourForm(forms.Form):
    method = forms.ChoiceField(
        label=_("Method"),
        error_messages={
            "invalid_choice": _("The person refused this method. Only a coordinator can open it again, with a reason.")
        },
    )
    on = DayField(label=_("Day"))
    anyway = anyway()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the appointment that stood there, if any
    hour = HourField(
        label=_("Hour"), required=False, max_length=20,
        help_text=_("Like 14:30. Empty: no hour is agreed, only about when."),
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=LONGEST)
    worker = WorkerChoice(label=_("Who goes"), queryset=User.objects.none(), empty_label=None)
    second = WorkerChoice(
        label=_("Together with"), queryset=User.objects.none(), required=False,
        empty_label=_("Nobody: one goes alone"),
        help_text=_("Who is not on the case yet joins it as its second worker and sees it from then on."),
    )  # fmt: skip
    aim = forms.CharField(label=_("Aim"), required=False, max_length=200)
    why = forms.CharField(
        label=_("Reason for passing a limit"), required=False, max_length=200, help_text=PASSING
    )  # fmt: skip

    def __init__(self, *args: Any, closed: Iterable[str], carers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("anyway"):
            ask_anyway(self)
        open_ways = [choice for choice in choices(Method) if choice[0] not in closed]
        self.fields["method"].choices = open_ways  # type: ignore[attr-defined]
        self.fields["worker"].queryset = self.fields["second"].queryset = carers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("second") and told["second"] == told.get("worker"):
            self.add_error("second", _("Two different people go together. Choose another, or leave it empty."))
        return told
