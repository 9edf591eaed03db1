"""A form that knows what stood there when it was opened, so that a second writer overwrites nothing unseen."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.models.labels import in_a_row


def mark(stands: dict[str, Any]) -> str:
    told = json.dumps(stands, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class SeenForm(forms.Form):
    """`stands`: what is stored now, by the names of the fields. A stale save is told so, and may be sent again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, stands: dict[str, Any], **kwargs: Any) -> None:
        self.stands = stands
        super().__init__(data, initial=stands | {"seen": mark(stands)}, **kwargs)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("seen") != mark(self.stands):
            self.add_error(None, self._sentence(told))
            # The next save has seen what stands now.
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("seen")] = mark(self.stands)  # type: ignore[index]
        return told

    def _sentence(self, told: dict[str, Any]) -> str:
        differs = [name for name, value in self.stands.items() if name in told and told[name] != value]
        now = "; ".join(f"{self.fields[name].label}: {self._words(name)}" for name in differs)
        return _(
            "Somebody else saved this page first. What you typed is still below; stored now is %(now)s."
            " Save again to replace it."
        ) % {"now": now or "—"}

    def _words(self, name: str) -> str:
        """What is stored, as a reader would say it."""
        value: Any = self.stands[name]
        field = self.fields[name]
        choices: Any = getattr(field, "choices", ())
        if isinstance(field, forms.MultipleChoiceField):
            return in_a_row(str(words) for code, words in choices if code in value) or "—"
        if isinstance(field, forms.ChoiceField):
            return str(dict(choices).get(value, value))
        return "—" if value in (None, "") else str(value)
