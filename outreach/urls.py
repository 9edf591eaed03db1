"""Where each address leads; every view says what it needs (cases/web/gate.py)."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from cases.rules.access import May
from cases.web import errors, health, places
from cases.web.gate import needs


class Whom(StringConverter):
    """Ends at the first hyphen: what follows it is the key of the letter, which has hyphens of its own."""

    regex = "[0-9A-Za-z]+"


register_converter(Whom, "whom")
public, signed_in = needs(May.PUBLIC), needs(May.SIGNED_IN)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", places.home, name="home"),
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-out/", signed_in(account.logout), name="account_logout"),
    path("sign-out-everywhere/", places.sign_out_everywhere, name="sign_out_everywhere"),
    path("sign-up/", public(account.signup), name="account_signup"),
    path("account/", places.account, name="account"),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/password/new/", signed_in(account.password_set), name="account_set_password"),
    path("account/again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    # allauth asks for this name; an address of one's own choosing could be somebody else's, so the office changes it.
    path("account/email/", places.account, name="account_email"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path("password/reset/sent/", public(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/<whom:uidb36>-<key>/",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/inactive/", public(account.account_inactive), name="account_inactive"),
    path("language/", places.language, name="set_language"),
    path("theme/", places.theme, name="theme"),
    path("privacy/", places.privacy, name="privacy"),
    path("shortcuts/", places.shortcuts, name="shortcuts"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("cases.web.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
