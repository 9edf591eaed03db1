"""What a case page says, as plain values in the reader's language."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.roles import Role
from cases.models import Case, Person
from cases.models.events import long_day, plain_day
from cases.models.labels import label
from cases.models.labels_in_two import warning_words
from cases.models.labels_reasons import reason_sentence
from cases.models.labels_rhythm import budget_words
from cases.queries.circle import Circle, Going, Kin, Member, Rest, Said, circle
from cases.queries.in_two import warning_from
from cases.queries.rhythm import budget_of
from cases.rules import phones, postal
from cases.rules.access import May, may
from cases.rules.consent import CLOSING, COOLING_DAYS, cooled_on
from cases.rules.dates import Birth, DateKind, read_birth
from cases.rules.due import local_day
from cases.rules.facts import (
    Answer,
    Basis,
    Heard,
    Issue,
    Outing,
    PauseScope,
    ReferralSource,
    Relationship,
    Scope,
    Sex,
    Trigger,
    Wished,
)
from cases.rules.in_two import FACE_TO_FACE
from cases.rules.ladder import LADDER, CloseReason, Stage, Standing
from cases.rules.methods import OF_ANY_HOUR, Method
from cases.rules.names import passport
from cases.web.case.lines import who_came
from cases.web.gate import Request
from cases.web.phone.words import about_hour


def sight(request: Request, case: Case, at: datetime) -> dict[str, Any]:
    """What the page and the paper share."""
    zone, role = case.organisation.zone, Role(request.user.role)
    around = circle(case, request.user)
    return {
        "case": case,
        "family": case.person.family,
        "zone": zone,
        "stage": label(Stage(case.stage)),
        "standing": standing(case, around, zone),
        "rungs": [{"label": label(rung), "is_here": rung == case.stage} for rung in LADDER],
        "next": next_contact(case, around.going, at),
        "in_two": in_two(case, around, at),
        "budget": budget_words(budget_of(case, at), at, zone) if case.standing == Standing.OPEN else "",
        "closed": [label(Method(method)) for method in case.closed_methods],
        "name": name_of(case.person),
        "birth": birth_of(case, at),
        "who": who(case),
        "place": place(case),
        "will": will(around, zone),
        "unasked": [label(scope) for scope in Scope if scope not in around.newest()],
        "heard": [spoken(one, zone) for one in around.consents],
        "relatives": [relative(one) for one in around.relatives],
        "pauses": [pause(one, zone) for one in around.pauses],
        "team": [member(one, zone) for one in around.assignments if one.ended_at is None],
        "before": [member(one, zone) for one in around.assignments if one.ended_at is not None],
        "siblings": [sibling(one) for one in around.siblings],
        "may": {what.name.lower(): may(role, what, own=True) for what in May},
    }


def day(at: datetime | None, zone: ZoneInfo) -> str:
    return long_day(localtime(at, zone).date()) if at else ""


# --- who ---


def name_of(person: Person) -> dict[str, str]:
    """Kanji with its reading; in English as on a passport, family name first, with the kanji beside it."""
    latin = ""
    if get_language() != "ja" and person.family_kana:
        given = passport(person.given_kana).capitalize()
        latin = f"{passport(person.family_kana).upper()} {given}".strip()
    return {"main": latin or person.full_name, "beside": person.full_name if latin else person.full_kana}


def birth_of(case: Case, at: datetime) -> dict[str, str]:
    """Exact, about, or only as it was told when the family called."""
    person, zone = case.person, case.organisation.zone
    birth = Birth(kind=DateKind.DAY if person.birth_on else DateKind.YEAR, as_told=person.birth_told,
                  on=person.birth_on, year=person.birth_year)  # fmt: skip
    if birth.on is None and birth.year is None and person.birth_told:
        birth = read_birth(person.birth_told, today=local_day(case.inquired_at, zone))
    age = birth.age_on(local_day(at, zone))
    if birth.on is not None:
        words = _("%(day)s (%(age)s years old)") % {"day": plain_day(birth.on), "age": age}
    elif birth.year is not None:
        words = _("about %(year)s (about %(age)s years old)") % {"year": birth.year, "age": age}
    else:
        words = ""
    told = "" if birth.on is not None or person.birth_told in words else person.birth_told
    return {"words": words, "told": told}


def who(case: Case) -> list[tuple[str, str]]:
    """Only what is known: an unknown is no line."""
    person = case.person
    known = [
        (_("Sex"), _known(Sex, person.sex)),
        (_("Since when"), person.onset_told),
        (_("Going out"), _known(Outing, person.outing)),
        (_("Triggers"), _all(Trigger, person.triggers)),
        (_("Issues"), _all(Issue, person.issues)),
        (_("Who should come"), _known(Wished, person.wished)),
        (_("Clinic"), person.clinic),
        (_("What the family asks"), case.concern_told),
    ]
    return [(name, words) for name, words in known if words]


def _known(enum: Any, code: str) -> str:
    return "" if code in ("", "unknown") else str(label(enum(code)))


def _all(enum: Any, codes: list[str]) -> str:
    return _(", ").join(str(label(enum(code))) for code in codes if code != "unknown")


# --- what comes next ---


def next_contact(case: Case, told: Going | None, at: datetime) -> dict[str, Any]:
    """The window and the sentence why; `accept_on` is the day one tap accepts, never one behind us."""
    if case.next_due is None or case.next_earliest is None or case.next_latest is None:
        return {}
    zone, due = case.organisation.zone, case.due(at)
    today, on = local_day(at, zone), local_day(case.next_due, zone)
    offered = told is None and case.next_method not in OF_ANY_HOUR
    return {
        "method": label(Method(case.next_method)),
        "code": case.next_method,
        "day": long_day(on),
        "hour": about_hour(case.next_due, zone) if offered else "",
        "earliest": day(case.next_earliest, zone),
        "latest": day(case.next_latest, zone),
        "due": due,
        "due_label": label(due),
        "why": reason_sentence(case.next_reason, case.next_facts) if case.next_reason else "",
        "accept_on": max(on, today).isoformat(),
        "is_for_today": on < today,
        "going": going(case, told, zone) if told else {},
    }


def in_two(case: Case, around: Circle, at: datetime) -> str:
    """That two go together, where the next contact is one on which they do."""
    warning = warning_from(case, around.violence_at, at) if case.next_method in FACE_TO_FACE else None
    return warning_words(warning)


def going(case: Case, told: Going, zone: ZoneInfo) -> dict[str, Any]:
    """The hours that were agreed, or about when, and who goes."""
    assert case.next_due is not None
    about = case.next_method not in OF_ANY_HOUR and told.starts_at is None
    hours = about_hour(case.next_due, zone) if about else ""
    if told.starts_at and told.ends_at:
        hours = f"{localtime(told.starts_at, zone):%H:%M}–{localtime(told.ends_at, zone):%H:%M}"
    heading = _("About when, and who goes") if about else _("Agreed")
    return {"heading": heading, "hours": hours, "people": [name for name in (told.worker, told.second) if name]}


def standing(case: Case, around: Circle, zone: ZoneInfo) -> dict[str, Any]:
    """Open needs no word; a rest, an inquiry and an end do."""
    rest = next((one for one in around.pauses if one.ended_at is None), None)
    return {
        "code": case.standing,
        "label": label(Standing(case.standing)),
        "rest": pause(rest, zone) if rest else None,
        "ended": day(case.closed_at, zone),
        "reason": label(CloseReason(case.close_reason)) if case.close_reason else "",
    }


def pause(one: Rest, zone: ZoneInfo) -> dict[str, str]:
    return {
        "scope": str(label(PauseScope(one.scope))),
        "since": day(one.at, zone),
        "until": long_day(one.until) if one.until else "",
        "ended": day(one.ended_at, zone),
        "reason": one.reason,
    }


# --- the person's will ---


def will(around: Circle, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What was closed first, then in the order of the scopes."""
    rows = [
        spoken(one, zone) for _, one in sorted(around.newest().items(), key=lambda pair: list(Scope).index(pair[0]))
    ]
    return sorted(rows, key=lambda row: not row["is_closed"])


