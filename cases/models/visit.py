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
    """A contact a person accepted: its window, who goes and when, and what became of it.

    Nobody is in two places: `visit_one_place_at_a_time` (migrations/0015) keeps the hours of both who go apart, as long
    as the visit is ahead. Where an hour is agreed, `due` is the moment it begins."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits", db_constraint=False)
    method = models.CharField(max_length=16)
    earliest = models.DateTimeField()
    due = models.DateTimeField()
    latest = models.DateTimeField()
    worker = models.ForeignKey(User, models.PROTECT, related_name="visits", db_constraint=False)
    second = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(starts_at__lt=F("ends_at"), starts_at=F("due")),
                name="visit_hour_whole",
            ),
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("worker")), name="visit_by_two_people"),
        ]
        indexes = [
            # week: what the people of an organisation have planned between two days
            models.Index(fields=["organisation", "due"], name="visit_of_week"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.state}"
