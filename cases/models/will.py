"""What the person said, and the rests that follow."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.case import Case
from cases.models.contact import Contact
from cases.models.family import Family
from cases.models.person import Person
from cases.models.tenancy import Walled, one_of
from cases.rules.facts import Answer, Heard, PauseScope, Scope


class Consent(Walled):
    """What the person said about one thing; the newest row of a scope holds."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", db_constraint=False, db_index=False)
    scope = models.CharField(max_length=16)
    answer = models.CharField(max_length=16)
    heard_by = models.ForeignKey(  # None: somebody of an old ledger who is nobody here; the contact says who
        User, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    way = models.CharField(max_length=16, default=Heard.UNKNOWN, db_default=Heard.UNKNOWN.value)
    how = models.CharField(max_length=200, blank=True)  # in which words or signs
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    contact = models.ForeignKey(  # in which it was heard, where that was written down
        Contact, models.PROTECT, related_name="consents", null=True, blank=True, db_constraint=False
    )
    reason = models.CharField(max_length=200, blank=True)  # why a coordinator opened a closed method again

    class Meta:
        constraints = [
            one_of(Scope, "scope", "consent_scope_known"),
            one_of(Answer, "answer", "consent_answer_known"),
            one_of(Heard, "way", "consent_way_known"),
        ]
        indexes = [models.Index(fields=["person", "scope", "-at"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.scope} {self.answer}"


class Pause(Walled):
    """A rest for a person, a case or a whole family."""

    scope = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses", db_constraint=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="pauses", db_constraint=False)
    reason = models.CharField(max_length=200)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of(PauseScope, "scope", "pause_scope_known"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="pause_one_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["organisation", "until"], name="pause_ending", condition=Q(ended_at=None)),  # sweep
        ]

    def __str__(self) -> str:
        return self.scope
