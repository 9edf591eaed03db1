"""People: inviting, changing, letting go and taking back, for an administrator who sees no case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.links import link_token, link_until
from accounts.models import User
from accounts.models.user import BY_NAME
from accounts.roles import Role
from cases.actions import staffing
from cases.actions.doing import Conflict
from cases.models.office_words import role_word
from cases.queries.load import living_cases, living_cases_of
from cases.queries.office import colleagues, stuck
from cases.rules.access import May
from cases.web.gate import Request, needs
from cases.web.office.forms import InviteForm, PersonForm

SENTENCES = {
    "address_known": gettext_lazy("This address cannot be used: it has an account already. Choose another."),
    "hand_over_first": gettext_lazy("This person still has open cases. A coordinator must hand them over first."),
    "not_oneself": gettext_lazy("You cannot end your own sign-in. Ask another administrator."),
    "not_own_role": gettext_lazy("You cannot change your own role. Ask another administrator."),
    "not_own_link": gettext_lazy("For yourself, choose a new password under My account."),
    "last_administrator": gettext_lazy("This is the last administrator. Make somebody else an administrator first."),
}


@needs(May.PEOPLE)
@require_http_methods(["GET", "POST"])
def people(request: Request) -> HttpResponse:
    organisation = request.user.organisation
    form = InviteForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            user = staffing.invite(
                told["name"], told["email"], Role(told["role"]), kana=told["kana"], language=told["language"],
                by=request.user, at=now(),
            )  # fmt: skip
        except Conflict as conflict:
            form.add_error("email", SENTENCES[conflict.code])
        else:
            messages.success(request, _("%(name)s is invited. Hand over the link below.") % {"name": user.name})
            return redirect("person", user.pk)
    load, waiting = living_cases(), stuck(organisation, now()).count()
    rows = [
        {"user": user, "role": role_word(Role(user.role), organisation), "cases": load.get(user.pk, 0),
         "invited": not user.has_usable_password()}
        for user in colleagues(organisation).order_by("-is_active", *BY_NAME)
    ]  # fmt: skip
    return render(
        request,
        "office/people.html",
        {"rows": rows, "form": form, "stuck": waiting, "nobody_coordinates": not any(map(coordinates, rows))},
        status=422 if form.is_bound else 200,
    )


def coordinates(row: dict[str, Any]) -> bool:
    user: User = row["user"]
    return user.is_active and user.role == Role.COORDINATOR


@needs(May.PEOPLE)
@require_http_methods(["GET", "POST"])
def person(request: Request, pk: UUID) -> HttpResponse:
    """One colleague: how they work here, the link that is waiting, and what an administrator may do."""
    user = one(request, pk)
    form = PersonForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.change(user, form.terms(), by=request.user, at=now())
        except Conflict as conflict:
            form.add_error("email" if conflict.code == "address_known" else "role", SENTENCES[conflict.code])
        else:
            messages.success(request, _("Saved."))
            return redirect("person", pk)
    cases = living_cases_of(user)
    waiting, at, until = user.is_active and not user.has_usable_password(), now(), link_until(user)
    told = {
        "user": user, "form": form, "cases": cases, "is_oneself": user.pk == request.user.pk,
        "role": role_word(Role(user.role), request.user.organisation),
        "waiting": waiting,
        "link": welcome_link(user) if waiting and until and at < until else "",
        "link_until": until,
        "zone": request.user.organisation.zone,
        "hands": colleagues(request.user.organisation).coordinators().exclude(pk=user.pk) if cases else [],
        "their_lists": lists_of(user),
    }  # fmt: skip
    return render(request, "office/person.html", told, status=422 if form.is_bound else 200)


def one(request: Request, pk: UUID) -> User:
    """The colleague, held until the deed is done when there is one."""
    users = User.objects.filter(organisation=request.user.organisation).select_related("organisation")
    if request.method == "POST":
        users = users.select_for_update(of=("self",), no_key=True)
    found: User = get_object_or_404(users, pk=pk)
    return found


def lists_of(user: User) -> list[tuple[str, str, str]]:
    """Where a coordinator finds what hangs on this colleague: a key, the words and the address of each list."""
    desk = f"{settings.SITE_URL}{reverse('desk')}?view=all"
    led = ("worker", _("The list to send them: cases this person leads"), f"{desk}&worker={user.pk}")
    away = f"{settings.SITE_URL}{reverse('away', args=[user.pk])}?for=good"
    over = ("away", _("The page to send them: proposals for handing all of these over"), away)
    if user.role != Role.COORDINATOR:
        return [led, over]
    words = _("The list to send them: cases this person coordinates")
    return [("coordinator", words, f"{desk}&coordinator={user.pk}"), led, over]


def welcome_link(user: User) -> str:
    path = reverse("welcome", args=[user.pk, link_token(user)])
    return f"{settings.SITE_URL}{path}"


def _about_one(deed: Callable[[Request, User], str]) -> Callable[..., HttpResponse]:
    @needs(May.PEOPLE)
    @require_POST
    def view(request: Request, pk: UUID) -> HttpResponse:
        user = one(request, pk)
        try:
            messages.success(request, deed(request, user) % {"name": user.name})
        except Conflict as conflict:
            messages.error(request, SENTENCES[conflict.code])
        return redirect("person", pk)

    return view


def _let_go(request: Request, user: User) -> str:
    staffing.let_go(user, by=request.user, at=now())
    return _("%(name)s may no longer sign in, from the next click on.")


def _take_back(request: Request, user: User) -> str:
    staffing.take_back(user, by=request.user, at=now())
    return _("%(name)s may sign in again with a new password. Hand over the link below.")


def _renew_link(request: Request, user: User) -> str:
    staffing.renew_link(user, by=request.user, at=now())
    return _("The links of %(name)s made before have ended. Hand over the link below.")


def _sign_out(request: Request, user: User) -> str:
    staffing.sign_out(user, by=request.user, at=now())
    return _("%(name)s is signed out everywhere.")


let_go, take_back, renew_link, sign_out = map(_about_one, (_let_go, _take_back, _renew_link, _sign_out))
