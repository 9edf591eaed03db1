"""Half-written forms that wait for their writer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from accounts.models import User
from cases.models import Case, Draft
from cases.queries.prepared import prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """`form` is the kind of form; `case` is the one it is about, where there is one already."""

    form: str
    nickname: str
    saved_at: datetime
    case: UUID | None = None


def draft_of(user: User, place: str) -> Draft | None:
    return Draft.objects.filter(author=user, place=place).first()


@prepared
def half_forms(writer: UUID) -> QuerySet[Any, Any]:
    mine = Draft.objects.filter(author_id=writer).order_by("-saved_at", "-pk")
    return mine.annotate(told=KT("fields__nickname__0")).values_list("place", "saved_at", "told")


def waiting(user: User) -> list[Waiting]:
    """Newest first; what is about a case the writer no longer sees is left out. A second query only if there is one."""
    rows = half_forms(writer=user.pk)
    about = {place: UUID(key) for place, _at, _name in rows if (key := place.partition(":")[2])}
    seen = Case.objects.visible_to(user).filter(pk__in=about.values()) if about else Case.objects.none()
    names = dict(seen.values_list("pk", "person__family__nickname"))
    return [
        Waiting(form=place.partition(":")[0], nickname=names[case] if case else told or "", saved_at=at, case=case)
        for place, at, told in rows
        if (case := about.get(place)) is None or case in names
    ]
