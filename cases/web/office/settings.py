"""The organisation's settings and rests of the year, and what the office did lately."""

from math import ceil
from uuid import UUID

from django.conf import settings as configured
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation
from cases.actions import housekeeping
from cases.actions.doing import Changed
from cases.actions.keeping import Kept
from cases.models import Recess
from cases.models.office_words import office_sentence
from cases.queries.office import colleagues, lately_done, was_removed
from cases.rules.access import May
from cases.web.gate import Request, needs
from cases.web.office.settings_forms import RecessChangeForm, RecessForm, SettingsForm

REMOVED = gettext_lazy("Somebody else removed this closed period first. If it is still needed, add it again.")


@needs(May.SETTINGS)
@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    # Read apart from the reader's own: a half-typed name must not show in the frame.
    houses = Organisation.objects.all()
    houses = houses.select_for_update(no_key=True) if request.method == "POST" else houses
    house = houses.get(pk=request.user.organisation_id)
    form = SettingsForm(request.POST or None, organisation=house)
    if request.method == "POST" and form.is_valid():
        kept = housekeeping.change_settings(form.settings(), by=request.user, at=now())
        say(request, _("Saved.") if kept else _("Nothing was changed."), kept)
        return redirect("settings")
    return show(request, form, RecessForm(), status=422 if form.is_bound else 200)


def show(request: Request, form: SettingsForm, recess_form: RecessForm, *, status: int = 200) -> HttpResponse:
    organisation = request.user.organisation
    names = {str(user.pk): user.name for user in colleagues(organisation)}
    deeds = [(event.at, office_sentence(event, organisation, names)) for event in lately_done(organisation)]
    told = {
        "form": form, "recess_form": recess_form, "deeds": deeds, "zone": organisation.zone,
        "recesses": Recess.objects.filter(organisation=organisation).order_by("starts_on", "pk"),
    }  # fmt: skip
    return render(request, "office/settings.html", told, status=status)


@needs(May.SETTINGS)
@require_POST
def add_recess(request: Request) -> HttpResponse:
    form = RecessForm(request.POST)
    if not form.is_valid():
        return show(request, SettingsForm(organisation=request.user.organisation), form, status=422)
    say(request, _("Saved."), housekeeping.add_recess(**form.cleaned_data, by=request.user, at=now()))
    return redirect("settings")


@needs(May.SETTINGS)
@require_http_methods(["GET", "POST"])
def recess(request: Request, pk: UUID) -> HttpResponse:
    rest = one(request, pk)
    if rest is None:
        return gone(request, RecessForm(request.POST or None))
    form = RecessChangeForm(request.POST or None, rest=rest)
    if request.method == "POST" and form.is_valid():
        try:
            told = {name: form.cleaned_data[name] for name in ("name", "starts_on", "ends_on")}
            kept = housekeeping.change_recess(rest, **told, by=request.user, at=now())
        except Changed:
            return gone(request, RecessForm(request.POST))
        say(request, _("Saved."), kept)
        return redirect("settings")
    return render(request, "office/recess.html", {"form": form, "rest": rest}, status=422 if form.is_bound else 200)


def say(request: Request, done: str, kept: Kept | None) -> None:
    """What was done, and what became of the plans: how many moved with it, and that others are still to follow."""
    messages.success(request, done)
    if kept and kept.moved:
        words = ngettext(
            "%(count)s planned contact moved. Coordinators see which ones in the week, “Moved by the calendar”.",
            "%(count)s planned contacts moved. Coordinators see which ones in the week, “Moved by the calendar”.",
            kept.moved,
        )  # fmt: skip
        messages.success(request, words % {"count": kept.moved})
    if kept and kept.more:
        minutes = ceil(configured.CALENDAR_SECONDS / 60)
        words = ngettext(
            "There are more than move at once: the clock moves the others within %(minutes)s minute.",
            "There are more than move at once: the clock moves the others within %(minutes)s minutes.",
            minutes,
        )
        messages.success(request, words % {"minutes": minutes})


def gone(request: Request, form: RecessForm) -> HttpResponse:
    """What was typed stands in the form for another one."""
    if not form.is_bound:
        messages.warning(request, str(REMOVED))
        return redirect("settings")
    form.add_error(None, str(REMOVED))
    return show(request, SettingsForm(organisation=request.user.organisation), form, status=422)


@needs(May.SETTINGS)
@require_POST
def drop_recess(request: Request, pk: UUID) -> HttpResponse:
    rest = one(request, pk)
    kept = housekeeping.drop_recess(rest, by=request.user, at=now()) if rest is not None else None
    say(request, _("The closed period is removed."), kept)
    return redirect("settings")


def one(request: Request, pk: UUID) -> Recess | None:
    """None where a colleague has removed it; what was never this organisation's is not found."""
    found = Recess.objects.filter(pk=pk, organisation=request.user.organisation).first()
    if found is None and not was_removed(pk, request.user.organisation):
        raise Http404
    return found
