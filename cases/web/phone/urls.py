"""The addresses of the phone."""

from django.urls import path

from cases.web.case.deeds import view_of
from cases.web.case.skipping import ON_THE_PHONE
from cases.web.phone import after, recording, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/<uuid:pk>/", views.brief, name="brief"),
    path("today/<uuid:pk>/arrived/", views.arrived, name="arrived"),
    path("today/<uuid:pk>/not-arrived/", views.not_arrived, name="not_arrived"),
    path("today/<uuid:pk>/record/", recording.record, name="phone_record"),
    path("today/<uuid:pk>/record/draft/", recording.keep, name="record_draft"),
    path("today/<uuid:pk>/record/draft/discard/", recording.throw, name="record_discard"),
    path("today/<uuid:pk>/skip/", view_of(ON_THE_PHONE), name="phone_skip"),
    path("today/<uuid:pk>/done/", after.done, name="phone_done"),
]
