"""When a case is silent: the one definition, for the board, its list and the letters."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Organisation


def silent_since(organisation: Organisation, at: datetime) -> tuple[datetime, datetime]:
    """From when on, by the organisation's own days: without a sign, and with the family alone."""
    return at - timedelta(days=organisation.silent_days), at - timedelta(days=30 * organisation.family_months)


def no_sign(since: datetime, family_since: datetime) -> Q:
    """Open for a long while without a sign of the person, or for months only the family was met."""
    unheard = Q(opened_at__lt=since) & (Q(last_sign_at=None) | Q(last_sign_at__lt=since))
    return unheard | family_alone(family_since)


def family_alone(since: datetime) -> Q:
    """For that long the family was met and nobody tried to reach the person."""
    return Q(opened_at__lt=since, family_last_at__gte=since) & (Q(last_at=None) | Q(last_at__lt=since))
