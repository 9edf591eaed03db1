"""The first-run page of an empty house, and the page on which an invited person sets the first password."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases.actions import founding, staffing
from cases.actions.doing import Conflict
from cases.actions.founding import Founding, Key
from cases.rules.access import May
from cases.web.gate import needs
from cases.web.office.forms import FoundingForm
from cases.web.office.people import SENTENCES
from cases.web.places import speak

KEYS = {
    Key.WRONG: gettext_lazy("This is not the code. Type the newest one shown in the terminal."),
    Key.RESTS: gettext_lazy("Too many wrong codes. Wait 15 minutes, or restart the server for another code."),
    Key.NOT_MADE: gettext_lazy("No code has been made. Run manage.py first_run on the server; it prints one."),
}


@needs(May.PUBLIC)
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Nothing is here once an organisation lives in the house."""
    if founding.is_founded():
        raise Http404
    form = FoundingForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        user = _found(form)
        if user is not None:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            with override(user.language):
                messages.success(request, _("Welcome. Invite the people who work with you."))
            return speak(redirect("people"), user.language)
    return render(request, "office/first_run.html", {"form": form}, status=422 if form.is_bound else 200)


def _found(form: FoundingForm) -> User | None:
    """The new administrator; or None, with the reason in the form."""
    told = dict(form.cleaned_data)
    key = founding.try_key(told.pop("code"), at=now())
    if key is Key.FOUNDED:
        raise Http404
    if key is not Key.OPENS:
        form.add_error("code", KEYS[key])
        return None
    try:
        return founding.found_first(Founding(**told), at=now())
    except Conflict as conflict:
        form.add_error("email", SENTENCES[conflict.code])
        return None


@needs(May.PUBLIC)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """The link works once and for three days; an old one and a made-up one look the same."""
    user = User.objects.select_related("organisation").filter(pk=pk, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "office/link_ended.html", status=404)
    form: SetPasswordForm[User] = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        staffing.set_first_password(user, form.cleaned_data["new_password1"], at=now())
        with override(user.language):
            messages.success(request, _("The new password is set. Sign in with it."))
        return speak(redirect("account_login"), user.language)
    return render(request, "office/welcome.html", {"form": form, "user": user}, status=422 if form.is_bound else 200)
