"""The forms of one case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.labels import choices, label
from cases.rules.facts import Answer, Heard, PauseScope, Scope, SkipReason
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.web.fields import DayField

SHORT, LONG = {"rows": 2}, {"rows": 5}
CHOOSE = ("", _("Choose"))


class WorkerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A worker with the load in view; one who is full may be chosen all the same."""

    def label_from_instance(self, obj: Any) -> str:
        told = {"name": obj.name, "load": obj.load, "capacity": obj.capacity}
        if obj.load >= obj.capacity:
            return gettext("%(name)s: %(load)s of %(capacity)s cases (full)") % told
        return gettext("%(name)s: %(load)s of %(capacity)s cases") % told


class Named(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague by name alone."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


PASSING = _(
    "Only where it is one contact too many, in the quiet hours, or one goes where two should. It stands in the history."
)


def anyway() -> forms.BooleanField:
    """Asked only once a day has turned out to be one on which nobody works, and kept as it was answered."""
    return forms.BooleanField(
        label=_("Plan it all the same: we know that nobody works that day"), required=False, widget=forms.HiddenInput
    )


def ask_anyway(form: forms.BaseForm) -> None:
    form.fields["anyway"].widget = forms.CheckboxInput()


class OpenForm(forms.Form):
    coordinator = forms.ModelChoiceField(label=_("Coordinator"), queryset=User.objects.none(), empty_label=None)
    lead = WorkerChoice(label=_("Lead"), queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None)
    second = WorkerChoice(
        label=_("Second worker"), queryset=User.objects.none(), required=False, empty_label=_("Nobody: one comes alone")
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=choices(Stage))
    pace = forms.IntegerField(
        label=_("Own pace in days"), required=False, min_value=3, max_value=90, help_text=_("Empty: the usual pace.")
    )

    on = DayField(
        label=_("First contact on"),
        required=False,
        help_text=_("Empty: on the day the rhythm finds, and not agreed yet."),
    )
    anyway = anyway()

    def __init__(
        self, *args: Any, coordinators: QuerySet[User], carers: QuerySet[User], promised: bool = False, **kwargs: Any
    ) -> None:
        """`promised`: a day of the old ledger can still be kept; without one nobody is asked for a day."""
        super().__init__(*args, **kwargs)
        if not promised:
            del self.fields["on"], self.fields["anyway"]
        elif self.data.get("anyway"):
            ask_anyway(self)
        self.fields["coordinator"].queryset = coordinators  # type: ignore[attr-defined]
        self.fields["lead"].queryset = self.fields["second"].queryset = carers  # type: ignore[attr-defined]

    def clean_second(self) -> User | None:
        second: User | None = self.cleaned_data["second"]
        if second is not None and second == self.cleaned_data.get("lead"):
            raise forms.ValidationError(
                _("The lead cannot be the second worker too. Choose another, or leave it empty.")
            )
        return second


class PlanForm(forms.Form):
    method = forms.ChoiceField(
        label=_("Method"),
        error_messages={
            "invalid_choice": _("The person refused this method. Only a coordinator can open it again, with a reason.")
        },
    )
    on = DayField(label=_("Day"))
    anyway = anyway()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the appointment that stood there, if any
    second = Named(
        label=_("Together with"), queryset=User.objects.none(), required=False,
        empty_label=_("Nobody: one goes alone"),
        help_text=_(
            "On a visit, to the family or on an outing. "
            "Who is not on the case yet joins it as its second worker and sees it from then on."
        ),
    )  # fmt: skip
    aim = forms.CharField(label=_("Aim"), required=False, max_length=200)
    why = forms.CharField(label=_("Reason for passing a limit"), required=False, max_length=200, help_text=PASSING)

    def __init__(
        self, *args: Any, closed: Iterable[str], may_pass: bool, seconds: QuerySet[User] | None, **kwargs: Any
    ) -> None:
        """`seconds`: who can come along, where two go together; None where nobody is asked."""
        super().__init__(*args, **kwargs)
        if not may_pass:
            del self.fields["why"]
        if seconds is None:
            del self.fields["second"]
        else:
            self.fields["second"].queryset = seconds  # type: ignore[attr-defined]
        if self.data.get("anyway"):
            ask_anyway(self)
        open_ways = [choice for choice in choices(Method) if choice[0] not in closed]
        self.fields["method"].choices = open_ways  # type: ignore[attr-defined]


class SkipForm(forms.Form):
    due = forms.DateTimeField(
        widget=forms.HiddenInput
    )  # which contact is left out, so that a second tap leaves out no other
    reason = forms.ChoiceField(
        label=_("Why"), choices=choices(SkipReason), widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is left out.")},
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class MoveForm(forms.Form):
    was = forms.ChoiceField(choices=choices(Stage), widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("To which stage"), choices=choices(Stage), error_messages={"required": _("Choose a stage.")}
    )
    why = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs=SHORT))


RESTS = [
    (PauseScope.PERSON.value, _("The person: does not want to meet for now")),
    (PauseScope.CASE.value, _("This case: a rest for a reason of ours or of the family's")),
    (PauseScope.FAMILY.value, _("The whole family: every open case of this household, also of brothers and sisters")),
]


class PauseForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("Who rests"), choices=RESTS, initial=PauseScope.CASE, widget=forms.RadioSelect,
        help_text=_("While it rests nothing is planned."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=200)
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until someone ends it."))


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *choices(CloseReason)])
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs=SHORT))

    def __init__(self, *args: Any, grave: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if grave:
            self.fields["note"].required = True
            self.fields["note"].label = _("Why it ends now, and who looks after the person")


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT))


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs=LONG))


class ConsentForm(forms.Form):
    scope = forms.ChoiceField(label=_("About what"), choices=[CHOOSE, *choices(Scope)])
    answer = forms.ChoiceField(
        label=_("Answer"), choices=choices(Answer), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person said.")},
    )  # fmt: skip
    way = forms.ChoiceField(label=_("How it reached us"), choices=[CHOOSE, *choices(Heard)])
    how = forms.CharField(label=_("In which words or signs"), required=False, max_length=200)


class OpenMethodForm(forms.Form):
    scope = forms.ChoiceField(label=_("About what"))
    answer = forms.ChoiceField(
        label=_("What the person said"),
        choices=[(one.value, label(one)) for one in (Answer.AGREED, Answer.NOT_REFUSED)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person said.")},
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, closed: Iterable[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [(scope.value, label(scope)) for scope in closed]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # who leads it
    to = WorkerChoice(label=_("To whom"), queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None)
    note = forms.CharField(
        label=_("Handover note"), widget=forms.Textarea(attrs=LONG),
        help_text=_("What works, what to avoid, what was promised, when to come."),
    )  # fmt: skip
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, carers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = carers  # type: ignore[attr-defined]


class SecondForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # who comes along
    to = WorkerChoice(
        label=_("Second worker"), queryset=User.objects.none(), required=False, empty_label=_("Nobody: one comes alone")
    )
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, carers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = carers  # type: ignore[attr-defined]
