"""Tables, constraints, facts of one row."""

from cases.models.case import Assignment, Case
from cases.models.contact import Contact
from cases.models.event import Event, Reading
from cases.models.family import Family, Relative
from cases.models.leave import Leave
from cases.models.ledger import LedgerBatch, LedgerFile, LedgerRow
from cases.models.owing import Draft, Finding, Notice, Recess, SavedFilter, Sweep, Turn
from cases.models.person import Person
from cases.models.reminding import Feed, PushDevice, Wish
from cases.models.visit import Visit
from cases.models.will import Consent, Pause

__all__ = [
    "Assignment",
    "Case",
    "Consent",
    "Contact",
    "Draft",
    "Event",
    "Family",
    "Feed",
    "Finding",
    "Leave",
    "LedgerBatch",
    "LedgerFile",
    "LedgerRow",
    "Notice",
    "Pause",
    "Person",
    "PushDevice",
    "Reading",
    "Recess",
    "Relative",
    "SavedFilter",
    "Sweep",
    "Turn",
    "Visit",
    "Wish",
]
