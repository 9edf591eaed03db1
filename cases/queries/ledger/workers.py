"""Who the workers of the old ledger are here."""

from collections.abc import Iterable, Mapping

from accounts.models import Organisation, User
from cases.models import LedgerBatch
from cases.rules.dates import plain
from cases.rules.ledger.pairing import BatchState

LOOKED_BACK = 5
CHOSEN_IN = (BatchState.BROUGHT, BatchState.UNDONE)  # who takes a reading back mostly reads the mended book next


def preselected(names: Iterable[str], carers: Iterable[User], chosen: Mapping[str, str]) -> dict[str, str]:
    """Name → id of ours, "" for nobody yet: as a person chose, else where the whole name is the same but for spaces."""
    ours = {plain(user.name): str(user.pk) for user in carers}
    return {name: chosen.get(name, ours.get(plain(name), "")) for name in names}


def chosen_before(house: Organisation) -> dict[str, str]:
    """The names a person has given to ours when books were brought here lately, taken back since or not; the
    newest choice counts."""
    lately = LedgerBatch.objects.filter(organisation=house, state__in=CHOSEN_IN).order_by("-at", "-id")
    told: dict[str, str] = {}
    for workers in lately.values_list("workers", flat=True)[:LOOKED_BACK]:
        told = {name: pk for name, pk in workers.items() if pk} | told
    return told
