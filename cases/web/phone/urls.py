"""The addresses of the phone."""

from django.urls import path

from cases.web.phone import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/<uuid:pk>/", views.brief, name="brief"),
    path("today/<uuid:pk>/arrived/", views.arrived, name="arrived"),
    path("today/<uuid:pk>/record/", views.record, name="phone_record"),
    path("today/<uuid:pk>/done/", views.done, name="phone_done"),
]
