"""The environment of the quick templates: compiled ones, for the frame and for long lists."""

from functools import cache
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext
from jinja2 import Environment

from cases.templatetags.icons import drawn
from cases.templatetags.names import namer


@cache
def url(name: str) -> str:
    """The address of a page that is about nothing in particular."""
    return reverse(name)


def environment(**options: Any) -> Environment:
    """Whatever a quick template places is escaped, as in any other; its words go through gettext."""
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals |= {"_": gettext, "icon": drawn, "url": url, "namer": namer}
    made.filters["lines"] = linebreaksbr
    return made
