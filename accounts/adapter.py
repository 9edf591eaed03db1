"""How sign-in behaves here: nobody signs up; people are invited. The one letter it sends names nobody."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.utils.translation import gettext, override

from accounts.models import User

log = logging.getLogger(__name__)
A_DAY = 24 * 3600


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Of one's own row the database lets nobody write more."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """In the reader's own language. A server that went away since the form asked for it is only logged."""
        with override(user.language):
            subject = gettext("A new password")
            text = gettext(
                "Somebody asked for a new password for you. Open this address within %(days)s days to choose one:\n\n"
                "%(link)s\n\nIf it was not you, do nothing; your password stays as it is."
            ) % {"days": settings.PASSWORD_RESET_TIMEOUT // A_DAY, "link": context["password_reset_url"]}
        try:
            send_mail(subject, text, None, [email])
        except OSError as failure:
            log.error("a letter for a new password could not be sent: %s", type(failure).__name__)
