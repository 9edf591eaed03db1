from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.choices import BaseChoiceIterator


class Choices(BaseChoiceIterator):
    """The choices of a form field. They never change, so a form shares them where Django would copy a list of them,
    with every word, each time a form is made."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        self.choices = tuple(choices)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.choices)

    def __copy__(self) -> "Choices":
        return self

    def __deepcopy__(self, memo: object) -> "Choices":
        return self
