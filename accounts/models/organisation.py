from datetime import time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.keys import new_id


class Organisation(models.Model):
    """A non-profit that does outreach. Nobody sees across its walls."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("Name of the organisation"), max_length=120)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Tokyo")
    # Whose public holidays are kept, by two letters; empty where people work on them.
    holidays_of = models.CharField(_("Public holidays"), max_length=2, default="JP", db_default="JP", blank=True)
    language = models.CharField(_("Language"), max_length=2, default="ja")
    fiscal_year_start = models.PositiveSmallIntegerField(_("First month of the fiscal year"), default=4)
    paces = models.JSONField(default=dict, blank=True)  # stage -> days; a stage left out keeps the default
    cap_7 = models.PositiveSmallIntegerField(_("Most contacts in 7 days"), default=3)
    cap_14 = models.PositiveSmallIntegerField(_("Most contacts in 14 days"), default=5)
    quiet_from = models.TimeField(_("Quiet from"), default=time(21))
    quiet_until = models.TimeField(_("Quiet until"), default=time(8))
    # When a coordinator is told of what nobody took up, of silence, and of contacts with the family alone.
    late_days = models.PositiveSmallIntegerField(
        _("Days overdue until the coordinator is told"), default=7, db_default=7
    )
    silent_days = models.PositiveSmallIntegerField(
        _("Days without a sign until a case is silent"), default=60, db_default=60
    )
    family_months = models.PositiveSmallIntegerField(
        _("Months with the family alone until the coordinator is told"), default=3, db_default=3
    )
    role_labels = models.JSONField(default=dict, blank=True)  # role -> language -> the organisation's own word
    suppression_limit = models.PositiveSmallIntegerField(_("Hide counts below"), default=5)
    fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start__range=(1, 12)), name="organisation_fiscal_month"
            ),
            models.CheckConstraint(
                condition=models.Q(cap_7__gte=1) & models.Q(cap_14__gte=models.F("cap_7")), name="organisation_caps"
            ),
            models.CheckConstraint(
                condition=models.Q(late_days__gte=1, silent_days__gte=1, family_months__gte=1),
                name="organisation_reminds_after_a_while",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def quiet(self) -> tuple[time, time]:
        """From, until: nobody is visited or called in between."""
        return self.quiet_from, self.quiet_until
