"""Bringing the old ledger."""

from django.urls import path

from cases.web.ledger import deeds, history, pages

urlpatterns = [
    path("desk/ledger/", pages.ledger, name="ledger"),
    path("desk/ledger/<uuid:pk>/", pages.batch, name="ledger_batch"),
    path("desk/ledger/<uuid:pk>/contacts/", history.contacts, name="ledger_contacts"),
    path("desk/ledger/<uuid:pk>/mend/<str:place>/", pages.mend, name="ledger_mend"),
    path("desk/ledger/<uuid:pk>/columns/", deeds.columns, name="ledger_columns"),
    path("desk/ledger/<uuid:pk>/bring/", deeds.bring_in, name="ledger_bring"),
    path("desk/ledger/<uuid:pk>/discard/", deeds.put_away, name="ledger_discard"),
    path("desk/ledger/<uuid:pk>/undo/", deeds.take_back, name="ledger_undo"),
]
