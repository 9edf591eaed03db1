"""Picks the few files we serve out of the installed front-end packages; whole folders would take minutes to hash."""

from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

CHOSEN = ("bootstrap.min.css", "bootstrap.min.css.map", "htmx-2.min.js")


class ChosenFinder(AppDirectoriesFinder):
    def list(self, ignore_patterns: Any) -> Any:
        for path, storage in super().list(ignore_patterns):
            if path.rsplit("/", 1)[-1] in CHOSEN:
                yield path, storage
