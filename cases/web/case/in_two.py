"""Planning a visit where two go together: what warns, and who comes along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from cases.actions.planning import Going
from cases.models import Case
from cases.models.labels_in_two import warning_words
from cases.queries.in_two import companion, warning
from cases.queries.load import carers
from cases.rules.access import May, may
from cases.rules.in_two import FACE_TO_FACE


@dataclass(frozen=True, slots=True)
class InTwo:
    """`words` are empty where nobody warns, and then nobody is asked for; `second` is on the case already."""

    words: str = ""
    second: User | None = None

    @classmethod
    def of(cls, case: Case, reader: User, at: datetime) -> Self:
        """Who comes along is told to whoever plans; a manager only looks on."""
        words = warning_words(warning(case, at))
        plans = may(Role(reader.role), May.CONTACT_RECORD, own=True)
        return cls(words, companion(case) if words and plans else None)

    def choices(self, case: Case, reader: User) -> QuerySet[User] | None:
        """Who may be chosen to come along: who is on the case; else, for whoever gives it its people, each colleague."""
        if self.second is not None:
            found: QuerySet[User] = User.objects.filter(pk=self.second.pk)
            return found
        if not self.words or case.lead is None or not may(Role(reader.role), May.CASE_ASSIGN):
            return None
        everybody: QuerySet[User] = carers(case.organisation)
        return everybody.exclude(pk=case.lead.pk)

    def going(self, case: Case, method: str) -> Going | None:
        """Both who are on the case; None where one may go, or has nobody at her side yet."""
        return pair(case, method, self.second)


def pair(case: Case, method: str, second: User | None) -> Going | None:
    if second is None or case.lead is None or method not in FACE_TO_FACE:
        return None
    return Going(worker=case.lead, second=second)
