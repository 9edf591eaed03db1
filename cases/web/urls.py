"""The addresses of the work, one list for each place."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cases.web.case.urls")),
    path("", include("cases.web.desk.urls")),
    path("", include("cases.web.phone.urls")),
    path("", include("cases.web.week.urls")),
    path("", include("cases.web.board.urls")),
    path("", include("cases.web.rhythm.urls")),
    path("", include("cases.web.office.urls")),
    path("", include("cases.web.own.urls")),
    path("", include("cases.web.ledger.urls")),
]
