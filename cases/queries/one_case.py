"""The one case a page or a deed is about."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.queries.prepared_objects import prepared_objects
from cases.rules.access import May, may

AROUND = ("person", "person__family", "coordinator", "lead")


def case_for(reader: User, pk: UUID) -> Case | None:
    """With person, family, coordinator and lead, as far as `visible_to` lets this reader see it."""
    house = reader.organisation_id
    if may(Role(reader.role), May.CASE_SEE):
        found = of_house(house=house, case=pk)
    else:
        found = carried(house=house, case=pk, worker=reader.pk)
    return next(iter(found), None)


@prepared_objects(Case, *AROUND)
def of_house(house: UUID, case: UUID) -> QuerySet[Case]:
    return Case.objects.of_house(house).filter(pk=case)


@prepared_objects(Case, *AROUND)
def carried(house: UUID, case: UUID, worker: UUID) -> QuerySet[Case]:
    return Case.objects.of_house(house).filter(pk=case).carried_by(worker)


@prepared_objects(Case)
def locked(case: UUID) -> QuerySet[Case]:
    """Until the end of the transaction nobody else changes it; whoever only notes a look at it need not wait."""
    return Case.objects.select_for_update(no_key=True).filter(pk=case)
