"""The coordinator's list: one page of cases by keyset, as plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.rules.due import Due
from cases.rules.ladder import LIVING, Stage, Standing

PAGE = 50
SILENT_DAYS = 60
VIEWS = ("mine", "all", "inquiries", "due", "overdue", "silent", "resting", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for; anything unknown in it is left out."""

    view: str
    stage: str = ""
    worker: UUID | None = None
    after: UUID | None = None


def filters_of(asked: dict[str, str], user: User) -> Filters:
    usual = "mine" if user.role == Role.COORDINATOR else "all"
    view, stage = asked.get("view", usual), asked.get("stage", "")
    return Filters(
        view=view if view in VIEWS else usual,
        stage=stage if stage in set(Stage) else "",
        worker=_uuid(asked.get("worker", "")),
        after=_uuid(asked.get("after", "")),
    )


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
        return silent(cases, at)
    if view == "mine":
        return cases.filter(coordinator=user, standing__in=LIVING)
    standing = {"inquiries": Standing.INQUIRY, "resting": Standing.PAUSED, "closed": Standing.CLOSED}.get(view)
    return cases.filter(standing=standing) if standing else cases.filter(standing__in=LIVING)


def silent(cases: CaseQuerySet, at: datetime) -> CaseQuerySet:
    """Open for a long while and no try towards the person since, or none that brought a sign three times in a row."""
    since = at - timedelta(days=SILENT_DAYS)
    return cases.open().filter(Q(last_at__lt=since) | Q(last_at=None, opened_at__lt=since) | Q(silent_streak__gte=3))


def page(user: User, filters: Filters, at: datetime) -> tuple[list[Case], str]:
    """Newest cases first; the second value is the cursor of the next page, empty at the end."""
    cases = of_view(filters.view, user, at)
    if filters.stage:
        cases = cases.filter(stage=filters.stage)
    if filters.worker:
        cases = cases.filter(lead_id=filters.worker)
    if filters.after:
        cases = cases.filter(pk__lt=filters.after)
    columns = (
        "code", "stage", "standing", "next_method", "next_earliest", "next_due", "next_ends", "last_at", "lead__name",
        "person__family__nickname", "person__family_kana",
    )  # fmt: skip
    rows = list(cases.select_related("person__family", "lead").only(*columns).order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
