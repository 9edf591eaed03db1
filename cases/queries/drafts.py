"""Half-written forms that wait for their writer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.models import Case, Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """`form` is the kind of form; `case` is the one it is about, where there is one already."""

    form: str
    nickname: str
    saved_at: datetime
    case: UUID | None = None


def draft_of(user: User, place: str) -> Draft | None:
    return Draft.objects.filter(author=user, place=place).first()


def waiting(user: User) -> list[Waiting]:
    """Newest first; what is about a case the writer no longer sees is left out. A second query only if there is one."""
    rows = list(
        Draft.objects.filter(author=user)
        .order_by("-saved_at", "-pk")
        .values_list("place", "saved_at", "fields__nickname__0")
    )
    about = {place: UUID(key) for place, _at, _name in rows if (key := place.partition(":")[2])}
    seen = Case.objects.visible_to(user).filter(pk__in=about.values()) if about else Case.objects.none()
    names = dict(seen.values_list("pk", "person__family__nickname"))
    return [
        Waiting(form=place.partition(":")[0], nickname=names[case] if case else told or "", saved_at=at, case=case)
        for place, at, told in rows
        if (case := about.get(place)) is None or case in names
    ]
