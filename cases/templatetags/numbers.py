"""The rows of long tables, each drawn in one go: through a template, fifty of them are most of the page.

Whatever a row holds is escaped here, as a template would.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
NOUGHT = '<span aria-hidden="true">·</span><span class="visually-hidden">0</span>'


@register.simple_tag
def numbers(cells: Iterable[dict[str, Any]]) -> SafeString:
    """Each number opens its list; a nought has none."""
    return mark_safe("".join(map(_number, cells)))


def _number(cell: dict[str, Any]) -> str:
    label, count = escape(str(cell["label"])), int(cell["count"])
    if not count:
        return f'<td class="number nil" data-label="{label}">{NOUGHT}</td>'
    return f'<td class="number" data-label="{label}"><a href="{escape(cell["href"])}">{count}</a></td>'


@register.simple_tag
def case_cells(row: dict[str, Any], *labels: str) -> SafeString:
    """Stage, standing, lead, next and last contact of one case; `labels` are the heads of these columns."""
    upcoming = ""
    if row["next"]:
        told = f"{escape(row['method'])} {escape(row['next'])}"
        upcoming = f'{told} <span class="due due-{escape(row["due"])}">{escape(row["due_label"])}</span>'
    texts = [escape(row[name]) for name in ("stage", "standing", "lead")] + [upcoming, escape(row["last"])]
    cells = (f'<td data-label="{escape(head)}">{text}</td>' for head, text in zip(labels, texts, strict=True))
    return mark_safe("".join(cells))
