"""The form of one try: the method first, then the answers of that method."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.choices import Choices
from cases.models.labels import choices, label, observer_label, response_choices, response_label
from cases.queries.will import is_against_will
from cases.rules.dates import read_minutes
from cases.rules.due import local_day, moment
from cases.rules.facts import OBSERVERS, OURSELVES, Concern
from cases.rules.hours import Hour, read_hour
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response, met_by, offers
from cases.web.fields import DayField

LONG, NOON = {"rows": 5}, time(12)
Colleagues = Iterable[tuple[UUID, str]]  # with their names


class ClockField(forms.CharField):
    """14:30, 14時30分, 午後2時半, or only the part of the day (rules/hours.py)."""

    def clean(self, value: Any) -> Any:
        told = super().clean(value).strip()
        read = read_hour(told) if told else None
        if told and read is None:
            raise forms.ValidationError(
                _("This cannot be read as a time. Write it like 14:30, 午後2時半 or 夕方; roughly is fine.")
            )
        return read


class MinutesField(forms.CharField):
    """60, 60分, 1時間半; empty is unknown, and nought is a try nobody answered."""

    def clean(self, value: Any) -> Any:
        read = read_minutes(super().clean(value))
        if read.problem is not None:
            raise forms.ValidationError(_("Write the minutes as a number from 0 to 1440, or leave it empty."))
        return read.minutes


class ContactForm(forms.Form):
    """The id is made with the page, so a form sent twice is stored once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)
    method = forms.ChoiceField(label=_("Method"), choices=choices(Method))
    response = forms.ChoiceField(
        label=_("What happened"), choices=choices(Response),
        error_messages={"required": _("Choose what happened.")},
    )  # fmt: skip
    with_whom = forms.ChoiceField(label=_("With whom"), choices=choices(WithWhom), initial=WithWhom.PERSON)
    on = DayField(label=_("Day"))
    time = ClockField(
        label=_("Time"), max_length=20, required=False,
        help_text=_("14:30, or “evening”. Empty: unknown."),
    )  # fmt: skip
    minutes = MinutesField(label=_("Minutes"), required=False, help_text=_("0 is fine; empty means unknown."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs=LONG))
    concern = forms.ChoiceField(label=_("Concern"), choices=choices(Concern), initial=Concern.NONE)
    incoming = forms.BooleanField(label=_("It came from their side (they called or wrote to us)"), required=False)
    relayed = forms.BooleanField(
        label=_("The family was asked to pass a word on"), required=False,
        help_text=_("It counts as a contact towards the person."),
    )  # fmt: skip
    second = forms.ChoiceField(label=_("Who came along"), required=False)
    observed_by = forms.ChoiceField(
        label=_("Who saw or heard it"), choices=Choices((who, observer_label(who)) for who in OBSERVERS),
        required=False, initial=OURSELVES,
    )  # fmt: skip
    despite = forms.BooleanField(label=_("It happened all the same; write it down as it was"), required=False)

    def __init__(
        self, *args: Any, case: Case, at: datetime, colleagues: Callable[[], Colleagues], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.at, self.warns = case, at, False
        # Asked for only where the list is shown, or where somebody of it is chosen.
        self.fields["second"].choices = lambda: [("", _("Nobody, I was alone")), *colleagues()]  # type: ignore[attr-defined]

    @property
    def zone(self) -> Any:
        return self.case.organisation.zone

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "method" in data and "response" in data:
            self._check_answer(Method(data["method"]), Response(data["response"]))
        if isinstance(data.get("on"), date) and "time" in data:
            data["started_at"] = self._moment(data["on"], data["time"])
            self._check_will(data)
        if "method" in data and "with_whom" in data:
            answer = Response(data["response"]) if "response" in data else None
            data["with_whom"] = met_by(Method(data["method"]), WithWhom(data["with_whom"]), answer)
            self._check_relay(data)
        return data

    def _moment(self, on: date, told: Hour | None) -> datetime:
        """Where only the day is known it stands at noon. What is not exact is never ahead of now on the day itself."""
        if told is not None and not told.about:
            return moment(on, told.at, self.zone)
        about = moment(on, told.at if told else NOON, self.zone)
        return min(about, self.at) if on == local_day(self.at, self.zone) else about

    def _check_answer(self, method: Method, response: Response) -> None:
        if not offers(method, response):
            told = {"response": response_label(response, method), "method": label(method)}
            self.add_error(
                "response",
                forms.ValidationError(
                    _("“%(response)s” is no answer to “%(method)s”. Choose one of the answers shown."), params=told
                ),
            )

    def _check_relay(self, data: dict[str, Any]) -> None:
        if data["relayed"] and data["with_whom"] not in (WithWhom.RELATIVE, WithWhom.AGENCY):
            self.add_error(
                "relayed", _("Only somebody else can pass a word on. Choose with whom you spoke, or untick it.")
            )

    def _check_will(self, data: dict[str, Any]) -> None:
        """Not forbidden, since it happened; but nobody writes it down without having seen what the person said."""
        method = data.get("method")
        if method not in self.case.closed_methods or data["despite"]:
            return
        direction = Direction.INCOMING if data["incoming"] else Direction.OUTGOING
        if is_against_will(self.case, Method(method), direction, data["started_at"]):
            self.warns = True
            self.add_error(
                "despite",
                _("The person does not want this way. If it happened all the same, tick here and save again."),
            )

    # --- for the template: plain values ---

    @property
    def chosen(self) -> str:
        return str(self["method"].value() or "")

    def methods(self) -> Iterator[tuple[str, Any, bool, str]]:
        """The last is with whom it usually is."""
        for method in Method:
            yield method.value, label(method), method in self.case.closed_methods, met_by(method, WithWhom.PERSON)

    def answers(self) -> Iterator[tuple[str, Any, list[tuple[str, Any]], bool]]:
        """One group of chips for each method; only that of the chosen method is open."""
        for method in Method:
            yield method.value, label(method), response_choices(method), method == self.chosen

    def whom(self) -> Choices:
        return choices(WithWhom)

    @property
    def met(self) -> str:
        """With whom, as far as the method and the answer say it: the form shows what would be saved."""
        told, answer = self["with_whom"].value(), self["response"].value()
        known = self.chosen in set(Method) and told in set(WithWhom)
        answered = Response(answer) if answer in set(Response) else None
        return met_by(Method(self.chosen), WithWhom(told), answered) if known else str(told)

    def concerns(self) -> Choices:
        return choices(Concern)

    @property
    def more_is_open(self) -> bool:
        """Is anything told in the part that is folded away?"""
        names = ("incoming", "relayed", "second", "observed_by")
        usual = ("", None, False, OURSELVES, "off")
        return any(self[name].errors or self[name].value() not in usual for name in names)
