"""What one worker has to do: overdue, due, and the week ahead, in the order of the windows."""

from datetime import datetime, timedelta

from accounts.models import User
from cases.models import Case, Contact

AHEAD = timedelta(days=7)
MOST = 60


def today(user: User, at: datetime) -> list[Case]:
    mine = Case.objects.visible_to(user).filter(organisation_id=user.organisation_id).open()
    if user.role != "worker":
        mine = mine.filter(lead=user)
    ahead = mine.filter(next_earliest__lte=at + AHEAD).select_related("person__family")
    return list(ahead.order_by("next_ends", "pk")[:MOST])


def last_contact(case: Case) -> Contact | None:
    return Contact.objects.filter(case=case).standing().order_by("-started_at", "-id").first()
