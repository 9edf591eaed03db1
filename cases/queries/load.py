"""How much each worker carries."""

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation, User
from cases.rules.ladder import Standing


def carers(organisation: Organisation) -> QuerySet[User]:
    """Those who can lead, with `load`: their open cases."""
    load = Count("led", filter=Q(led__standing=Standing.OPEN))
    found: QuerySet[User] = User.objects.filter(organisation=organisation).carers().annotate(load=load).order_by("name")
    return found
