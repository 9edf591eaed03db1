"""The addresses of one case."""

from django.urls import path

from cases.web.case import deeds, editing, page

HERE = "cases/<uuid:pk>/"

urlpatterns = [
    path(HERE, page.page, name="case"),
    path(f"{HERE}print/", page.paper, name="case_print"),
    path(f"{HERE}resume/", deeds.resume, name="case_resume"),
    path(f"{HERE}edit/", editing.edit, name="case_edit"),
    path(f"{HERE}edit/family/", editing.edit_family, name="case_edit_family"),
    path(f"{HERE}edit/facts/", editing.edit_facts, name="case_edit_facts"),
    *(path(f"{HERE}{word}/", deeds.view_of(deed), name=f"case_{word}") for word, deed in deeds.DEEDS.items()),
]
