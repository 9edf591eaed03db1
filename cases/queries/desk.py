"""The coordinator's list: one page of cases by keyset, in the order the reader asks for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from accounts.models import Organisation, User
from accounts.roles import Role
from cases.models import Case, LedgerRow
from cases.models.case import CaseQuerySet
from cases.queries.prepared import prepared
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


MOVED = (KT("next_facts__moved_from"), KT("next_facts__moved_by"), KT("next_facts__clash"))
CLASHING = Q(next_accepted=True, next_facts__has_key="clash")  # agreed for a day on which nobody works any more
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


def of_view(view: str, user: User, at: datetime) -> CaseQuerySet:
    cases = Case.objects.visible_to(user)
    if view == "due":
        return cases.standing_at(Due.DUE, at)
    if view == "overdue":
        return cases.standing_at(Due.OVERDUE, at)
    if view == "silent":
        return cases.open().filter(is_silent(user.organisation, at))
    if view in MARKED:
        return cases.open().filter(MARKED[view])
    if view == "refused":
        return cases.filter(standing__in=LIVING, closed_methods__len__gt=0)
    if view == "mine":
        return cases.filter(coordinator=user, standing__in=LIVING)
    standing = {"inquiries": Standing.INQUIRY, "resting": Standing.PAUSED, "closed": Standing.CLOSED}.get(view)
    return cases.filter(standing=standing) if standing else cases.filter(standing__in=LIVING)


def clashing(user: User) -> int:
    """How many appointments a person must decide about, among the cases this reader sees."""
    counted = agreed_amiss(house=user.organisation_id)
    return int(counted[0][0]) if counted else 0


@prepared
def agreed_amiss(house: UUID) -> QuerySet[Any, Any]:
    """Behind the walls these are the reader's own."""
    agreed = Case.objects.of_house(house).open().filter(CLASHING).order_by()
    return agreed.values("standing").annotate(count=Count("pk")).values_list("count")


def is_silent(organisation: Organisation, at: datetime) -> Q:
    """The one definition, for the board, its list and the letters: open for a long while without a sign of the person,
    or for months only the family was met."""
    return no_sign(*silent_since(organisation, at))


def silent_since(organisation: Organisation, at: datetime) -> tuple[datetime, datetime]:
    """From when on, by the organisation's own days: without a sign, and with the family alone."""
    return at - timedelta(days=organisation.silent_days), at - timedelta(days=30 * organisation.family_months)


def no_sign(since: datetime, family_since: datetime) -> Q:
    unheard = Q(opened_at__lt=since) & (Q(last_sign_at=None) | Q(last_sign_at__lt=since))
    return unheard | family_alone(family_since)


def family_alone(since: datetime) -> Q:
    """For that long the family was met and nobody tried to reach the person."""
    return Q(opened_at__lt=since, family_last_at__gte=since) & (Q(last_at=None) | Q(last_at__lt=since))


def page(user: User, filters: Filters, at: datetime) -> tuple[list[Listed], str]:
    """The second value is the cursor of the next page, empty at the end."""
    wanted = ordered(narrow(of_view(filters.view, user, at), filters), filters)
    # The page is cut before anything is joined: behind the walls the planner knows neither how many families a house
    # has nor how few of them stand on a page, and would go through all of them.
    cut = wanted.values("pk")[: PAGE + 1]
    shown = Case.objects.filter(pk__in=cut).order_by(*wanted.query.order_by)
    rows = list(map(Listed._make, shown.values_list(*COLUMNS, *MOVED)))
    return rows[:PAGE], cursor(rows[PAGE - 1], filters.order) if len(rows) > PAGE else ""


def narrow(cases: CaseQuerySet, filters: Filters) -> CaseQuerySet:
    if filters.stage:
        cases = cases.filter(stage=filters.stage)
    if filters.worker:
        cases = cases.filter(lead_id=filters.worker)
    if filters.coordinator:
        cases = cases.filter(coordinator_id=filters.coordinator)
    if filters.municipality:
        cases = cases.filter(person__family__municipality__startswith=filters.municipality)
    if filters.ledger:
        lines = LedgerRow.objects.filter(batch_id=filters.ledger, kind=Kind.INTAKE, version=1, case=OuterRef("pk"))
        cases = cases.filter(Exists(lines))
    return cases


def ordered(cases: CaseQuerySet, filters: Filters) -> CaseQuerySet:
    """Newest first, by reading (nobody's reading comes first), or by the end of the window (none comes last)."""
    key, _, told = filters.after.rpartition("~")
    pk = _uuid(told)
    if filters.order == "kana":
        return _by_reading(cases, filters.row, key, pk)
    if filters.order == "due":
        return _by_due(cases, key, pk)
    return (cases.filter(pk__lt=pk) if pk else cases).order_by("-pk")


def _by_reading(cases: CaseQuerySet, row: str, key: str, pk: UUID | None) -> CaseQuerySet:
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


def _by_due(cases: CaseQuerySet, key: str, pk: UUID | None) -> CaseQuerySet:
    moment = moment_in(key)
    if pk and moment:
        cases = cases.filter(Q(next_ends__gt=moment) | Q(next_ends=moment, pk__gt=pk) | Q(next_ends=None))
    elif pk and not key:
        cases = cases.filter(next_ends=None, pk__gt=pk)
    return cases.order_by(F("next_ends").asc(nulls_last=True), "pk")


def cursor(row: Listed, order: str) -> str:
    if order == "kana":
        return f"{row.sort_key}~{row.pk}"
    if order == "due":
        return f"{row.next_ends.isoformat() if row.next_ends else ''}~{row.pk}"
    return f"~{row.pk}"


def listed(case: Case) -> Listed:
    """A case somebody has read already."""
    person, lead = case.person, case.lead.name if case.lead else None
    return Listed(
        case.pk, case.code, case.stage, case.standing, case.next_method, case.next_earliest, case.next_due,
        case.next_ends, case.last_at, lead, person.sort_key, person.family.nickname,
        case.next_facts.get("moved_from"), case.next_facts.get("moved_by"), case.next_facts.get("clash"),
    )  # fmt: skip
