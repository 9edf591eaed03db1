"""What a page says while a call is being typed: people known already, how a birth was read, the towns of a code."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.models.events import long_day
from cases.models.labels import label
from cases.models.labels_problems import problem_sentence
from cases.queries.alike import alike
from cases.rules.access import May
from cases.rules.dates import Birth, read_birth
from cases.rules.ladder import Standing
from cases.rules.likeness import Facts
from cases.rules.postal import towns
from cases.web.case.page import note_answer
from cases.web.desk.relatives import ROW
from cases.web.gate import Request, needs


@needs(May.CASE_INTAKE)
@require_POST
def similar(request: Request) -> HttpResponse:
    """Posted, so that no name stands in an address."""
    found = alike_to(request, request.POST, localdate(now(), request.user.organisation.zone))
    return render(request, "desk/similar.html", {"similar": found})


def alike_to(request: Request, fields: MultiValueDict[str, str], today: date) -> list[dict[str, Any]]:
    """Plain values of those who may be the person this form is about."""
    told = Facts(
        name=_both(fields, "family_name", "given_name"), kana=_both(fields, "family_kana", "given_kana"),
        birth=read_birth(fields.get("birth_told", ""), today=today), phones=_phones(fields),
        postal_code=fields.get("postal_code", ""),
    )  # fmt: skip
    found = alike(request.user, told)
    note_answer(request, (one.case for one in found), "similar")
    return [
        {
            "case": one.case, "person": one.case.person, "family": one.case.person.family,
            "standing": label(Standing(one.case.standing)),
            "why": [label(reason) for reason in one.reasons],
        }
        for one in found
    ]  # fmt: skip


def _both(fields: MultiValueDict[str, str], family: str, given: str) -> str:
    return f"{fields.get(family, '')} {fields.get(given, '')}".strip()


def _phones(fields: MultiValueDict[str, str]) -> tuple[str, ...]:
    rows = (name for name in fields if (match := ROW.fullmatch(name)) and match[2] == "phone_told")
    told = (fields.get(name, "").strip() for name in ("phone_told", "person_phone", *rows))
    return tuple(phone for phone in told if len(phone) > 3)


@needs(May.CASE_INTAKE)
@require_POST
def birth(request: Request) -> HttpResponse:
    today = localdate(now(), request.user.organisation.zone)
    read = read_birth(request.POST.get("birth_told", "")[:40], today=today)
    return render(request, "desk/birth.html", {"said": birth_words(read, today)})


def birth_words(birth: Birth, today: date) -> str:
    """How it was understood: a day, about a year, or what is wrong with it; nothing for nothing told."""
    if birth.problem is not None:
        return problem_sentence(birth.problem)
    age = birth.age_on(today)
    if birth.on is not None:
        return _("Read as: born %(day)s, %(age)s years old") % {"day": long_day(birth.on), "age": age}
    if birth.year is not None:
        return _("Read as: born about %(year)s, about %(age)s years old") % {"year": birth.year, "age": age}
    return ""


@needs(May.CASE_INTAKE)
@require_GET
def places(request: Request) -> HttpResponse:
    """The towns of a postal code; none when it is unknown."""
    found = towns(request.GET.get("code", ""))
    listed = [{"prefecture": one.prefecture, "municipality": one.municipality, "town": one.town} for one in found]
    many, none = _("Choose one of the towns of this code"), _("No town is known for this postal code.")
    return JsonResponse({"places": listed, "said": (many if len(found) > 1 else "") if found else none})
