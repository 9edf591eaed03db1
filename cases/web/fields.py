"""Form fields that read what people write: days, births, readings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models.labels import Words
from cases.models.labels_problems import problem_sentence
from cases.rules.dates import Birth, DateTrouble, Told, read_birth, read_date
from cases.rules.kana import tidy
from cases.rules.phones import HYPHENS
from cases.rules.postal import fold

BOXES = ("year", "month", "day")


class DayWidget(forms.MultiWidget):
    """年 月 日 boxes. A day sent whole under the plain name, as a script or an old page would, is read as well."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(BOXES, forms.TextInput))

    def decompress(self, value: Any) -> list[Any]:
        on = read_date(value).on if value else None
        return [on.year, on.month, on.day] if on else [value, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        if data.get(name):
            return self.decompress(data[name])
        boxes: list[Any] = super().value_from_datadict(data, files, name)
        return boxes

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)


def boxes_of(name: str) -> list[str]:
    """The names under which the boxes of a day are sent."""
    return [f"{name}_{box}" for box in BOXES]


def day_typed(fields: Mapping[str, Any], name: str) -> list[Any]:
    """What stands in the boxes so far, to stand in them again; empty where nothing does."""
    typed = DayWidget().value_from_datadict(fields, None, name)
    return typed if any(typed) else []


class DayField(forms.MultiValueField):
    """A day in three boxes; S55, 昭和55 and 1980 are years, and a whole day may stand in the first box."""

    default_error_messages = {
        "incomplete": _("Fill in year, month and day."),
        "unreadable": _("This cannot be read as a day. Write it like 2026 4 3, R8 4 3 or 2026-04-03."),
    }

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(max_length=length, required=False) for length in (20, 4, 4)]
        super().__init__(boxes, widget=DayWidget(), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        year, month, day = (part.strip() for part in data_list or ("", "", ""))
        if not (year or month or day):
            return None
        if month or day:
            if not (year and month and day):
                raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
            return self.day_of(read_date(f"{year.removesuffix('年')}年{month.rstrip('月')}月{day.rstrip('日')}日"))
        return self.day_of(read_date(year))

    def day_of(self, told: Told) -> date:
        if told.on is not None:
            return told.on
        if told.problem is None:
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        if told.problem.code == DateTrouble.UNREADABLE:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        raise forms.ValidationError(problem_sentence(told.problem), code=told.problem.code)


class KanaField(forms.CharField):
    """A reading of any width, kept tidy; ㌖ becomes six signs by that, so its length is looked at once more."""

    def clean(self, value: Any) -> str:
        told = tidy(super().clean(value))
        self.run_validators(told)
        return told


def birth_or_refusal(told: str, *, today: date) -> Birth:
    """A birth that cannot be is refused with a sentence; one that cannot be read is kept as told."""
    birth = read_birth(told, today=today)
    if birth.problem is not None and birth.problem.blocks:
        raise forms.ValidationError(problem_sentence(birth.problem), code=birth.problem.code)
    return birth


class PostalField(forms.CharField):
    """Seven digits, however they are written."""

    default_error_messages = {"unreadable": _("A postal code has seven digits, such as 279-0004.")}

    def clean(self, value: Any) -> str:
        told = super().clean(value)
        code = fold(told)
        if told.strip(HYPHENS + " \u3000") and not code:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        return code


class CodeField(forms.ChoiceField):
    """One code of a list that always has a usual one: what is not sent is that one, what is no code is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or self.initial)


def yes_no_unknown(label: Any) -> forms.TypedChoiceField:
    """True, False, or None where nobody knows."""
    return forms.TypedChoiceField(
        label=label, choices=[("", _("Unknown")), ("yes", _("Yes")), ("no", _("No"))], required=False,
        coerce=lambda told: told == "yes", empty_value=None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a long form under a heading; the fields of one row stand side by side where there is room."""

    key: str
    title: Words
    rows: tuple[tuple[str, ...], ...]


def reading_order(sections: Iterable[Section]) -> list[str]:
    """For `field_order`: a summary of errors goes down the page as the form does."""
    return [name for section in sections for row in section.rows for name in row]


@dataclass(frozen=True, slots=True)
class Drawn:
    key: str
    title: Words
    rows: list[list[forms.BoundField]]


def drawn(form: forms.BaseForm, sections: tuple[Section, ...]) -> list[Drawn]:
    """The sections with the fields this form still shows."""
    shown = {field.name for field in form.visible_fields()}
    parts = [
        Drawn(part.key, part.title, [[form[name] for name in row if name in shown] for row in part.rows])
        for part in sections
    ]
    return [Drawn(part.key, part.title, [row for row in part.rows if row]) for part in parts if any(part.rows)]
