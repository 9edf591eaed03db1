"""Founding an organisation: itself, the rests usual in its country, and the administrator who invites the others."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from accounts.models import Organisation, SetupCode, User
from accounts.roles import Role
from accounts.setup_code import new_code
from accounts.walls import as_job
from accounts.zones import country_of
from cases.actions.doing import Conflict
from cases.models import Event, Recess
from cases.rules.calendar import countries
from cases.rules.rhythm.table import USUAL_RESTS

JAPAN = "JP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """An administrator without a password sets one through a link."""

    name: str
    administrator: str
    email: str
    password: str | None = None
    language: str = "ja"
    time_zone: str = "Asia/Tokyo"


@transaction.atomic
def found(told: Founding, *, at: datetime) -> User:
    """The operator's deed; whoever calls this has made sure of the operator. Raises Conflict for a known address."""
    country = country_of(told.time_zone)
    with as_job():
        house = Organisation.objects.create(
            name=told.name,
            language=told.language,
            time_zone=told.time_zone,
            holidays_of=country if country in countries() else "",
            created_at=at,
        )
    with as_job(house.pk):
        user = _administrator(house, told, at)
        if country == JAPAN:
            Recess.objects.bulk_create(usual_rests(house, at))
        Event.objects.create(organisation=house, what="organisation.founded", by=user, at=at)
    return user


def _administrator(house: Organisation, told: Founding, at: datetime) -> User:
    try:
        with transaction.atomic():
            user: User = User.objects.create(
                organisation=house, name=told.administrator, email=told.email.lower(), role=Role.ADMINISTRATOR,
                language=told.language, invited_at=at, password=make_password(told.password),
            )  # fmt: skip
    except IntegrityError as known:
        raise Conflict("address_known") from known
    return user


def usual_rests(house: Organisation, at: datetime) -> list[Recess]:
    """Obon and New Year of a house in Japan, this year's and the next one's that are still to come; elsewhere nobody
    keeps them. The office changes them later."""
    today = at.astimezone(house.zone).date()
    with override(house.language):
        obon, new_year = gettext("Obon"), gettext("New Year")
    spans = [
        (name, date(year, *first), date(year + (last < first), *last))
        for year in (today.year - 1, today.year, today.year + 1)
        for name, (first, last) in zip((obon, new_year), USUAL_RESTS, strict=True)
    ]
    spans = [span for span in spans if today <= span[2] and span[1] <= date(today.year + 1, 12, 31)]
    return [Recess(organisation=house, name=name, starts_on=first, ends_on=last) for name, first, last in spans]


class Key(StrEnum):
    """What became of a code that was typed."""

    OPENS = "opens"
    WRONG = "code_wrong"
    RESTS = "code_rests"  # too many wrong ones
    NOT_MADE = "code_not_made"
    FOUNDED = "founded"  # somebody was first


def is_founded() -> bool:
    return Organisation.objects.exists()


def try_key(code: str, *, at: datetime) -> Key:
    """Whoever opens holds the row until the end of the transaction, so that two at once found one organisation."""
    with as_job():
        kept = SetupCode.objects.select_for_update(no_key=True).first()
        if is_founded():
            return Key.FOUNDED
        if kept is None:
            return Key.NOT_MADE
        if kept.rests(at):
            return Key.RESTS
        if kept.opens_for(code):
            return Key.OPENS
        kept.count_wrong(at=at)
        return Key.WRONG


@transaction.atomic
def found_first(told: Founding, *, at: datetime) -> User:
    """After `try_key` opened, in the same transaction; the code is spent."""
    user = found(told, at=at)
    with as_job():
        SetupCode.objects.all().delete()
    return user


@transaction.atomic
def cut_key(*, at: datetime) -> str:
    """A new code for the terminal; empty when an organisation lives here already."""
    with as_job():
        if is_founded():
            return ""
        code = new_code()
        SetupCode.renew(code, at=at)
        return code
