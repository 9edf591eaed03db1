"""The addresses of this place."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
