"""When somebody who works here is away."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.tenancy import Walled, one_of
from cases.rules.facts import LeaveKind


class Leave(Walled):
    """From its first to its last day nobody plans anything for this colleague. Why is told to the office only.

    No day is leave twice: `leave_no_day_twice` (migrations/0029)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="leaves", db_constraint=False, db_index=False)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    kind = models.CharField(_("Kind"), max_length=8, default=LeaveKind.HOLIDAY)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of(LeaveKind, "kind", "leave_kind_known"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="leave_in_order"),
        ]
        indexes = [
            # week and each planning: who is away between two days; also one colleague's own
            models.Index(fields=["organisation", "user", "ends_on"], name="leave_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}"
