"""The address of the page that tries the rhythm."""

from django.urls import path

from cases.web.rhythm import views

urlpatterns = [path("rhythm/", views.trial, name="rhythm")]
