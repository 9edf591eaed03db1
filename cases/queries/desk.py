"""The coordinator's list: one page of cases by keyset, in the order the reader asks for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from accounts.models.user import UserQuerySet
from accounts.roles import Role
from cases.models import Case, LedgerRow, SavedFilter
from cases.models.case import CaseQuerySet
from cases.queries.prepared import planned, prepared, shaped
from cases.queries.prepared_objects import prepared_objects
from cases.queries.silence import no_sign, silent_since
from cases.rules.access import May, may
from cases.rules.due import Due, moment_in
from cases.rules.kana import OTHER_ROW, ROW_STARTS, ROWS
from cases.rules.ladder import LIVING, Stage, Standing
from cases.rules.ledger.columns import Kind

PAGE = 50
VIEWS = (
    "mine", "all", "inquiries", "due", "overdue", "silent", "concerns", "open", "resting", "closed", "clashing",
    "refused",
)  # fmt: skip
ORDERS = ("new", "kana", "due")
COLUMNS = (
    "pk", "code", "stage", "standing", "next_method", "next_earliest", "next_due", "next_ends", "last_at",
    "lead__name", "person__sort_key", "person__family__nickname",
)  # fmt: skip
NARROWING = ("view", "stage", "worker", "coordinator", "municipality", "ledger", "order", "row")
MOVED = (KT("next_facts__moved_from"), KT("next_facts__moved_by"), KT("next_facts__clash"))
CLASHING = Q(next_accepted=True, next_facts__has_key="clash")  # agreed for a day on which nobody works any more
DUE = {"due": Due.DUE, "overdue": Due.OVERDUE}
STANDINGS = {"inquiries": Standing.INQUIRY, "resting": Standing.PAUSED, "closed": Standing.CLOSED}
MARKED = {"open": Q(), "concerns": Q(concern=True), "clashing": CLASHING}


class Listed(NamedTuple):
    """What a list shows of a case."""

    pk: UUID
    code: str
    stage: str
    standing: str
    next_method: str
    next_earliest: datetime | None
    next_due: datetime | None
    next_ends: datetime | None
    last_at: datetime | None
    lead: str | None
    sort_key: str
    nickname: str
    moved_from: str | None
    moved_by: str | None
    clash: str | None


class Asked(NamedTuple):
    """Whose list, when and which. Keys and moments are told to it anew each time; the rest is its shape."""

    house: UUID
    reader: UUID
    own: bool  # what this reader is on, and nothing else
    at: datetime
    since: datetime  # of silence (queries/silence.py)
    family_since: datetime
    key: str | datetime  # where the page before ended, in its order; empty where that has no key
    behind: UUID | None
    view: str
    stage: str
    worker: UUID | None
    coordinator: UUID | None
    municipality: str
    ledger: UUID | None
    order: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for; anything unknown in it is left out."""

    view: str
    stage: str = ""
    worker: UUID | None = None
    coordinator: UUID | None = None
    municipality: str = ""
    ledger: UUID | None = None  # what this reading of an old ledger brought
    order: str = "new"
    row: str = ""  # of the jump bar; the list begins there
    on: date | None = None  # a day to come: how things will stand then
    after: str = ""  # where the page before ended: a key of the order, ~, an id

    def query(self, **other: object) -> str:
        """As it stands in an address, with something else in its place; every jump begins a new page."""
        names = ("view", "stage", "worker", "coordinator", "municipality", "ledger", "order", "row", "on")
        told = {name: getattr(self, name) for name in names} | other
        return urlencode({name: value for name, value in told.items() if value and (name, value) != ("order", "new")})

    @property
    def narrowed(self) -> bool:
        return bool(self.stage or self.worker or self.coordinator or self.municipality or self.ledger)


def filters_of(asked: dict[str, str], user: User) -> Filters:
    usual = "mine" if user.role == Role.COORDINATOR else "all"
    view, stage, order = asked.get("view", usual), asked.get("stage", ""), asked.get("order", "new")
    return Filters(
        view=view if view in VIEWS else usual,
        stage=stage if stage in set(Stage) else "",
        worker=_uuid(asked.get("worker", "")),
        coordinator=_uuid(asked.get("coordinator", "")),
        municipality=asked.get("municipality", "").replace("\x00", "").strip()[:40],
        ledger=_uuid(asked.get("ledger", "")) if may(Role(user.role), May.LEDGER_IMPORT) else None,
        order=order if order in ORDERS else "new",
        row=asked.get("row", "") if asked.get("row") in (*ROWS, OTHER_ROW) and order == "kana" else "",
        on=day_of(asked.get("on", "")),
        after=asked.get("after", "").replace("\x00", "")[:200],
    )


def day_of(text: str) -> date | None:
    """A day in an address; None for none, and for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def clashing(user: User) -> int:
    """How many appointments a person must decide about, among the cases this reader sees."""
    counted = agreed_amiss(house=user.organisation_id)
    return int(counted[0][0]) if counted else 0


@prepared
def agreed_amiss(house: UUID) -> QuerySet[Any, Any]:
    """Behind the walls these are the reader's own."""
    agreed = Case.objects.of_house(house).open().filter(CLASHING).order_by()
    return agreed.values("standing").annotate(count=Count("pk")).values_list("count")


