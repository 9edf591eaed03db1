"""The addresses of the week."""

from django.urls import path

from cases.web.week import moved, planning, views

urlpatterns = [
    path("week/", views.week, name="week"),
    path("week/moved/", moved.moved, name="week_moved"),
    path("week/<uuid:pk>/", planning.plan, name="week_plan"),
    path("week/<uuid:pk>/lane/", planning.lane, name="week_lane"),
]
