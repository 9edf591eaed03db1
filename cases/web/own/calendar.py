"""One's own calendar: making and revoking its address, and what stands behind it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from icalendar import Calendar, Event
from icalendar.enums import CLASS, TRANSP

from accounts.walls import within
from cases.actions.feeding import make_feed, revoke_feed
from cases.models.events import long_day
from cases.models.labels import said
from cases.queries.feed import ahead, feed_of, living_feed
from cases.rules.access import May
from cases.rules.due import Due
from cases.rules.feeding import LIVES, Planned, whole_day
from cases.rules.methods import Method
from cases.web.gate import Request, needs
from cases.web.own.forms import FeedForm
from cases.web.phone.words import about_hour

SHOWN_ONCE = "new_calendar"
EVERY = timedelta(hours=1)  # how often a calendar may look again


@needs(May.PUBLIC)
@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the address reads it; a wrong, an old, an expired and a revoked one look the same."""
    at = now()
    feed = living_feed(secret, at)
    if feed is None:
        raise Http404
    with within(feed.user, savepoint=False), override(feed.user.language):
        text = written(ahead(feed, at), feed.user.organisation.zone, at)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def written(planned: list[Planned], zone: ZoneInfo, at: datetime) -> bytes:
    book = Calendar()
    book.add("prodid", "-//Hitokoe//Hitokoe//JA")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", _("Hitokoe"))
    book.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    book.add("x-published-ttl", EVERY)
    for one in planned:
        book.add_component(_event(one, zone, at))
    return bytes(book.to_ical())


def _event(one: Planned, zone: ZoneInfo, at: datetime) -> Event:
    """With an agreed hour it fills that hour; else it stands on its day and leaves the day free."""
    begins, ends = [moment.astimezone(UTC) for moment in one.hour] if one.hour else whole_day(one, zone)
    told = {"method": said(Method(one.method)), "title": one.title, "hour": about_hour(one.due, zone)}
    words = _("%(hour)s %(method)s: %(title)s") if one.is_about and not one.hour else _("%(method)s: %(title)s")
    title = words % told
    event: Event = Event.new(
        uid=one.uid, stamp=at.astimezone(UTC), start=begins, end=ends, summary=title, description=_window(one, zone),
        classification=CLASS.PRIVATE, transparency=TRANSP.OPAQUE if one.hour else TRANSP.TRANSPARENT,
    )  # fmt: skip
    return event


def _window(one: Planned, zone: ZoneInfo) -> str:
    first, last = (long_day(moment.astimezone(zone).date()) for moment in (one.earliest, one.latest))
    told = {"first": first, "last": last}
    words = _("On %(first)s.") if first == last else _("Between %(first)s and %(last)s.")
    return f"{words % told} {said(Due.OVERDUE)}" if one.standing == Due.OVERDUE else words % told


@needs(May.TODAY)
@require_http_methods(["GET", "POST"])
def own_calendar(request: Request) -> HttpResponse:
    """A new address is shown once, right after it was made: only its digest is kept."""
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[SHOWN_ONCE] = make_feed(form.cleaned_data["naming"], by=request.user, at=now())
        return redirect("own_calendar")
    secret = request.session.pop(SHOWN_ONCE, "")
    feed = feed_of(request.user)
    told = {
        "form": form, "feed": feed, "until": feed.made_at + LIVES if feed else None,
        "is_over": bool(feed and feed.made_at + LIVES <= now()), "zone": request.user.organisation.zone,
        "address": settings.SITE_URL + reverse("calendar_feed", args=[secret]) if secret else "",
    }  # fmt: skip
    return render(request, "own/calendar.html", told, status=422 if form.is_bound else 200)


@needs(May.TODAY)
@require_POST
def end_calendar(request: Request) -> HttpResponse:
    if revoke_feed(by=request.user, at=now()):
        messages.success(request, _("The address is revoked. Calendars that follow it find nothing any more."))
    return redirect("own_calendar")
