"""Icons drawn once for each size: drawing one anew costs more than a small query."""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()


@lru_cache(maxsize=256)
def drawn(name: str, size: int) -> str:
    svg: str = lucide(name, size=size, **{"class": "icon", "aria-hidden": "true"})
    return svg


@register.simple_tag
def icon(name: str, size: int = 20) -> str:
    """A decoration; the words beside it say the same."""
    return drawn(str(name), size)
