"""What is drawn once and then only placed: icons, and the parts that are the same on every page."""

from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()


@lru_cache(maxsize=256)
def drawn(name: str, size: int) -> str:
    svg: str = lucide(name, size=size, **{"class": "icon", "aria-hidden": "true"})
    return svg


@register.simple_tag
def icon(name: str, size: int = 20) -> str:
    """A decoration; the words beside it say the same. Drawing one anew costs more than a small query."""
    return drawn(str(name), size)


@cache
def part(name: str) -> SafeString:
    return render_to_string(name)


@register.simple_tag
def same_everywhere(name: str) -> SafeString:
    """A part without words, reader or request, such as the list of stylesheets."""
    return part(str(name))
