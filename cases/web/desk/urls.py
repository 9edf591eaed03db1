"""The addresses of the desk."""

from django.urls import path

from cases.web.desk import filters, finding, hints, intake, listing

urlpatterns = [
    path("desk/", listing.desk, name="desk"),
    path("desk/filters/", filters.keep, name="filter_keep"),
    path("desk/filters/<uuid:pk>/drop/", filters.drop, name="filter_drop"),
    path("desk/intake/", intake.intake, name="intake"),
    path("desk/intake/draft/", intake.draft, name="intake_draft"),
    path("desk/intake/draft/discard/", intake.discard, name="intake_discard"),
    path("desk/intake/similar/", hints.similar, name="similar"),
    path("desk/intake/birth/", hints.birth, name="read_birth"),
    path("desk/intake/towns/", hints.places, name="towns"),
    path("find/", finding.find, name="find"),
]
