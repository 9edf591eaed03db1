from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from accounts.setup_code import digest, opens

MOST_TRIES = 10
REST = timedelta(minutes=15)


class SetupCode(models.Model):
    """What opens the first-run page of a house without an organisation; one row at most, gone with the founding."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="setup_code_only_one")]

    def __str__(self) -> str:
        return "setup code"

    @classmethod
    def renew(cls, code: str, *, at: datetime) -> None:
        """Only the newest code opens."""
        fresh = {"digest": digest(code), "made_at": at, "tries": 0, "tried_at": None}
        cls.objects.update_or_create(id=1, defaults=fresh)

    def opens_for(self, code: str) -> bool:
        return opens(code, self.digest)

    def rests(self, at: datetime) -> bool:
        """Too many wrong codes: a while without tries."""
        return self.tries >= MOST_TRIES and self.tried_at is not None and at - self.tried_at < REST

    def count_wrong(self, *, at: datetime) -> None:
        again = self.tried_at is None or at - self.tried_at >= REST
        self.tries, self.tried_at = (1 if again else self.tries + 1), at
        self.save(update_fields=["tries", "tried_at"])
