"""The forms of sign-in."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.utils.translation import gettext


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs.update({"autocomplete": "username", "placeholder": ""})
        self.fields["password"].widget.attrs.update({"autocomplete": "current-password", "placeholder": ""})


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """Asks the mail server whether it is there before anybody waits for a letter in vain; for every address alike, so
    that the answer tells nobody which of them are known."""

    def clean(self) -> dict[str, Any] | None:
        told: dict[str, Any] | None = super().clean()
        if settings.EMAIL_HOST and not self.errors:
            try:
                with get_connection():
                    pass
            except OSError as away:
                raise ValidationError(
                    gettext(
                        "Mails cannot be sent at the moment. Ask again in a few minutes, or ask an administrator of"
                        " your organisation for a new link."
                    )
                ) from away
        return told
