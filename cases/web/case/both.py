"""Two coordinators changed the same: what both see, and the form in which the second decides."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.actions.editing import Disputed
from cases.models.labels import in_a_row
from cases.web.case.facts import KnownRows


def again(data: QueryDict, both: Disputed, rows: KnownRows | None = None) -> QueryDict:
    """What was typed, on top of what stands there now: only what both changed still shows this writer's words."""
    copy = data.copy()
    copy["version"] = str(both.version)
    prefixes = {str(form.cleaned_data.get("id")): f"{form.prefix}-" for form in rows.forms} if rows else {}
    for name, value in both.settled.theirs.items():
        key, _dot, field = name.rpartition(".")
        copy.setlist(prefixes.get(key, "") + field, _sent(value))
    return copy


def _sent(value: Any) -> list[str]:
    """As a browser would send it."""
    if isinstance(value, bool):
        return ["yes"] if value else []
    return [str(one) for one in value] if isinstance(value, list) else ["" if value is None else str(value)]


def differences(form: Any, both: Disputed) -> list[tuple[str, str, str]]:
    """Field, what stands there now, what this writer typed."""
    names = {"coordinator": "coordinator_id"}
    return [
        (str(field.label), _shown(field, both.settled.disputed[known]), _shown(field, form.typed[known]))
        for name, field in form.fields.items()
        if (known := names.get(name, name)) in both.settled.disputed
    ]


def differences_of_rows(rows: KnownRows, both: Disputed) -> list[tuple[str, str, str]]:
    found = []
    for form in rows.forms:
        for name, field in form.fields.items():
            key = f"{form.cleaned_data.get('id')}.{name}"
            if key in both.settled.disputed:
                stored, typed = both.settled.disputed[key], form.cleaned_data[name]
                found.append(
                    (f"{form.cleaned_data['name']} {field.label}", _shown(field, stored), _shown(field, typed))
                )
    return found


def _shown(field: Any, value: Any) -> str:
    """A code as its word, several in a row, yes and no as words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    words = {str(code): str(word) for code, word in getattr(field, "choices", ())}
    listed = value if isinstance(value, list) else [value]
    return in_a_row(words.get(str(one), str(one)) for one in listed if one not in (None, "")) or "—"