def page(user: User, filters: Filters, at: datetime) -> tuple[list[Listed], str]:
    """The second value is the cursor of the next page, empty at the end."""
    rows = list(map(Listed._make, lines(asked_of(user, filters, at))))
    return rows[:PAGE], cursor(rows[PAGE - 1], filters.order) if len(rows) > PAGE else ""


def asked_of(user: User, filters: Filters, at: datetime) -> Asked:
    since, family_since = silent_since(user.organisation, at)
    told, _, pk = filters.after.rpartition("~")
    key, behind = moment_in(told) or "" if filters.order == "due" else told, _uuid(pk)
    return Asked(
        house=user.organisation_id, reader=user.pk, own=not may(Role(user.role), May.CASE_SEE), at=at, since=since,
        family_since=family_since, key=key, behind=behind if key or not told else None,
        **{name: getattr(filters, name) for name in NARROWING},
    )  # fmt: skip


@shaped
def lines(asked: Asked) -> QuerySet[Any, Any]:
    wanted = ordered(narrow(of_view(asked), asked), asked)
    # The page is cut before anything is joined: behind the walls the planner knows neither how many families a house
    # has nor how few of them stand on a page, and would go through all of them.
    cut = wanted.values("pk")[: PAGE + 1]
    shown = Case.objects.filter(pk__in=cut).order_by(*wanted.query.order_by)
    return shown.values_list(*COLUMNS, *MOVED)


def of_view(asked: Asked) -> CaseQuerySet:
    view, cases = asked.view, Case.objects.of_house(asked.house)
    if asked.own:
        cases = cases.carried_by(asked.reader)
    if view in DUE:
        return cases.standing_at(DUE[view], asked.at)
    if view == "silent":
        return cases.open().filter(no_sign(asked.since, asked.family_since))
    if view in MARKED:
        return cases.open().filter(MARKED[view])
    if view == "refused":
        return cases.filter(standing__in=LIVING, closed_methods__len__gt=0)
    if view == "mine":
        return cases.filter(coordinator_id=asked.reader, standing__in=LIVING)
    return cases.filter(standing=STANDINGS[view]) if view in STANDINGS else cases.filter(standing__in=LIVING)


def narrow(cases: CaseQuerySet, asked: Asked) -> CaseQuerySet:
    if asked.stage:
        cases = cases.filter(stage=asked.stage)
    if asked.worker:
        cases = cases.filter(lead_id=asked.worker)
    if asked.coordinator:
        cases = cases.filter(coordinator_id=asked.coordinator)
    if asked.municipality:
        cases = cases.filter(person__family__municipality__startswith=asked.municipality)
    if asked.ledger:
        brought = LedgerRow.objects.filter(batch_id=asked.ledger, kind=Kind.INTAKE, version=1, case=OuterRef("pk"))
        cases = cases.filter(Exists(brought))
    return cases


def ordered(cases: CaseQuerySet, asked: Asked) -> CaseQuerySet:
    """Newest first, by reading (nobody's reading comes first), or by the end of the window (none comes last)."""
    if asked.order == "kana":
        return _by_reading(cases, asked.row, asked.key, asked.behind)
    if asked.order == "due":
        return _by_due(cases, asked.key, asked.behind)
    return (cases.filter(pk__lt=asked.behind) if asked.behind else cases).order_by("-pk")


def _by_reading(cases: CaseQuerySet, row: str, key: str | datetime, pk: UUID | None) -> CaseQuerySet:
    if row == OTHER_ROW:
        cases = cases.filter(Q(person__sort_key__lt=ROW_STARTS[0]) | Q(person__sort_key__gte=ROW_STARTS[-1]))
    elif row:
        cases = cases.filter(person__sort_key__gte=ROW_STARTS[ROWS.index(row)])
    if pk:
        # The first condition says no more than the second, in a form an index can begin at.
        cases = cases.filter(person__sort_key__gte=key).filter(
            Q(person__sort_key__gt=key) | Q(person__sort_key=key, pk__gt=pk)
        )
    return cases.order_by("person__sort_key", "pk")


def _by_due(cases: CaseQuerySet, key: str | datetime, pk: UUID | None) -> CaseQuerySet:
    if pk and key:
        cases = cases.filter(Q(next_ends__gt=key) | Q(next_ends=key, pk__gt=pk) | Q(next_ends=None))
    elif pk:
        cases = cases.filter(next_ends=None, pk__gt=pk)
    return cases.order_by(F("next_ends").asc(nulls_last=True), "pk")


@prepared_objects(SavedFilter)
def kept_by(reader: UUID) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(owner_id=reader).order_by("name", "pk")


@planned
def carrying(house: UUID) -> QuerySet[Any, Any]:
    """Who can lead, to be chosen among: the keys as text, for a list of hundreds only shows them."""
    people: UserQuerySet = User.objects.filter(organisation_id=house).carers()
    return people.order_by("name", "pk").values_list(Cast("pk", CharField()), "name", "role")


def cursor(row: Listed, order: str) -> str:
    if order == "kana":
        return f"{row.sort_key}~{row.pk}"
    if order == "due":
        return f"{row.next_ends.isoformat() if row.next_ends else ''}~{row.pk}"
    return f"~{row.pk}"
