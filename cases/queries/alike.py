"""Who is known already while a call is taken."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from cases.models import Case
from cases.queries.find import MOST, Kin, beyond, relatives_of
from cases.rules.dates import Birth, DateKind
from cases.rules.finding import grams_of_query
from cases.rules.likeness import Facts, Likeness, similar

MOST_ALIKE = 6
COMPARED = (
    "code", "standing", "person__family_name", "person__given_name", "person__family_kana", "person__given_kana",
    "person__phone", "person__birth_on", "person__birth_year", "person__family__nickname", "person__family__phone",
    "person__family__postal_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alike:
    case: Case
    reasons: tuple[Likeness, ...]


def alike(user: User, told: Facts) -> list[Alike]:
    """Who may be the person a call is about, likest first: by name, reading and phones; a person decides."""
    queries = [grams for grams in map(grams_of_query, _asked(told)) if grams]
    if not queries:
        return []
    meant = Case.objects.visible_to(user).filter(pk__in=beyond(queries, MOST)).order_by("-pk")
    cases = list(meant.select_related("person__family").only(*COMPARED))
    relatives = relatives_of(case.person.family_id for case in cases)
    scored = [(similar(told, known(case, relatives[case.person.family_id])), case) for case in cases]
    shown = [(one, case) for one, case in scored if one.worth_showing or Likeness.SAME_PHONE in one.reasons]
    shown.sort(key=lambda pair: (-pair[0].score, pair[1].code))
    return [Alike(case, one.reasons) for one, case in shown[:MOST_ALIKE]]


def _asked(told: Facts) -> list[str]:
    """The whole name and the family name alone, in both writings, and each phone; of one character, nothing."""
    names = [part for text in (told.name, told.kana) for part in (text, text.split()[0] if text.split() else "")]
    return list(dict.fromkeys(text for text in (*names, *told.phones) if len(text) > 1))


def known(case: Case, relatives: list[Kin]) -> Facts:
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
