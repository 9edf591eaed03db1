"""What every step of bringing a ledger shares: who brings what, and everything one write adds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from accounts.models import Organisation, User
from cases.models import (
    Assignment,
    Case,
    Consent,
    Contact,
    Event,
    Family,
    Finding,
    LedgerBatch,
    LedgerRow,
    Person,
    Relative,
    Visit,
)
from cases.models.writing import add_all
from cases.queries.calendars import HouseDays
from cases.queries.ledger.comparing import NOON, Item
from cases.rules.due import moment
from cases.rules.ledger.columns import Kind


@dataclass(frozen=True, kw_only=True)
class Hand:
    """`workers` are those of ours by their names in the ledger; None is nobody yet."""

    batch: LedgerBatch
    house: Organisation
    by: User
    at: datetime
    workers: Mapping[str, User | None]
    calendars: HouseDays

    @cached_property
    def ids(self) -> dict[str, UUID | None]:
        return {name: user.pk if user else None for name, user in self.workers.items()}

    def moment_of(self, day: date, hour: time = NOON) -> datetime:
        return moment(day, hour, self.house.zone)

    def event(self, what: str, case: UUID | None, *, place: int = 0, **facts: object) -> Event:
        """Told like any other deed; `batch` in the facts says that a reading did it, `place` which came first."""
        at = self.at + timedelta(microseconds=place)
        told = {"batch": str(self.batch.pk), **facts}
        return Event(organisation_id=self.house.pk, case_id=case, what=what, by_id=self.by.pk, at=at, facts=told)

    def row(
        self, item: Item, case: UUID, *, contact: Contact | None = None, wrote: dict[str, object] | None = None
    ) -> LedgerRow:
        """What this reading wrote of one line."""
        assert item.pair is not None
        known = item.pair.known
        return LedgerRow(
            organisation_id=self.house.pk, batch_id=self.batch.pk, kind=Kind.PROGRESS if contact else Kind.INTAKE,
            identity=item.pair.identity, version=known.version + 1 if known else 1, digest=item.pair.digest,
            case_id=case, contact_id=contact.pk if contact else None, wrote=wrote or {},
        )  # fmt: skip


@dataclass(kw_only=True)
class Made:
    """Rows made in memory, table by table, to be written many at once."""

    families: list[Family] = field(default_factory=list)
    relatives: list[Relative] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    rows: list[LedgerRow] = field(default_factory=list)

    def write(self) -> None:
        """Whoever is pointed to comes first."""
        for told in fields(self):
            add_all(getattr(self, told.name))
