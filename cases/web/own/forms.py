"""The forms of one's own account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Leave
from cases.models.labels import choices
from cases.models.labels_letters import LETTERS
from cases.rules.facts import LeaveKind
from cases.rules.push import is_key, is_service
from cases.rules.reminders import Channel, Remind, Reminder, Wished, channel_of
from cases.web.fields import DayField
from cases.web.office.seen import SeenForm

NAMINGS = [
    ("nickname", gettext_lazy("The chosen nickname, such as 花水木さん宅")),
    ("code", gettext_lazy("The case code, which tells nobody anything")),
]
WAYS = {
    Channel.MAIL: gettext_lazy("By mail"),
    Channel.PUSH: gettext_lazy("As a notification on my devices"),
    Channel.NONE: gettext_lazy("Not at all"),
}
# When each kind comes, in a sentence.
ABOUT = {
    Remind.MORNING: gettext_lazy("On working days, when something is due."),
    Remind.EVENING: gettext_lazy("When a contact of the day has not been written up."),
    Remind.OVERDUE: gettext_lazy("Once, when the time for a contact has passed."),
    Remind.LATE: gettext_lazy("When nobody has taken it up for days; again every week. On days off too."),
    Remind.SILENT: gettext_lazy("Once a week: no sign for long, or only the family was met."),
    Remind.UNATTENDED: gettext_lazy("When something waits and no coordinator is there. It tells nothing of a case."),
    Remind.DIGEST: gettext_lazy("On Mondays; on the next working day when you are off."),
    Remind.CONCERN: gettext_lazy("At once, on days off too."),
}
CLOCK = {"type": "time"}


class FeedForm(forms.Form):
    naming = forms.ChoiceField(
        label=gettext_lazy("What a title shows"), choices=NAMINGS, initial="nickname", widget=forms.RadioSelect,
        help_text=gettext_lazy("A nickname that holds a name of the household gives way to the code."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    title: str
    about: str
    fields: list[BoundField]


class WishesForm(SeenForm):
    """One way and one hour for each kind."""

    def __init__(
        self, data: Any = None, *, rows: tuple[Reminder, ...], stands: Mapping[Remind, Wished], offers_push: bool
    ) -> None:
        self.rows, now = rows, dict[str, Any]()
        for row in rows:
            wished = stands.get(row.kind, Wished())
            now[f"{row.kind}_way"] = channel_of(row, wished).value
            if row.hour:
                now[f"{row.kind}_hour"] = wished.hour or row.hour
        super().__init__(data, stands=now)
        for row in rows:
            self._add(row, offers_push=offers_push or now[f"{row.kind}_way"] == Channel.PUSH)

    def _add(self, row: Reminder, *, offers_push: bool) -> None:
        ways = [Channel.MAIL, *[Channel.PUSH] * offers_push, *[Channel.NONE] * row.may_be_off]
        self.fields[f"{row.kind}_way"] = forms.ChoiceField(
            label=_("Way"), choices=[(way.value, WAYS[way]) for way in ways]
        )
        if row.hour:
            # Each notice has such a field: the sentence says whose it is, also in the summary above them all.
            says = _("Enter an hour for “%(notice)s”, such as 7:00.") % {"notice": LETTERS[row.kind].kind}
            self.fields[f"{row.kind}_hour"] = forms.TimeField(
                label=_("Hour"), widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"),
                error_messages={"required": says, "invalid": says},
            )  # fmt: skip

    def kinds(self) -> list[Kind]:
        return [Kind(str(LETTERS[row.kind].kind), str(ABOUT[row.kind]), self._fields(row)) for row in self.rows]

    def _fields(self, row: Reminder) -> list[BoundField]:
        return [self[name] for name in (f"{row.kind}_way", f"{row.kind}_hour") if name in self.fields]

    def wished(self) -> dict[Remind, Wished]:
        """An hour that is the usual one is none of one's own."""
        told = self.cleaned_data
        hours = {row.kind: told.get(f"{row.kind}_hour") for row in self.rows}
        return {
            row.kind: Wished(
                channel=Channel(told[f"{row.kind}_way"]), hour=None if hours[row.kind] == row.hour else hours[row.kind]
            )
            for row in self.rows
        }


class DeviceForm(forms.Form):
    """What a browser was given by its maker's push service."""

    endpoint = forms.CharField(max_length=600)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        whole = all(is_key(name, told.get(name, "")) for name in ("p256dh", "auth"))
        if not whole or not is_service(told.get("endpoint", ""), settings.PUSH_SERVICES):
            raise forms.ValidationError(
                _("Hitokoe does not know this browser's push service. Use Chrome, Edge, Firefox or Safari.")
            )
        return told


class LeaveForm(forms.Form):
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=choices(LeaveKind), initial=LeaveKind.HOLIDAY)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The office reads it, and nobody else."),
    )


class LeaveChangeForm(LeaveForm, SeenForm):
    """The same for a leave that stands."""

    def __init__(self, data: Any = None, *, leave: Leave) -> None:
        super().__init__(data, stands={name: getattr(leave, name) for name in ("starts_on", "ends_on", "kind", "note")})
