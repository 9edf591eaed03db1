"""The addresses of the desk."""

from django.urls import path

from cases.web.desk import intake, listing

urlpatterns = [
    path("desk/", listing.desk, name="desk"),
    path("desk/intake/", intake.intake, name="intake"),
    path("desk/intake/draft/", intake.draft, name="intake_draft"),
    path("desk/similar/", intake.similar, name="similar"),
    path("cases/<uuid:pk>/open/", intake.open_it, name="case_open"),
    path("find/", listing.find, name="find"),
]
