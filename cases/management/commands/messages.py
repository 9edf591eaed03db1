"""`manage.py messages [--check | --compile]`: gathers, checks and compiles translations without the gettext tools."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SOURCES = ("accounts", "cases", "outreach")
QUICK = "quick"


class Command(BaseCommand):
    help = "Gather, check or compile translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail on a message that is missing or untranslated")
        parser.add_argument("--compile", action="store_true", help="write the compiled files")

    def handle(self, *args: Any, **options: Any) -> None:
        for language, _name in settings.LANGUAGES:
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            if options["check"]:
                check(language, path)
            elif options["compile"]:
                with path.with_suffix(".mo").open("wb") as out:
                    mofile.write_mo(out, read(language, path))
            else:
                update(language, path)


def gather() -> Catalog:
    root = Path(settings.BASE_DIR)
    catalog = Catalog()
    for message, context in found(root):
        catalog.add(message, context=context)
    return catalog


def found(root: Path) -> Iterator[tuple[Any, str | None]]:
    for source in SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            with path.open("rb") as file:
                yield from ((row[1], row[3]) for row in extract("python", file, KEYWORDS))
    for path in sorted((root / "templates").rglob("*.html")):
        if path.parent.name == QUICK:
            yield from of_quick(path)
        else:
            code = templatize(path.read_text(), origin=str(path))
            yield from ((row[1], row[3]) for row in extract("python", io.BytesIO(code.encode()), KEYWORDS))


def of_quick(path: Path) -> Iterator[tuple[Any, str | None]]:
    """Templates in a language of their own, which Django cannot read: it would see only words that stand alone."""
    with path.open("rb") as file:
        for _line, function, told, _comments in babel_extract(file, list(KEYWORDS), [], {}):
            words = tuple(one for one in (told if isinstance(told, tuple) else (told,)) if one is not None)
            context, words = (words[0], words[1:]) if function.startswith("pgettext") else (None, words)
            yield (words if len(words) > 1 else words[0]), context


def read(language: str, path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def update(language: str, path: Path) -> None:
    catalog = read(language, path)
    catalog.update(gather(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        # Without the header, whose dates would change at every call and tell nobody anything.
        pofile.write_po(out, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)


def check(language: str, path: Path) -> None:
    """Raises CommandError with every message that has no words in this language."""
    known = read(language, path)
    missing = [str(message.id) for message in gather() if message.id and not _is_said(known, message, language)]
    if missing:
        raise CommandError(f"{language}: {len(missing)} messages need words:\n" + "\n".join(sorted(missing)))


def _is_said(known: Catalog, message: Message, language: str) -> bool:
    one = known.get(message.id, message.context)
    if one is None or one.fuzzy:
        return False
    return language == "en" or all(one.string if isinstance(one.string, tuple) else [one.string])
