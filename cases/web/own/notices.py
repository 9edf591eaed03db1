"""How one wants to be told of what: the way, the hour, the devices."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Role
from cases.actions import wishing
from cases.actions.doing import Conflict
from cases.models import PushDevice, Wish
from cases.rules.access import May
from cases.rules.push import device_name, public_key
from cases.rules.reminders import Channel, Remind, Wished, kinds_for
from cases.web.gate import Request, needs
from cases.web.own.forms import DeviceForm, WishesForm


@needs(May.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def own_notices(request: Request) -> HttpResponse:
    devices = list(PushDevice.objects.filter(user=request.user).order_by("made_at", "pk"))
    rows, offers_push = kinds_for(Role(request.user.role)), bool(settings.VAPID_KEY)
    form = WishesForm(request.POST or None, rows=rows, stands=wished(request), offers_push=offers_push)
    if request.method == "POST" and form.is_valid():
        wishing.wish(form.wished(), by=request.user, at=now())
        messages.success(request, _("Saved."))
        return redirect("own_notices")
    told = {
        "form": form, "devices": devices, "zone": request.user.organisation.zone,
        "key": public_key(settings.VAPID_KEY) if offers_push else "",
    }  # fmt: skip
    return render(request, "own/notices.html", told, status=422 if form.is_bound else 200)


def wished(request: Request) -> dict[Remind, Wished]:
    rows = Wish.objects.filter(user=request.user).values_list("kind", "channel", "hour")
    return {Remind(kind): Wished(channel=Channel(channel), hour=hour) for kind, channel, hour in rows}


@needs(May.SIGNED_IN)
@require_POST
def add_device(request: Request) -> HttpResponse:
    """The form is filled by the page's script, out of what the browser was given by its maker's service."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("own_notices")
    told = wishing.Subscription(**form.cleaned_data, name=device_name(request.headers.get("User-Agent", "")))
    try:
        wishing.add_device(told, by=request.user, at=now())
    except Conflict:
        messages.error(request, _("Ten devices are enough. Take one away first."))
    else:
        messages.success(request, _("This browser shows notifications now."))
    return redirect("own_notices")


@needs(May.SIGNED_IN)
@require_POST
def forget_device(request: Request, pk: UUID) -> HttpResponse:
    wishing.forget_device(get_object_or_404(PushDevice, pk=pk, user=request.user).pk, by=request.user)
    messages.success(request, _("The device is taken away. It shows no notification any more."))
    return redirect("own_notices")
