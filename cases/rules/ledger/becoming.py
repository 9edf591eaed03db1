"""What an intake row becomes: fields of the family, the caller, the person and the case."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.rules.facts import Relationship
from cases.rules.ladder import Stage
from cases.rules.ledger.columns import Columns, Field
from cases.rules.ledger.leftovers import extra_lines, intake_lines
from cases.rules.ledger.rows import IntakeRow, ProgressRow, digest
from cases.rules.phones import Phone
from cases.rules.postal import split_address

# Where a field of ours comes from, to say under which column it is too long or has changed.
SOURCES: dict[str, Field] = {
    "family.postal_code": Field.POSTAL_CODE,
    "family.prefecture": Field.ADDRESS,
    "family.municipality": Field.ADDRESS,
    "family.address": Field.ADDRESS,
    "family.phone": Field.PHONE,
    "family.phone_told": Field.PHONE,
    "family.approach": Field.NOTE,
    "caller.name": Field.CALLER,
    "caller.relationship": Field.RELATIONSHIP,
    "caller.phone": Field.PHONE,
    "caller.phone_told": Field.PHONE,
    "person.family_name": Field.NAME,
    "person.given_name": Field.NAME,
    "person.family_kana": Field.KANA,
    "person.given_kana": Field.KANA,
    "person.birth_on": Field.BIRTH,
    "person.birth_year": Field.BIRTH,
    "person.birth_told": Field.BIRTH,
    "person.phone": Field.PHONE,
    "person.phone_told": Field.PHONE,
    "person.sex": Field.SEX,
    "person.onset_told": Field.ONSET,
    "person.onset_year": Field.ONSET,
    "person.outing": Field.OUTING,
    "person.triggers": Field.TRIGGERS,
    "case.stage": Field.STAGE,
    "case.ledger_note": Field.NOTE,
    "day.received": Field.RECEIVED,
    "day.next": Field.NEXT_ON,
}
NO_PHONE = Phone(as_told="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Table → field → value. The caller is nobody where the ledger tells nothing of him."""

    tables: Mapping[str, Mapping[str, Any]]

    def of(self, table: str) -> Mapping[str, Any]:
        return self.tables[table]

    @property
    def fields(self) -> dict[str, Any]:
        """Field → value, as `family.phone`."""
        return {f"{table}.{name}": value for table, told in self.tables.items() for name, value in told.items()}

    @property
    def has_caller(self) -> bool:
        caller = self.of("caller")
        return any(caller[one] for one in ("name", "phone_told")) or caller["relationship"] != Relationship.UNKNOWN


def wanted(row: IntakeRow, columns: Columns, *, planned: bool, led: bool) -> Wanted:
    prefecture, municipality, address = split_address(row.postal_code, row.address)
    # Who calls for himself is no relative of himself, and the phone is his own.
    is_self = row.relationship == Relationship.SELF
    own, theirs = (row.phone, NO_PHONE) if is_self else (NO_PHONE, row.phone)
    family = {
        "postal_code": row.postal_code, "prefecture": prefecture, "municipality": municipality, "address": address,
        "phone": theirs.e164, "phone_told": theirs.as_told, "approach": row.note,
    }  # fmt: skip
    caller = {
        "name": "" if is_self else row.caller.as_told,
        "relationship": str(Relationship.UNKNOWN if is_self else row.relationship),
        "phone": theirs.e164, "phone_told": theirs.as_told,
    }  # fmt: skip
    person = {
        "family_name": row.name.family, "given_name": row.name.given,
        "family_kana": row.kana.family, "given_kana": row.kana.given,
        "birth_on": row.birth.on, "birth_year": row.birth.year, "birth_told": row.birth.as_told,
        "phone": own.e164, "phone_told": own.as_told,
        "sex": str(row.sex), "onset_told": row.onset.as_told, "onset_year": row.onset.year,
        "outing": str(row.outing), "triggers": [str(one) for one in row.triggers],
    }  # fmt: skip
    case = {
        "stage": str(row.stage or Stage.PREPARATION),
        "ledger_note": intake_lines(row, columns, planned=planned, led=led),
    }
    day = {"received": row.received.on, "next": row.next_on.on if planned else None}
    return Wanted(tables={"family": family, "caller": caller, "person": person, "case": case, "day": day})


def said(value: Any) -> Any:
    """As it stands in a JSON field."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def row_digest(row: IntakeRow | ProgressRow, columns: Columns) -> str:
    """Of the row and of the columns nobody matched."""
    extra = extra_lines(row, columns)
    if not extra:
        return digest(row)
    return hashlib.sha256("\n".join([digest(row), *extra]).encode()).hexdigest()
