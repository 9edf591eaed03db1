from datetime import datetime
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from cases.models.person import Person
from cases.models.tenancy import Erasable, Walled, codes, one_of, some_of, within_walls
from cases.rules.access import May, may
from cases.rules.due import Due, due_of
from cases.rules.facts import Basis, ReferralSource
from cases.rules.ladder import CloseReason, Stage, Standing
from cases.rules.methods import Method
from cases.rules.rhythm.signals import Signals
from cases.rules.rhythm.skipping import Skip


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """The first wall; the database keeps the second."""
        own = self.of_house(user.organisation_id)
        if may(Role(user.role), May.CASE_SEE):
            return own
        if may(Role(user.role), May.CASE_SEE, own=True):
            return own.carried_by(user)
        return self.none()

    def carried_by(self, worker: User | UUID) -> Self:
        """Those she leads or comes along to; a list of hers and the letter that counts it ask the same."""
        return self.filter(assignments__worker=worker, assignments__ended_at=None)

    def of_house(self, organisation: UUID) -> Self:
        return self.filter(organisation_id=organisation, erased_at=None)

    def open(self) -> Self:
        return self.filter(standing=Standing.OPEN)

    def standing_at(self, due: Due, at: datetime) -> Self:
        """The one definition of due (rules/due.py), said to the database."""
        return self.open().filter(DUE_WHEN[due](at))


DUE_WHEN = {
    Due.NONE: lambda at: Q(next_due=None),
    Due.PLANNED: lambda at: Q(next_earliest__gt=at),
    Due.DUE: lambda at: Q(next_earliest__lte=at, next_ends__gt=at),
    Due.OVERDUE: lambda at: Q(next_ends__lte=at),
}


# What the board counts by (queries/board.py).
COUNTED = (
    "standing", "stage", "next_earliest", "next_ends", "opened_at", "last_at", "last_sign_at", "family_last_at",
    "concern",
)  # fmt: skip


