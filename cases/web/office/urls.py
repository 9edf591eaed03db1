"""The addresses of the office."""

from django.urls import path

from cases.web.office import away, founding, notices, people, settings

HERE = "people/<uuid:pk>/"

urlpatterns = [
    path("people/", people.people, name="people"),
    path(HERE, people.person, name="person"),
    path(f"{HERE}away/", away.away, name="away"),
    path(f"{HERE}let-go/", people.let_go, name="let_go"),
    path(f"{HERE}take-back/", people.take_back, name="take_back_person"),
    path(f"{HERE}link/", people.renew_link, name="renew_link"),
    path(f"{HERE}sign-out/", people.sign_out, name="sign_out_person"),
    path("settings/", settings.settings, name="settings"),
    path("settings/rests/", settings.add_recess, name="add_recess"),
    path("settings/rests/<uuid:pk>/", settings.recess, name="recess"),
    path("settings/rests/<uuid:pk>/drop/", settings.drop_recess, name="drop_recess"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:pk>/send-again/", notices.send_again, name="send_again"),
    path("notices/<uuid:pk>/leave/", notices.leave, name="leave_unsent"),
    path("welcome/", founding.first_run, name="first_run"),
    path("welcome/<uuid:pk>/<str:token>/", founding.welcome, name="welcome"),
]
