"""Who the workers of the old ledger are here."""

from collections.abc import Iterable, Mapping

from accounts.models import User
from cases.rules.dates import plain


def preselected(names: Iterable[str], carers: Iterable[User], chosen: Mapping[str, str]) -> dict[str, str]:
    """Name → id of ours, "" for nobody yet: as a person chose, else where the whole name is the same but for spaces."""
    ours = {plain(user.name): str(user.pk) for user in carers}
    return {name: chosen.get(name, ours.get(plain(name), "")) for name in names}
