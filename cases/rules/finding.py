"""What the search box compares: pairs of characters."""

from collections.abc import Iterable

from cases.rules.names import sort_key


def grams_for(texts: Iterable[str]) -> list[str]:
    folded = ["^" + sort_key(text).replace(" ", "").lower() for text in texts if text]
    pairs = {text[i : i + size] for text in folded for size in (1, 2) for i in range(len(text) - size + 1)}
    return sorted(pairs - {"^"})


def grams_of_query(text: str) -> list[str]:
    folded = sort_key(text).replace(" ", "").lower()
    return sorted({folded[i : i + 2] for i in range(len(folded) - 1)} or {folded})
