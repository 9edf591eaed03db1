"""The one search box."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Relative
from cases.models.case import CaseQuerySet
from cases.queries.desk import COLUMNS, MOVED, Listed
from cases.queries.prepared import Row, prepared
from cases.rules.access import May, may
from cases.rules.finding import FoundBy, codes_meant, fold, grams_of_query, sounds_like, why
from cases.rules.names import whole_name

MOST = 50
FEW = 10
SEEN = (
    *COLUMNS, *MOVED, "person__family_name", "person__given_name", "person__family_kana", "person__given_kana",
    "person__phone", "person__family__nickname_kana", "person__family__phone", "person__family__postal_code",
    "person__family_id",
)  # fmt: skip
RELATIVE = ("family_id", "name", "kana", "phone", "phone_told")
FURTHER = 4  # times as many, where the first were none
BEYOND = 2000  # looked through for a reader who sees only his own cases among them


class Called(NamedTuple):
    """What a case is called by, apart from what a list shows of it."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    own_phone: str
    nickname_kana: str
    phone: str
    postal_code: str
    family: UUID


class Kin(NamedTuple):
    family: UUID
    name: str
    kana: str
    phone: str
    phone_told: str


@dataclass(frozen=True, slots=True)
class Found:
    """A case, what held the words, and the text that did."""

    case: Listed
    by: FoundBy
    text: str
    only_sounds_alike: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, and whether older cases may be called so too."""

    found: list[Found]
    is_cut: bool = False


def find(user: User, text: str) -> Looked:
    """The case whose code was typed; else cases called by these words, newest first; and where they are few, below them
    those called by words that sound alike: 山崎 is Yamasaki in one family and Yamazaki in the next."""
    if not text.strip():
        return Looked([])
    found = _coded(user, text)
    if found:
        return Looked(found)
    called = _called(user, [text])
    if len(called.found) >= FEW:
        return called
    there = {hit.case.pk for hit in called.found}
    alike = _called(user, sounds_like(text), only_sounds_alike=True)
    more = [hit for hit in alike.found if hit.case.pk not in there]
    return Looked([*called.found, *more], called.is_cut or alike.is_cut)


def _coded(user: User, text: str) -> list[Found]:
    codes = codes_meant(text)
    if not codes:
        return []
    rows = _shown(Case.objects.visible_to(user).filter(code__in=codes))
    return [Found(case, FoundBy.CODE, case.code) for case, _ in map(_apart, rows)]


def _called(user: User, texts: list[str], *, only_sounds_alike: bool = False) -> Looked:
    """Looked up beyond the wall, seen through it. Where most of the newest entries held the pairs of the words and not
    the words, older ones are looked through too."""
    queries = [grams for grams in map(grams_of_query, texts) if grams]
    if not queries:
        return Looked([])
    sees_all = may(Role(user.role), May.CASE_SEE)
    most, before, hits = MOST if sees_all else BEYOND, set[UUID](), list[Found]()
    while True:
        ids = beyond(queries, most)
        hits += _hits(user, [pk for pk in ids if pk not in before], texts, only_sounds_alike)
        is_cut = len(ids) >= most
        if len(hits) >= FEW or not is_cut or most >= BEYOND:
            # A worker is told of his own cases only, and not that others are called so.
            return Looked(hits[:MOST], len(hits) > MOST or (is_cut and sees_all))
        most, before = min(most * FURTHER, BEYOND), set(ids)


def _hits(user: User, ids: list[UUID], texts: list[str], only_sounds_alike: bool) -> list[Found]:
    cases = _seen(user, ids) if ids else []
    relatives = relatives_of(called.family for _, called in cases)
    hits = ((case, *_hit(called_by(case, called, relatives[called.family]), texts)) for case, called in cases)
    return [Found(case, by, held, only_sounds_alike) for case, by, held in hits if by is not None]


def only_one(found: list[Found], text: str) -> Listed | None:
    """The case whose whole code was typed, with all its zeros or without."""
    meant = {fold(text), *map(fold, codes_meant(text))}
    exact = [hit.case for hit in found if fold(hit.case.code) in meant]
    return exact[0] if len(exact) == 1 else None


def relatives_of(families: Iterable[UUID]) -> dict[UUID, list[Kin]]:
    by_family: dict[UUID, list[Kin]] = defaultdict(list)
    asked = list(set(families))
    for one in map(Kin._make, still_there(families=asked) if asked else ()):
        by_family[one.family].append(one)
    return by_family


@prepared
def still_there(families: list[UUID]) -> QuerySet[Any, Any]:
    told = Relative.objects.filter(family__pk__any_of=families, is_past=False)
    return told.order_by("family_id", "pk").values_list(*RELATIVE)


def beyond(queries: list[list[str]], most: int) -> list[UUID]:
    """Ids behind the wall for each set of grams; the grams of a query must all stand in an entry."""
    each = " UNION ".join("SELECT hitokoe_find(%s::text[], %s)" for _ in queries)
    with connection.cursor() as cursor:
        cursor.execute(each, [value for grams in queries for value in (grams, most)])
        return [row[0] for row in cursor.fetchall()]


def _seen(user: User, keys: list[UUID]) -> list[tuple[Listed, Called]]:
    if may(Role(user.role), May.CASE_SEE):
        rows = of_house(house=user.organisation_id, keys=keys)
    else:
        rows = carried(house=user.organisation_id, reader=user.pk, keys=keys)
    return list(map(_apart, rows))


@prepared
def of_house(house: UUID, keys: list[UUID]) -> QuerySet[Any, Any]:
    return _shown(Case.objects.of_house(house).filter(pk__any_of=keys))


@prepared
def carried(house: UUID, reader: UUID, keys: list[UUID]) -> QuerySet[Any, Any]:
    return _shown(Case.objects.of_house(house).carried_by(reader).filter(pk__any_of=keys))


def _shown(cases: CaseQuerySet) -> QuerySet[Any, Any]:
    return cases.order_by("-pk").values_list(*SEEN)


def _apart(row: Row) -> tuple[Listed, Called]:
    return Listed._make(row[: -len(Called._fields)]), Called._make(row[-len(Called._fields) :])


def _hit(fields: dict[str, str], texts: list[str]) -> tuple[FoundBy | None, str]:
    """The grams may stand in several fields without the words standing in one: such a hit is none."""
    key = next((key for key in (why(text, fields) for text in texts) if key), "")
    return (FoundBy(key.partition(":")[0]), fields[key]) if key else (None, "")


def called_by(case: Listed, called: Called, relatives: list[Kin]) -> dict[str, str]:
    fields = {
        "code": case.code, "nickname": case.nickname, "nickname_kana": called.nickname_kana,
        "name": whole_name(called.family_name, called.given_name),
        "kana": whole_name(called.family_kana, called.given_kana),
        "phone": called.phone, "phone:own": called.own_phone, "postal_code": called.postal_code,
    }  # fmt: skip
    for number, one in enumerate(relatives):
        fields |= {f"relative:{number}": one.name, f"relative_kana:{number}": one.kana}
        fields[f"relative_phone:{number}"] = one.phone or one.phone_told
    return fields
