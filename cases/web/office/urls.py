"""The addresses of the office."""

from django.urls import path

from cases.web.office import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uuid:pk>/role/", views.change_role, name="change_role"),
    path("people/<uuid:pk>/let-go/", views.let_go, name="let_go"),
    path("people/<uuid:pk>/take-back/", views.take_back, name="take_back"),
    path("settings/", views.settings, name="settings"),
    path("settings/recess/", views.add_recess, name="add_recess"),
    path("settings/recess/<uuid:pk>/drop/", views.drop_recess, name="drop_recess"),
    path("welcome/<uuid:pk>/<str:token>/", views.welcome, name="welcome"),
]
