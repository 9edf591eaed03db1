"""One made-up household: the person who withdraws, the relatives, and where they live."""

from dataclasses import dataclass
from datetime import date
from random import Random

from cases.management.town import weights, words
from cases.management.town.wheel import Wheel
from cases.rules.eras import era_of
from cases.rules.facts import Issue, Relationship, Sex, Trigger

PREFECTURE = Wheel(words.PREFECTURES)
WOMEN = frozenset({Relationship.MOTHER, Relationship.GRANDMOTHER, Relationship.YOUNGER_SISTER})
AFTER_NOON = ("午後2時から", "夕方", "夜9時ごろまで", "")


@dataclass(frozen=True, slots=True)
class Kin:
    name: str
    kana: str
    relationship: Relationship
    phone: str
    phone_told: str
    is_caller: bool
    is_key: bool
    lives_with: bool


@dataclass(frozen=True, slots=True)
class Household:
    nickname: str
    nickname_kana: str
    prefecture: str
    municipality: str
    address: str
    postal_code: str
    phone: str
    phone_told: str
    approach: str
    told: str
    referral: str
    basis: str
    kin: tuple[Kin, ...]
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    sex: Sex
    birth_on: str  # ISO, or empty where only the year is known
    birth_year: int
    birth_told: str
    onset_year: int
    onset_told: str
    outing: str
    triggers: tuple[str, ...]
    issues: tuple[str, ...]
    likes: str
    never: str
    best_hours: str
    clinic: str


def draw(dice: Random, place: int, year: int) -> Household:
    """`place` makes the nickname; `year` is the year in which the family asks."""
    band = weights.BAND.spin(dice)
    sex = weights.SEX[band].spin(dice)
    age = dice.randint(*weights.AGE[band].spin(dice))
    lasted = min(dice.uniform(*weights.YEARS_WITHDRAWN[band].spin(dice)), max(age - weights.YOUNGEST_ONSET, 0.5))
    name, kana = dice.choice(words.FAMILY_NAMES)
    given, given_kana = dice.choice(words.GIVEN[sex])
    birth_on, birth_told = _birth(dice, year - age, age)
    phone, phone_told = _phone(dice)
    called = weights.CALLER.spin(dice)
    onset = year - round(lasted)
    return Household(
        *words.NICKNAMES[place % len(words.NICKNAMES)], *_where(dice), phone=phone, phone_told=phone_told,
        approach=dice.choice(words.APPROACH), told=dice.choice(words.TOLD), basis=weights.BASIS.spin(dice),
        referral=weights.REFERRAL[called].spin(dice),
        kin=_kin(dice, band, sex, (name, kana), called, (given, given_kana)),
        family_name=name, given_name=given, family_kana=kana, given_kana=given_kana, sex=sex, birth_on=birth_on,
        birth_year=year - age, birth_told=birth_told, onset_year=onset,
        onset_told=f"{onset}年頃" if lasted < 15 else "10年以上前",
        outing=weights.OUTING.spin(dice), triggers=(_trigger(dice, band, onset),), issues=_issues(dice, band),
        likes=dice.choice(words.LIKES), never=dice.choice(words.NEVER), best_hours=dice.choice(AFTER_NOON),
        clinic="通院歴あり" if dice.random() < weights.CLINIC_BEFORE else "",
    )  # fmt: skip


def _trigger(dice: Random, band: str, onset: int) -> Trigger:
    while (trigger := weights.TRIGGER[band].spin(dice)) is Trigger.COVID and onset < weights.COVID_FROM:
        pass
    return trigger


def _issues(dice: Random, band: str) -> tuple[str, ...]:
    shares = {**weights.ISSUES, Issue.CAREGIVER_AGEING: weights.PARENTS_AGE[band]}
    return tuple(str(issue) for issue, share in shares.items() if dice.random() < share)


def _where(dice: Random) -> tuple[str, str, str, str]:
    """Prefecture, town, address and postal code; no postal code of Japan begins with 000."""
    address = f"{dice.randint(1, 8)}丁目{dice.randint(1, 30)}-{dice.randint(1, 20)}"
    return PREFECTURE.spin(dice), dice.choice(words.TOWNS), address, f"000{dice.randint(0, 9999):04d}"


def _birth(dice: Random, born: int, age: int) -> tuple[str, str]:
    """The day where it is known, and how people told it: an ISO day, an era, or only about."""
    way = dice.random()
    if way < 0.2:
        return "", f"{age}歳くらい"
    if way < 0.35:
        return "", f"{born}年頃"
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    told = f"{born}-{month:02d}-{day:02d}"
    if way < 0.6:
        era = era_of(date(born, month, day))
        return told, f"{era.letter}{born - era.first_day.year + 1}.{month}.{day}"
    return told, told


def _phone(dice: Random) -> tuple[str, str]:
    """Within 090-0000, which is given to nobody."""
    number = f"{dice.randint(0, 9999):04d}"
    return f"+81900000{number}", f"090-0000-{number}"


def _kin(
    dice: Random, band: str, sex: Sex, name: tuple[str, str], called: str, given: tuple[str, str]
) -> tuple[Kin, ...]:
    home = weights.LIVES_WITH[band].spin(dice)
    related = weights.RELATIVES[home]
    caller = 0 if called == "family" and (len(related) == 1 or dice.random() < 0.6) else 1 if called == "family" else -1
    made = [
        _one(dice, name, relationship, is_woman=_is_woman(relationship, sex), is_caller=place == caller,
             is_key=place == max(caller, 0), lives_with=home != "alone")
        for place, relationship in enumerate(related)
    ]  # fmt: skip
    if called == "self":
        phone, told = _phone(dice)
        both = f"{name[0]} {given[0]}", f"{name[1]} {given[1]}"
        made.append(Kin(*both, Relationship.SELF, phone, told, is_caller=True, is_key=False, lives_with=True))
    elif called == "other":
        of_agency = dice.choice(words.FAMILY_NAMES)
        made.append(
            _one(dice, of_agency, Relationship.AGENCY, is_woman=False, is_caller=True, is_key=False, lives_with=False)
        )
    return tuple(made)


def _is_woman(relationship: Relationship, sex: Sex) -> bool:
    return relationship in WOMEN or (relationship is Relationship.SPOUSE and sex is Sex.MALE)


def _one(
    dice: Random, name: tuple[str, str], relationship: Relationship, *, is_woman: bool, is_caller: bool, is_key: bool,
    lives_with: bool,
) -> Kin:  # fmt: skip
    given, given_kana = dice.choice(words.WOMEN if is_woman else words.MEN)
    phone, told = _phone(dice) if is_caller or is_key else ("", "")
    both = f"{name[0]} {given}", f"{name[1]} {given_kana}"
    return Kin(*both, relationship, phone, told, is_caller, is_key, lives_with)
