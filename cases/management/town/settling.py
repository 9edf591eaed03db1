"""Founding the organisations of a town and settling families in them."""

from datetime import date
from uuid import UUID

from accounts.models import Organisation, User
from accounts.models.user import WORKING_WEEK
from accounts.roles import Role
from accounts.walls import as_job
from cases.management.town.census import Town, batches, draw, key_of, staff
from cases.management.town.loading import load
from cases.management.town.rows import Colleague, House
from cases.models import Case, Recess
from cases.queries.calendars import house_days


class NobodyWorksHere(Exception):
    """An organisation without a coordinator and somebody who can lead a case cannot take families."""


def stands_already(town: Town) -> bool:
    with as_job():
        return Organisation.objects.filter(pk=UUID(key_of(town, 0))).exists()


def found(town: Town, place: int, size: int) -> Organisation:
    """An organisation with its people, who cannot sign in until somebody gives them a password."""
    pk = UUID(key_of(town, place))
    with as_job():
        house = Organisation.objects.create(
            pk=pk, name=f"架空の会 {town.seed}-{place + 1:04d}", fictional=True, created_at=town.now
        )
    with as_job(pk):
        User.objects.bulk_create(
            User(
                id=UUID(one.id), organisation=house, email=one.email, name=one.name, role=one.role,
                weekdays=WORKING_WEEK, password=f"!{one.id}",
            )
            for one in staff(town, place, size)
        )  # fmt: skip
        rest_at_new_year(house, town.now.year)
    return house


def rest_at_new_year(house: Organisation, year: int) -> None:
    Recess.objects.create(organisation=house, name="年末年始", starts_on=f"{year}-12-29", ends_on=f"{year + 1}-01-03")
    Recess.objects.create(organisation=house, name="お盆", starts_on=f"{year + 1}-08-13", ends_on=f"{year + 1}-08-16")


def settle(town: Town, house: Organisation, size: int, *, place: int = 0) -> int:
    """So many families with their history; how many rows were written."""
    settled = house_of(house)
    return sum(load(house.pk, draw(town, batch, settled)) for batch in batches(place, size))


def house_of(organisation: Organisation) -> House:
    """Raises NobodyWorksHere."""
    with as_job(organisation.pk):
        people = list(User.objects.filter(organisation=organisation).carers().order_by("pk"))
        days = house_days(organisation, date.min, people=[])
        codes = Case.objects.filter(organisation=organisation).values_list("code", flat=True)
        last = max((int(code.rsplit("-", 1)[-1]) for code in codes if code[-1:].isdigit()), default=0)

    def those(*roles: Role) -> tuple[Colleague, ...]:
        return tuple(Colleague(one.pk.hex, one.name, days.of(one)) for one in people if one.role in roles)

    workers = those(Role.WORKER) or those(Role.COORDINATOR)
    if not workers or not those(Role.COORDINATOR):
        raise NobodyWorksHere
    return House(
        id=organisation.pk.hex, coordinators=those(Role.COORDINATOR), workers=workers, paces=organisation.paces,
        cap_7=organisation.cap_7, cap_14=organisation.cap_14, first_number=last + 1,
    )  # fmt: skip
