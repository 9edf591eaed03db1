"""Who a row is about, by name."""

from django.db.models import OuterRef, Subquery

from accounts.models import User


def name_of(key: str) -> Subquery:
    """Of the colleague whose key stands in this column, looked up for each row that is shown: of a join the planner
    cannot know how few they are, and begins with everybody of a large house."""
    return Subquery(User.objects.filter(pk=OuterRef(key)).values("name"))
