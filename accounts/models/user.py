from datetime import time
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.db.models.functions import Lower
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_id
from accounts.models.organisation import Organisation
from accounts.roles import CARRYING, Role

SEXES = ["male", "female", "other", "unknown"]
EVERY_WEEKDAY = 0b1111111
WORKING_WEEK = 0b0011111  # Monday is the lowest bit

BY_NAME = (Case(When(sort_key="", then=1), default=0), "sort_key", "name", "pk")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def carers(self) -> Self:
        """Those who can be given a case to lead."""
        return self.active().filter(role__in=CARRYING)

    def coordinators(self) -> Self:
        return self.active().filter(role=Role.COORDINATOR)

    def administrators(self) -> Self:
        return self.active().filter(role=Role.ADMINISTRATOR)

    def in_order_of_names(self) -> Self:
        """By the fifty sounds; those without a reading follow by name."""
        return self.order_by(*BY_NAME)

    def behind(self, key: UUID) -> Self:
        """Those who come after this one in the order of names: the next page of a long list, by keyset."""
        place = Func(*BY_NAME, template="(%(expressions)s)", output_field=models.TextField())
        return self.filter(GreaterThan(place, User.objects.filter(pk=key).order_by().values_list(*BY_NAME)))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        found: User = self.get(email__iexact=username)
        return found


class User(AbstractBaseUser):
    """Someone who may sign in, for one organisation and in one role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="users")
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    kana = models.CharField(_("Reading"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=200, blank=True)  # of the reading (rules/kana.py); lists never rank people
    role = models.CharField(_("Role"), max_length=16, choices=[(role, role) for role in Role])
    language = models.CharField(_("Language"), max_length=2, default="ja")
    weekdays = models.PositiveSmallIntegerField(_("Working days"), default=WORKING_WEEK)
    works_from = models.TimeField(_("Works from"), null=True, blank=True)
    works_until = models.TimeField(_("Works until"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("How many open cases at most"), default=20)
    # What a hand-over may weigh, as far as a colleague wishes to tell it.
    sex = models.CharField(_("Sex"), max_length=8, default="unknown", db_default="unknown")
    interests = models.CharField(_("Interests"), max_length=200, blank=True, default="", db_default="")
    is_active = models.BooleanField(_("May sign in"), default=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="user_within_organisation"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="user_role_known"),
            # One spelling of an address, so that the unique index sees the same one typed in capitals.
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="user_email_in_small_letters"),
            models.CheckConstraint(condition=Q(sex__in=SEXES), name="user_sex_known"),
            models.CheckConstraint(
                condition=Q(works_from=None, works_until=None) | Q(works_from__lt=F("works_until")),
                name="user_hours_in_order",
            ),
            models.CheckConstraint(condition=models.Q(weekdays__range=(1, EVERY_WEEKDAY)), name="user_works_some_day"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> tuple[time, time] | None:
        """From, until, on a day of work; None where no hours are agreed."""
        return (self.works_from, self.works_until) if self.works_from and self.works_until else None
