"""What may be said where anybody may see it: on a locked screen, in a calendar, in a subject."""

from collections.abc import Iterable

# What a subject, a notification or the title of a calendar never says, in any spelling.
NEVER_SAID = ("ひきこもり", "引きこもり", "引き籠", "引籠", "hikikomori", "withdrawn", "withdrawal")
OF_A_HOUSE = ("さん", "様", "家", "宅")


def gives_away(title: str, names: Iterable[str]) -> bool:
    """Does it hold a name of the household, or the word that nobody else should read?"""
    said = title.casefold()
    return any(word in said for word in NEVER_SAID) or any(name and _names(said, name.casefold()) for name in names)


def _names(said: str, name: str) -> bool:
    """A name of one character is part of many words; it is the household's before さん or 家."""
    return name in said if len(name) > 1 else any(said.startswith(name + end) for end in OF_A_HOUSE)
