from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.models.case import Case
from cases.models.contact import Contact
from cases.models.tenancy import Walled, one_of
from cases.rules.methods import Method

STILL_AHEAD = ("planned", "under_way")
STATES = ["planned", "under_way", "done", "missed", "cancelled"]


class Visit(Walled):
    """A contact a person accepted: its window, and what became of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits", db_constraint=False)
    method = models.CharField(max_length=16)
    earliest = models.DateTimeField()
    due = models.DateTimeField()
    latest = models.DateTimeField()
    worker = models.ForeignKey(User, models.PROTECT, related_name="visits", db_constraint=False)
    aim = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="planned")
    why_cancelled = models.CharField(max_length=40, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    contact = models.OneToOneField(
        Contact, models.PROTECT, related_name="visit", null=True, blank=True, db_constraint=False
    )

    class Meta:
        constraints = [
            one_of(Method, "method", "visit_method_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="visit_state_known"),
            models.CheckConstraint(
                condition=Q(earliest__lte=F("due"), due__lte=F("latest")), name="visit_window_in_order"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["planned", "under_way"]), name="visit_one_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.state}"
