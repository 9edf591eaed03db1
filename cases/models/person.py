from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.family import Family
from cases.models.tenancy import Erasable, codes, one_of, some_of, within_walls
from cases.rules.facts import Issue, Outing, Sex, Trigger, Wished
from cases.rules.names import whole_name


class Person(Erasable):
    """The one who withdraws; he or she did not ask."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="persons", db_constraint=False, db_index=False)
    family_name = models.CharField(_("Family name"), max_length=40, blank=True)
    given_name = models.CharField(_("Given name"), max_length=40, blank=True)
    family_kana = models.CharField(_("Family name, reading"), max_length=60, blank=True)
    given_kana = models.CharField(_("Given name, reading"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=120, blank=True, db_collation="C")
    birth_on = models.DateField(_("Birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("Year of birth"), null=True, blank=True)
    birth_told = models.CharField(_("Birth as told"), max_length=40, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)  # the person's own, E.164 where it can be read
    phone_told = models.CharField(_("The person's own phone"), max_length=60, blank=True)
    sex = models.CharField(_("Sex"), max_length=8, default=Sex.UNKNOWN)
    onset_told = models.CharField(_("Since when, as told"), max_length=80, blank=True)
    onset_year = models.PositiveSmallIntegerField(_("Year it began"), null=True, blank=True)
    outing = models.CharField(_("Going out"), max_length=16, default=Outing.UNKNOWN)
    triggers = codes()
    issues = codes()
    talk_about = models.TextField(_("Likes to talk about"), blank=True)
    never_talk_about = models.TextField(_("Never talk about"), blank=True)
    best_hours = models.CharField(_("Best hours"), max_length=80, blank=True)
    # Those words as hours, so that a plan can follow them; beside them the hours that are closed.
    best_from = models.TimeField(_("Best from"), null=True, blank=True)
    best_until = models.TimeField(_("Best until"), null=True, blank=True)
    # Nobody comes or calls in between, beside the quiet hours of the house: for whoever sleeps by day.
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True)
    wished = models.CharField(
        _("Who should come"), max_length=8, default=Wished.UNKNOWN, db_default=Wished.UNKNOWN.value
    )
    clinic = models.CharField(_("Clinic"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            within_walls("person"),
            one_of(Sex, "sex", "person_sex_known"),
            one_of(Wished, "wished", "person_wished_known"),
            one_of(Outing, "outing", "person_outing_known"),
            some_of(Trigger, "triggers", "person_triggers_known"),
            some_of(Issue, "issues", "person_issues_known"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="person_quiet_both_or_none",
            ),
            models.CheckConstraint(
                condition=Q(best_from=None, best_until=None) | Q(best_from__isnull=False, best_until__isnull=False),
                name="person_best_both_or_none",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "family"], name="person_of_family"),  # case page, siblings
            models.Index(
                fields=["organisation", "sort_key", "id"], name="person_in_order"
            ),  # desk list in 五十音 order
            # the sweep that plans: the few with quiet hours of their own
            models.Index(fields=["organisation", "id"], name="person_own_quiet", condition=Q(quiet_from__isnull=False)),
            # the same sweep: those with best hours
            models.Index(fields=["organisation", "id"], name="person_best_hours", condition=Q(best_from__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return whole_name(self.family_name, self.given_name)

    @property
    def quiet(self) -> tuple[time, time] | None:
        """The person's own quiet hours: from, until."""
        return (self.quiet_from, self.quiet_until) if self.quiet_from and self.quiet_until else None

    @property
    def best(self) -> tuple[time, time] | None:
        """When the person is reached best: from, until; over midnight for whoever is awake by night."""
        return (self.best_from, self.best_until) if self.best_from and self.best_until else None

    @property
    def full_kana(self) -> str:
        return whole_name(self.family_kana, self.given_kana)
