"""The addresses of one's own account, and of one's calendar."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cases.web.own import calendar, days, leave, notices


class Secret(StringConverter):
    """256 bits, as `secrets.token_urlsafe` writes them."""

    regex = "[0-9A-Za-z_-]{43}"


register_converter(Secret, "secret")

urlpatterns = [
    path("account/notices/", notices.own_notices, name="own_notices"),
    path("account/notices/devices/", notices.add_device, name="add_device"),
    path("account/notices/devices/<uuid:pk>/forget/", notices.forget_device, name="forget_device"),
    path("account/leave/", leave.own_leave, name="own_leave"),
    path("people/<uuid:pk>/leave/", leave.leave_of, name="leave_of"),
    path("leave/<uuid:pk>/", leave.one_leave, name="one_leave"),
    path("account/days/", days.own_days, name="own_days"),
    path("account/calendar/", calendar.own_calendar, name="own_calendar"),
    path("account/calendar/end/", calendar.end_calendar, name="end_calendar"),
    path("calendar/<secret:secret>.ics", calendar.calendar, name="calendar_feed"),
]
