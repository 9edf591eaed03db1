"""The link for a first password: signed, not stored, and the same at every look until somebody makes a new one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from accounts.models import User


class _OfMoment(PasswordResetTokenGenerator):
    """Signs as of the moment at which somebody pressed the button, so that looking at a page makes no link."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def _now(self) -> datetime:
        # The same local time without a zone that the check of a link counts in.
        return datetime.fromtimestamp(self.at.timestamp())  # noqa: DTZ006


def link_token(user: User) -> str:
    """Of the link made last; a new password, also one nobody can know, ends it and those before."""
    assert user.invited_at is not None
    return _OfMoment(user.invited_at).make_token(user)


def link_until(user: User) -> datetime | None:
    """None where no link was ever made."""
    return user.invited_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) if user.invited_at else None
