"""The numbers of a table's row in one go: a board of fifty workers has six hundred of them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
SOME = '<td class="number" data-label="{}"><a href="{}">{}</a></td>'
NOUGHT = '<span aria-hidden="true">·</span><span class="visually-hidden">0</span>'
NONE = f'<td class="number nil" data-label="{{}}">{NOUGHT}</td>'


@register.simple_tag
def numbers(cells: Iterable[dict[str, Any]]) -> SafeString:
    """Each number opens its list; a nought has none."""
    drawn = (
        format_html(SOME, cell["label"], cell["href"], cell["count"])
        if cell["count"]
        else format_html(NONE, cell["label"])
        for cell in cells
    )
    return mark_safe("".join(drawn))
