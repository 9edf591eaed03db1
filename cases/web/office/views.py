"""People and settings, for an administrator who sees no case."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.conf import settings as house
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation, User
from accounts.roles import Role
from cases.actions import staffing
from cases.actions.doing import Conflict
from cases.models import Recess
from cases.models.labels import choices, label
from cases.rules.access import May
from cases.rules.ladder import LADDER
from cases.rules.rhythm.table import DEFAULT_PACES
from cases.web.gate import Request, needs

SENTENCES = {
    "address_known": gettext_lazy("This address is used already. Choose another."),
    "hand_over_first": gettext_lazy("Open cases hang on this person. A coordinator must hand them over first."),
    "not_oneself": gettext_lazy("You cannot let yourself go. Ask another administrator."),
}
PACE_BOUNDS = (3, 90)


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=choices(Role))


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The organisation's own words and numbers; a pace left empty keeps the default."""

    class Meta:
        model = Organisation
        fields = ["name", "cap_7", "cap_14", "quiet_from", "quiet_until", "suppression_limit"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        low, high = PACE_BOUNDS
        for stage in LADDER:
            self.fields[f"pace_{stage}"] = forms.IntegerField(
                label=_("Pace in days: %(stage)s") % {"stage": label(stage)}, required=False, min_value=low,
                max_value=high, initial=self.instance.paces.get(stage), help_text=str(DEFAULT_PACES[stage]),
            )  # fmt: skip

    def paces(self) -> dict[str, int]:
        told = {stage.value: self.cleaned_data.get(f"pace_{stage}") for stage in LADDER}
        return {stage: days for stage, days in told.items() if days}


class RecessForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Recess
        fields = ["name", "starts_on", "ends_on"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("starts_on", "ends_on")}


@needs(May.PEOPLE)
@require_http_methods(["GET", "POST"])
def people(request: Request) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = staffing.invite(data["name"], data["email"], Role(data["role"]), by=request.user, at=now())
        except Conflict as conflict:
            form.add_error("email", SENTENCES[conflict.code])
        else:
            told = _("%(name)s is invited. Hand over this link; it works once: %(link)s")
            messages.success(request, told % {"name": user.name, "link": welcome_link(user)})
            return redirect("people")
    users = User.objects.filter(organisation=request.user.organisation).order_by("-is_active", "name")
    rows = [{"user": user, "role": label(Role(user.role)), "cases": staffing.living_cases(user)} for user in users]
    shown = {"rows": rows, "form": form, "roles": choices(Role)}
    return render(request, "office/people.html", shown, status=422 if form.is_bound else 200)


def welcome_link(user: User) -> str:
    path = reverse("welcome", args=[user.pk, default_token_generator.make_token(user)])
    return f"{house.SITE_URL}{path}"


def _about_one(deed: Callable[[Request, User], None]) -> Callable[..., HttpResponse]:
    @needs(May.PEOPLE)
    @require_POST
    def view(request: Request, pk: UUID) -> HttpResponse:
        user = get_object_or_404(User, pk=pk, organisation=request.user.organisation)
        try:
            deed(request, user)
        except Conflict as conflict:
            messages.error(request, SENTENCES[conflict.code])
        return redirect("people")

    return view


def _change_role(request: Request, user: User) -> None:
    if request.POST.get("role") not in set(Role):
        raise Http404
    staffing.change_role(user, Role(request.POST["role"]), by=request.user, at=now())


change_role = _about_one(_change_role)
let_go = _about_one(lambda request, user: staffing.let_go(user, by=request.user, at=now()))
take_back = _about_one(lambda request, user: staffing.take_back(user, by=request.user, at=now()))


@needs(May.SETTINGS)
@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    organisation = request.user.organisation
    form = SettingsForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        organisation.paces = form.paces()
        organisation.save(update_fields=[*SettingsForm.Meta.fields, "paces"])
        messages.success(request, _("Saved."))
        return redirect("settings")
    shown = {"form": form, "recesses": Recess.objects.order_by("starts_on"), "recess_form": RecessForm()}
    return render(request, "office/settings.html", shown, status=422 if form.is_bound else 200)


@needs(May.SETTINGS)
@require_POST
def add_recess(request: Request) -> HttpResponse:
    form = RecessForm(request.POST, instance=Recess(organisation=request.user.organisation))
    if form.is_valid():
        form.save()
        return redirect("settings")
    organisation = SettingsForm(instance=request.user.organisation)
    shown = {"form": organisation, "recesses": Recess.objects.order_by("starts_on"), "recess_form": form}
    return render(request, "office/settings.html", shown, status=422)


@needs(May.SETTINGS)
@require_POST
def drop_recess(request: Request, pk: UUID) -> HttpResponse:
    get_object_or_404(Recess, pk=pk).delete()
    return redirect("settings")


@needs(May.PUBLIC)
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """An invited person sets the first password; the link works once."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    if not default_token_generator.check_token(user, token):
        raise Http404
    form: SetPasswordForm[User] = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The new password is set."))
        return redirect("account_login")
    return render(request, "office/welcome.html", {"form": form, "user": user}, status=422 if form.is_bound else 200)