def spoken(one: Said, zone: ZoneInfo) -> dict[str, Any]:
    scope, closed = Scope(one.scope), one.answer in CLOSING
    again = cooled_on(scope, local_day(one.at, zone)) if closed and scope in COOLING_DAYS else None
    return {
        "scope": label(scope),
        "answer": label(Answer(one.answer)),
        "is_closed": closed,
        "is_silent": one.answer == Answer.NOT_REFUSED,
        "day": day(one.at, zone),
        "heard_by": who_came(one.heard_by, one.recorder_told),
        "way": label(Heard(one.way)) if one.way != Heard.UNKNOWN else "",
        "words": str(label(Method(one.how))) if one.how in set(Method) else one.how,
        "reason": one.reason,
        "again": long_day(again) if again else "",
    }


# --- around ---


def place(case: Case) -> dict[str, str]:
    family = case.person.family
    return {
        "postal": postal.show(family.postal_code),
        "address": f"{family.prefecture}{family.municipality}{family.address}",
        "phone": phones.show(family.phone) or family.phone_told,
        "tel": _tel(family.phone),
        "own_phone": phones.show(case.person.phone) or case.person.phone_told,
        "own_tel": _tel(case.person.phone),
        "referral": _known(ReferralSource, case.referral),
        "basis": str(label(Basis(case.basis))),
    }


def relative(one: Kin) -> dict[str, Any]:
    return {
        "relation": label(Relationship(one.relationship)),
        "name": one.name,
        "kana": one.kana,
        "phone": phones.show(one.phone) or one.phone_told,
        "tel": _tel(one.phone),
        "is_key": one.is_key_contact,
        "is_past": one.is_past,
        "lives_with": one.lives_with,
        "may_be_told": one.may_be_told,
        "health": one.health,
    }


def _tel(number: str) -> str:
    return f"tel:{number}" if number.lstrip("+").isdigit() else ""


def member(one: Member, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": one.name,
        "is_lead": one.part == "lead",
        "since": day(one.started_at, zone),
        "until": day(one.ended_at, zone),
        "note": one.handover_note,
    }


def sibling(one: Case) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "code": one.code,
        "name": one.person.full_name,
        "standing": label(Standing(one.standing)),
        "stage": label(Stage(one.stage)),
    }
