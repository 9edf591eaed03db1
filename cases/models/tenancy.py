"""What every row inside an organisation's walls has."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.keys import new_id
from accounts.models import Organisation


class Walled(models.Model):
    """A row of one organisation; the database hides it from every other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No index of its own: every table has one that begins with the organisation, or is read by its case or person.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Erasable(Walled):
    """A row that others hold on to for ever, so it can only be emptied; a wall hides it from then on."""

    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def within_walls(name: str) -> models.UniqueConstraint:
    """Lets other rows point here by (organisation, id), since plain foreign keys see through the walls."""
    return models.UniqueConstraint(fields=["organisation", "id"], name=f"{name}_within_walls")


def one_of(enum: type[StrEnum], field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [str(member) for member in enum]}), name=name)


def some_of(enum: type[StrEnum], field: str, name: str) -> models.CheckConstraint:
    known = [str(member) for member in enum]
    return models.CheckConstraint(condition=models.Q(**{f"{field}__contained_by": known}), name=name)


def codes(size: int = 24) -> "ArrayField[list[str], list[str]]":
    """A multi-choice: a set of codes of one enumeration."""
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)
