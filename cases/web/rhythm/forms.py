"""A made-up history and the numbers to try on it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from cases.models.labels import choices, label, response_choices
from cases.rules.due import local_day, moment
from cases.rules.ladder import LADDER, Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response, met_by
from cases.rules.rhythm.signals import Past
from cases.rules.rhythm.table import PACE_BOUNDS, pace_of
from cases.rules.rhythm.trying import EXAMPLES, Numbers

LEAST_ROWS, MOST_ROWS, SPARE_ROWS = 5, 20, 2
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MIDDAY = time(14)
FURTHEST = 730  # days


class TryForm(forms.Form):
    """Rows of “so many days ago, this happened”, and the numbers of the house, which may be changed here freely."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=choices(Stage), initial=Stage.DOOR)
    cap_7 = forms.IntegerField(label=gettext_lazy("Most contacts in 7 days"), min_value=1, max_value=14)
    cap_14 = forms.IntegerField(label=gettext_lazy("Most contacts in 14 days"), min_value=1, max_value=28)
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=CLOCK)
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), widget=CLOCK)

    def __init__(self, data: Mapping[str, Any], *, house: Organisation) -> None:
        """Numbers that `data` does not name are those of the house."""
        super().__init__({**numbers_as_typed(house), **data})
        self.shown = rows_of(self.data)
        for place in range(self.shown):
            self.fields[f"days_{place}"] = forms.IntegerField(
                label=_("Days ago"), required=False, min_value=0, max_value=FURTHEST
            )
            self.fields[f"what_{place}"] = forms.ChoiceField(
                label=_("What happened"), required=False, choices=happenings
            )
        for stage in LADDER:
            self.fields[f"pace_{stage}"] = forms.IntegerField(
                label=_("Days between contacts: %(stage)s") % {"stage": label(stage)},
                min_value=PACE_BOUNDS[0], max_value=PACE_BOUNDS[1],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "cap_7" in told and "cap_14" in told and told["cap_14"] < told["cap_7"]:
            self.add_error("cap_14", _("Contacts in 14 days cannot be fewer than in 7 days. Raise this number."))
        for place in range(self.shown):
            days, what = told.get(f"days_{place}"), told.get(f"what_{place}")
            if what and days is None and f"days_{place}" not in self.errors:
                self.add_error(f"days_{place}", _("Say how many days ago this was."))
            if days is not None and not what:
                self.add_error(f"what_{place}", _("Choose what happened, or empty the days."))
        return told

    def history(self, at: datetime, house: Organisation) -> list[Past]:
        """Oldest first; contacts of one day keep the order of the rows, a minute apart."""
        told, today = self.cleaned_data, local_day(at, house.zone)
        rows = [(told[f"days_{place}"], told[f"what_{place}"], place) for place in range(self.shown)]
        return sorted(
            (
                past_of(what, moment(today - timedelta(days=days), MIDDAY, house.zone) + timedelta(minutes=place))
                for days, what, place in rows
                if what
            ),
            key=lambda past: past.started_at,
        )

    @property
    def numbers(self) -> Numbers:
        told = self.cleaned_data
        return Numbers(
            paces={stage.value: told[f"pace_{stage}"] for stage in LADDER}, cap_7=told["cap_7"],
            cap_14=told["cap_14"], quiet=(told["quiet_from"], told["quiet_until"]),
        )  # fmt: skip

    # --- for the template ---

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"days_{place}"], self[f"what_{place}"]) for place in range(self.shown)]

    def paces(self) -> list[forms.BoundField]:
        return [self[f"pace_{stage}"] for stage in LADDER]

    def caps(self) -> list[forms.BoundField]:
        return [self[name] for name in ("cap_7", "cap_14", "quiet_from", "quiet_until")]


def rows_of(told: Any) -> int:
    """As many as are filled, and some more to write in."""
    filled = [place for place in range(MOST_ROWS) if told.get(f"days_{place}") or told.get(f"what_{place}")]
    return min(MOST_ROWS, max(LEAST_ROWS, max(filled, default=0) + 1 + SPARE_ROWS))


def happenings() -> list[Any]:
    """Each way with the answers it offers, so that nothing impossible can be chosen."""
    groups: list[Any] = [
        (label(method), [(f"{method}:{code}", f"{label(method)}: {words}") for code, words in response_choices(method)])
        for method in Method
    ]
    return [("", _("Choose")), *groups]


def past_of(what: str, at: datetime) -> Past:
    method, response = what.split(":")
    with_whom = met_by(Method(method), WithWhom.PERSON, Response(response))
    return Past(started_at=at, method=Method(method), response=Response(response), with_whom=with_whom)


def numbers_as_typed(house: Organisation) -> dict[str, Any]:
    told: dict[str, Any] = {f"pace_{stage}": pace_of(stage, house.paces) for stage in LADDER}
    times = {name: f"{getattr(house, name):%H:%M}" for name in ("quiet_from", "quiet_until")}
    return told | times | {"cap_7": house.cap_7, "cap_14": house.cap_14}


def example_as_typed(code: str) -> dict[str, Any]:
    example = EXAMPLES.get(code, EXAMPLES["voices"])
    told: dict[str, Any] = {"stage": example.stage.value}
    for place, (days, method, response) in enumerate(example.tries):
        told |= {f"days_{place}": days, f"what_{place}": f"{method}:{response}"}
    return told
