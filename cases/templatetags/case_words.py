"""Words for codes, days and events, as templates need them."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language

from cases.models.events import long_day
from cases.models.labels import in_a_row, label, side_by_side
from cases.rules import due, facts, ladder, methods, responses

register = template.Library()
HOMES = (facts, ladder, methods, responses, due)


@register.simple_tag
def word(enum: str, code: str) -> str:
    return _word(get_language(), enum, code) if code else "—"


@lru_cache(maxsize=1024)
def _word(language: str, enum: str, code: str) -> str:
    """A page says the same few words hundreds of times."""
    codes: Any = next(getattr(home, enum) for home in HOMES if hasattr(home, enum))
    return str(label(codes(code)))


@register.simple_tag
def words(enum: str, codes: list[str]) -> str:
    return in_a_row(word(enum, code) for code in codes) or "—"


@register.filter(name="in_a_row")
def listed(words: Iterable[object]) -> str:
    return in_a_row(words)


@register.simple_tag(name="side_by_side")
def facts_in_a_row(*facts: object) -> str:
    return side_by_side(*facts)


register.filter("long_day", long_day)


@register.simple_tag
def day(moment: datetime | None, zone: ZoneInfo, with_time: bool = False) -> str:
    """2026年11月24日（火）, or Tue 24 Nov 2026; in the organisation's time zone."""
    if moment is None:
        return ""
    local = localtime(moment, zone)
    return long_day(local.date()) + (f" {local:%H:%M}" if with_time else "")


@register.filter
def undo_url(message: Message) -> str:
    """Where the button of a toast takes the deed back; empty where there is nothing to take back."""
    return reverse("take_back", args=[message.extra_tags]) if message.extra_tags else ""
