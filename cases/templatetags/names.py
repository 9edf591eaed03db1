"""Names of people as a screen reader needs them: Japanese ones on an English page say that they are."""

import re
from collections.abc import Callable, Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from cases.models.labels import between_words

register = template.Library()
# Kana or kanji and no Latin letter: a whole name and no sentence with a name in it.
JAPANESE = re.compile(r"[^A-Za-z]*[぀-ヿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF][^A-Za-z]*")


def namer() -> Callable[[object], object]:
    """How names are placed on this page; asked once for a long list."""
    return str if get_language() == "ja" else _in_its_language


def _in_its_language(name: object) -> object:
    said = str(name)
    return format_html('<span lang="ja">{}</span>', said) if JAPANESE.fullmatch(said) else said


@register.filter
def named(name: object) -> object:
    return namer()(name)


@register.filter
def named_in_a_row(names: Iterable[object]) -> str:
    say = namer()
    return format_html_join(between_words(), "{}", ((say(one),) for one in names))
