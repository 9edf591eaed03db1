"""The one search box, and who is known already while a call is taken."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Relative
from cases.models.case import CaseQuerySet
from cases.rules.access import May, may
from cases.rules.dates import Birth, DateKind
from cases.rules.finding import FoundBy, codes_meant, fold, grams_of_query, sounds_like, why
from cases.rules.likeness import Facts, Likeness, similar

MOST = 50
FEW = 10
SEEN = (
    "code", "stage", "standing", "next_method", "next_earliest", "next_due", "next_ends", "next_facts", "last_at",
    "lead__name", "person__sort_key", "person__family_name", "person__given_name", "person__family_kana",
    "person__given_kana",
    "person__phone", "person__birth_on", "person__birth_year", "person__family__nickname",
    "person__family__nickname_kana", "person__family__phone", "person__family__postal_code",
)  # fmt: skip
FURTHER = 4  # times as many, where the first were none
BEYOND = 2000  # looked through for a reader who sees only his own cases among them
MOST_ALIKE = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A case, what held the words, and the text that did."""

    case: Case
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
    found = Case.objects.visible_to(user).filter(code__in=codes) if codes else Case.objects.none()
    return [Found(case, FoundBy.CODE, case.code) for case in _told(found)]


def _called(user: User, texts: list[str], *, only_sounds_alike: bool = False) -> Looked:
    """Looked up beyond the wall, seen through it. Where most of the newest entries held the pairs of the words and not
    the words, older ones are looked through too."""
    queries = [grams for grams in map(grams_of_query, texts) if grams]
    if not queries:
        return Looked([])
    sees_all = may(Role(user.role), May.CASE_SEE)
    most, before, hits = MOST if sees_all else BEYOND, set[UUID](), list[Found]()
    while True:
        ids = _beyond(queries, most)
        hits += _hits(user, [pk for pk in ids if pk not in before], texts, only_sounds_alike)
        is_cut = len(ids) >= most
        if len(hits) >= FEW or not is_cut or most >= BEYOND:
            # A worker is told of his own cases only, and not that others are called so.
            return Looked(hits[:MOST], len(hits) > MOST or (is_cut and sees_all))
        most, before = min(most * FURTHER, BEYOND), set(ids)


def _hits(user: User, ids: list[UUID], texts: list[str], only_sounds_alike: bool) -> list[Found]:
    cases = _seen(user, ids)
    relatives = relatives_of(case.person.family_id for case in cases)
    hits = ((case, *_hit(case, relatives[case.person.family_id], texts)) for case in cases)
    return [Found(case, by, held, only_sounds_alike) for case, by, held in hits if by is not None]


def only_one(found: list[Found], text: str) -> Case | None:
    """The case whose whole code was typed, with all its zeros or without."""
    meant = {fold(text), *map(fold, codes_meant(text))}
    exact = [hit.case for hit in found if fold(hit.case.code) in meant]
    return exact[0] if len(exact) == 1 else None


def relatives_of(families: Iterable[UUID]) -> dict[UUID, list[Relative]]:
    by_family: dict[UUID, list[Relative]] = defaultdict(list)
    told = Relative.objects.filter(family__in=set(families), is_past=False)
    for one in told.only("family_id", "name", "kana", "phone", "phone_told").order_by("family_id", "pk"):
        by_family[one.family_id].append(one)
    return by_family


def _beyond(queries: list[list[str]], most: int) -> list[UUID]:
    """Ids behind the wall for each set of grams; the grams of a query must all stand in an entry."""
    each = " UNION ".join("SELECT hitokoe_find(%s::text[], %s)" for _ in queries)
    with connection.cursor() as cursor:
        cursor.execute(each, [value for grams in queries for value in (grams, most)])
        return [row[0] for row in cursor.fetchall()]


def _seen(user: User, ids: list[UUID]) -> list[Case]:
    return list(_told(Case.objects.visible_to(user).filter(pk__in=ids)))


def _told(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.select_related("person__family", "lead").only(*SEEN).order_by("-pk")


def _hit(case: Case, relatives: list[Relative], texts: list[str]) -> tuple[FoundBy | None, str]:
    """The grams may stand in several fields without the words standing in one: such a hit is none."""
    fields = called_by(case, relatives)
    key = next((key for key in (why(text, fields) for text in texts) if key), "")
    return (FoundBy(key.partition(":")[0]), fields[key]) if key else (None, "")


def called_by(case: Case, relatives: list[Relative]) -> dict[str, str]:
    person, family = case.person, case.person.family
    fields = {
        "code": case.code, "nickname": family.nickname, "nickname_kana": family.nickname_kana,
        "name": person.full_name, "kana": person.full_kana, "phone": family.phone,
        "phone:own": person.phone, "postal_code": family.postal_code,
    }  # fmt: skip
    for number, one in enumerate(relatives):
        fields |= {f"relative:{number}": one.name, f"relative_kana:{number}": one.kana}
        fields[f"relative_phone:{number}"] = one.phone or one.phone_told
    return fields


@dataclass(frozen=True, slots=True)
class Alike:
    case: Case
    reasons: tuple[Likeness, ...]


def alike(user: User, told: Facts) -> list[Alike]:
    """Who may be the person a call is about, likest first: by name, reading and phones; a person decides."""
    queries = [grams for grams in map(grams_of_query, _asked(told)) if grams]
    if not queries:
        return []
    cases = _seen(user, _beyond(queries, MOST))
    relatives = relatives_of(case.person.family_id for case in cases)
    scored = [(similar(told, known(case, relatives[case.person.family_id])), case) for case in cases]
    shown = [(one, case) for one, case in scored if one.worth_showing or Likeness.SAME_PHONE in one.reasons]
    shown.sort(key=lambda pair: (-pair[0].score, pair[1].code))
    return [Alike(case, one.reasons) for one, case in shown[:MOST_ALIKE]]


def _asked(told: Facts) -> list[str]:
    """The whole name and the family name alone, in both writings, and each phone; of one character, nothing."""
    names = [part for text in (told.name, told.kana) for part in (text, text.split()[0] if text.split() else "")]
    return list(dict.fromkeys(text for text in (*names, *told.phones) if len(text) > 1))


def known(case: Case, relatives: list[Relative]) -> Facts:
    person, family = case.person, case.person.family
    phones = (family.phone, person.phone, *(one.phone for one in relatives))
    return Facts(
        name=person.full_name, kana=person.full_kana, birth=birth_of(person.birth_on, person.birth_year),
        phones=tuple(phone for phone in phones if phone), postal_code=family.postal_code,
    )  # fmt: skip


def birth_of(on: date | None, year: int | None) -> Birth | None:
    if on is None and year is None:
        return None
    kind = DateKind.DAY if on else DateKind.YEAR
    return Birth(kind=kind, as_told="", on=on, year=on.year if on else year)
