"""Any number of relatives in one form: rows that work without a script, kept and grown on the server."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.models.labels import choices
from cases.rules.facts import Relationship
from cases.web.fields import CodeField, KanaField, yes_no_unknown

PREFIX = "relatives"
TOTAL, INITIAL = f"{PREFIX}-TOTAL_FORMS", f"{PREFIX}-INITIAL_FORMS"
MOST = 20
DIGITS = 9  # Python reads no number of thousands of them
ROW = re.compile(rf"{PREFIX}-(\d{{1,4}})-(\w+)")
SHORT = {"rows": 2}
TELLING = ("name", "kana", "phone_told", "lives_with", "is_key_contact", "pays", "health", "may_be_told")


class RelativeForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    kana = KanaField(label=_("Reading"), max_length=80, required=False)
    relationship = CodeField(
        label=_("Relation to the person"), choices=choices(Relationship), initial=Relationship.UNKNOWN
    )
    phone_told = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    lives_with = yes_no_unknown(_("Lives with the person"))
    is_key_contact = forms.BooleanField(label=_("Key contact"), required=False)
    pays = forms.BooleanField(label=_("Pays"), required=False)
    health = forms.CharField(label=_("Health"), required=False, widget=forms.Textarea(attrs=SHORT))
    may_be_told = forms.CharField(label=_("What may be told"), required=False, widget=forms.Textarea(attrs=SHORT))

    @property
    def is_told(self) -> bool:
        """An empty row is nobody; only what a row was made with does not count."""
        told = self.cleaned_data
        return any(told.get(name) not in (None, "", False) for name in TELLING) or (
            told.get("relationship", Relationship.UNKNOWN) != Relationship.UNKNOWN
        )

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("relationship", *TELLING)}


class RelativeRows(forms.BaseFormSet):  # type: ignore[type-arg]
    @property
    def told(self) -> list[dict[str, Any]]:
        return [form.facts for form in self.forms if form.is_told]


Relatives = forms.formset_factory(RelativeForm, formset=RelativeRows, extra=0, max_num=MOST, absolute_max=MOST)


def asked(data: Mapping[str, Any]) -> int:
    """How many rows the page had; what cannot be read is none."""
    told = str(data.get(TOTAL, ""))
    return min(int(told[:DIGITS]), MOST) if told.isascii() and told.isdigit() else 0


def bounded(data: QueryDict) -> QueryDict:
    """What was sent, with a count of rows a formset accepts."""
    copy = data.copy()
    copy[TOTAL], copy[INITIAL] = str(asked(data)), "0"
    return copy


def rows_of(fields: MultiValueDict[str, str], *, more: int = 0) -> list[dict[str, Any]]:
    """Half-typed rows, to stand in the form again, and empty ones after them."""
    rows: list[dict[str, Any]] = [{} for _ in range(min(asked(fields) + more, MOST))]
    for key in fields:
        match = ROW.fullmatch(key)
        if match and int(match[1]) < len(rows):
            rows[int(match[1])][match[2]] = fields[key]
    return rows