class Case(Erasable):
    """The outreach to one person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cases", db_constraint=False, db_index=False)
    code = models.CharField(_("Case code"), max_length=20)
    stage = models.CharField(_("Stage"), max_length=16, default=Stage.PREPARATION)
    standing = models.CharField(_("Standing"), max_length=8, default=Standing.INQUIRY)
    coordinator = models.ForeignKey(User, models.PROTECT, related_name="coordinated", db_constraint=False)
    lead = models.ForeignKey(User, models.PROTECT, related_name="led", null=True, blank=True, db_constraint=False)
    close_reason = models.CharField(max_length=32, blank=True)
    referral = models.CharField(_("Where the referral came from"), max_length=24, default=ReferralSource.UNKNOWN)
    basis = models.CharField(_("Basis for holding the data"), max_length=24, default=Basis.UNKNOWN)
    concern_told = models.TextField(_("What the family asks"), blank=True)
    ledger_note = models.TextField(_("From the old ledger, as told"), blank=True, default="", db_default="")
    pace_days = models.PositiveSmallIntegerField(_("Own pace in days"), null=True, blank=True)
    inquired_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    staged_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    fictional = models.BooleanField(default=False)
    # The next contact, and why. `next_ends` is the end of the local day of `next_latest`: the moment it is overdue.
    next_method = models.CharField(max_length=16, blank=True)
    next_earliest = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    next_latest = models.DateTimeField(null=True, blank=True)
    next_ends = models.DateTimeField(null=True, blank=True)
    next_reason = models.CharField(max_length=32, blank=True)
    next_facts = models.JSONField(default=dict, blank=True)
    next_accepted = models.BooleanField(default=False)
    closed_methods = codes(16)  # what the person refused, until a coordinator reopens it
    # The contact with the person left out last (rules/rhythm/skipping.py): when that was said, and for when it was.
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_due = models.DateTimeField(null=True, blank=True)
    skipped_method = models.CharField(max_length=16, blank=True, default="", db_default="")
    family_skipped_at = models.DateTimeField(null=True, blank=True)  # the same of a talk with the family or an agency
    family_skipped_due = models.DateTimeField(null=True, blank=True)
    # What the rhythm knows of the contacts (rules/rhythm/signals.py), kept by the writing transaction.
    last_at = models.DateTimeField(null=True, blank=True)
    last_method = models.CharField(max_length=16, blank=True)
    last_response = models.CharField(max_length=20, blank=True)
    last_sign_at = models.DateTimeField(null=True, blank=True)
    silent_streak = models.PositiveSmallIntegerField(default=0)
    silent_letters = models.PositiveSmallIntegerField(default=0)
    voice_streak = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)
    concern = models.BooleanField(default=False)
    opened_door = models.BooleanField(default=False)
    family_last_at = models.DateTimeField(null=True, blank=True)
    recent = ArrayField(models.DateTimeField(), default=list, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            within_walls("case"),
            models.UniqueConstraint(fields=["organisation", "code"], name="case_code_once"),
            models.UniqueConstraint(
                fields=["person"], condition=~Q(standing=Standing.CLOSED), name="case_one_living_for_a_person"
            ),
            one_of(Stage, "stage", "case_stage_on_ladder"),
            one_of(Standing, "standing", "case_standing_known"),
            one_of(Basis, "basis", "case_basis_known"),
            one_of(ReferralSource, "referral", "case_referral_known"),
            some_of(Method, "closed_methods", "case_closed_methods_known"),
            models.CheckConstraint(
                condition=Q(standing=Standing.CLOSED, close_reason__in=list(CloseReason))
                | (~Q(standing=Standing.CLOSED) & Q(close_reason="")),
                name="case_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.OPEN) | Q(lead__isnull=False), name="case_open_has_a_worker"
            ),
            # Only an open case has a next contact; closing, pausing and refusing remove it in their own statement.
            models.CheckConstraint(
                condition=Q(next_due=None, next_earliest=None, next_latest=None, next_ends=None, next_method="")
                | Q(
                    standing=Standing.OPEN,
                    next_earliest__lte=F("next_due"),
                    next_due__lte=F("next_latest"),
                    next_latest__lte=F("next_ends"),
                    next_method__in=list(Method),
                ),
                name="case_next_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(skipped_at=None, skipped_due=None, skipped_method="")
                | Q(skipped_at__lte=F("skipped_due"), skipped_method__in=list(Method)),
                name="case_skip_whole",
            ),
            models.CheckConstraint(
                condition=Q(family_skipped_at=None, family_skipped_due=None)
                | Q(family_skipped_at__isnull=False, family_skipped_due__isnull=False),
                name="case_family_skip_whole",
            ),
        ]
        indexes = [
            # today: one worker's open cases in the order of their windows
            models.Index(
                fields=["organisation", "lead", "next_ends", "id"],
                name="case_worker_due",
                condition=Q(standing=Standing.OPEN),
            ),
            # board and desk: the organisation's open cases in the order of their windows
            models.Index(
                fields=["organisation", "next_ends", "id"], name="case_due", condition=Q(standing=Standing.OPEN)
            ),
            # sweep: open cases without a next contact
            models.Index(
                fields=["organisation", "id"],
                name="case_unplanned",
                condition=Q(standing=Standing.OPEN, next_due=None),
            ),
            # desk list: every case of one standing, newest first, so that a page is read and no more
            models.Index(fields=["organisation", "standing", "-id"], name="case_by_standing"),
            # desk list: the living ones on one rung, the same way
            models.Index(
                fields=["organisation", "stage", "-id"],
                name="case_on_rung",
                condition=~Q(standing=Standing.CLOSED) & Q(erased_at=None),
            ),
            models.Index(fields=["organisation", "person"], name="case_of_person"),
            # board: what each worker leads, counted from the index alone; a living case that was erased is not counted
            models.Index(
                fields=["organisation", "lead"],
                name="case_of_lead",
                condition=~Q(standing=Standing.CLOSED) & Q(erased_at=None),
                include=COUNTED,
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def due(self, at: datetime) -> Due:
        return due_of(self.next_earliest, self.next_ends, at)

    @property
    def signals(self) -> Signals:
        return Signals(
            last_at=self.last_at,
            last_method=Method(self.last_method) if self.last_method else None,
            last_response=self.last_response or None,  # type: ignore[arg-type]
            last_sign_at=self.last_sign_at,
            silent_streak=self.silent_streak,
            silent_letters=self.silent_letters,
            voice_streak=self.voice_streak,
            refusals=self.refusals,
            concern=self.concern,
            opened=self.opened_door,
            family_last_at=self.family_last_at,
            recent=tuple(self.recent),
        )

    @property
    def skip(self) -> Skip | None:
        return skip_of(self.skipped_at, self.skipped_due)

    @property
    def family_skip(self) -> Skip | None:
        return skip_of(self.family_skipped_at, self.family_skipped_due)


def skip_of(at: datetime | None, due: datetime | None) -> Skip | None:
    return Skip(at=at, due=due) if at and due else None


class Assignment(Walled):
    """One worker on one case for a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", db_constraint=False, db_index=False)
    worker = models.ForeignKey(User, models.PROTECT, related_name="assignments", db_constraint=False, db_index=False)
    part = models.CharField(max_length=8, choices=[("lead", "lead"), ("second", "second")], default="lead")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.CharField(max_length=200, blank=True)
    handover_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            within_walls("assignment"),
            models.UniqueConstraint(
                fields=["case", "part"], condition=Q(ended_at=None), name="assignment_one_of_a_part"
            ),
            models.UniqueConstraint(
                fields=["case", "worker"], condition=Q(ended_at=None), name="assignment_once_per_worker"
            ),
            models.CheckConstraint(condition=Q(part__in=["lead", "second"]), name="assignment_part_known"),
        ]
        indexes = [
            # the worker's wall: the cases one worker is on now
            models.Index(fields=["organisation", "worker", "case"], name="assignment_now", condition=Q(ended_at=None)),
            models.Index(fields=["case", "started_at"], name="assignment_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"
