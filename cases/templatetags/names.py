"""Names as a screen reader needs them: Japanese ones on an English page say that they are, within a sentence too."""

import re
from collections.abc import Callable, Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.models.labels import between_words

register = template.Library()
WRITTEN = "぀-ヿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"  # kana and kanji
BETWEEN = "\u3000-\u303f\uff00-\uffef"  # the marks and wide forms among them
JAPANESE, LATIN = re.compile(f"[{WRITTEN}]"), re.compile("[A-Za-z]")
RUN = re.compile(f"([{WRITTEN}](?:[{WRITTEN}{BETWEEN}0-9 ]*[{WRITTEN}{BETWEEN}])?)")


def namer() -> Callable[[object], object]:
    """How names are placed on this page; asked once for a long list."""
    return str if get_language() == "ja" else _in_its_language


def _in_its_language(name: object) -> object:
    said = str(name)
    if not JAPANESE.search(said):
        return said
    if not LATIN.search(said):  # a whole name and no sentence with a name in it
        return _marked(said)
    parts = RUN.split(said)  # every second one is Japanese
    return format_html_join("", "{}", ((_marked(part) if place % 2 else part,) for place, part in enumerate(parts)))


def _marked(words: str) -> SafeString:
    return format_html('<span lang="ja">{}</span>', words)


@register.filter
def named(name: object) -> object:
    return namer()(name)


@register.filter
def named_in_a_row(names: Iterable[object]) -> str:
    say = namer()
    return format_html_join(between_words(), "{}", ((say(one),) for one in names))
