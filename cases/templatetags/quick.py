"""Parts drawn by compiled templates: fifty rows through Django's own are most of a page."""

from functools import cache
from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Template

register = template.Library()


@cache
def _compiled(name: str) -> Template:
    # Found by one look in a table afterwards; the loader would compare the file's age at each.
    found: Template = engines["quick"].env.get_template(f"quick/{name}.html")  # type: ignore[attr-defined]
    return found


@register.simple_tag
def quick(name: str, /, **values: Any) -> SafeString:
    """`templates/quick/NAME.html` with these values and nothing else."""
    return mark_safe(_compiled(name).render(values))
