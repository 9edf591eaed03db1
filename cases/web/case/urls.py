"""The addresses of one case."""

from django.urls import path

from cases.web.case import contact, deeds, editing, ladder, opening, page, people, skipping, undo, why

HERE = "cases/<uuid:pk>/"
DEEDS = {
    "open": opening.OPEN,
    "contact": contact.TRY,
    "plan": contact.PLAN,
    "skip": skipping.SKIP,
    "move": ladder.MOVE,
    "pause": ladder.PAUSE,
    "close": ladder.CLOSE,
    "reopen": ladder.REOPEN,
    "note": ladder.NOTE,
    "consent": people.CONSENT,
    "open-method": people.OPEN_METHOD,
    "hand-over": people.HAND_OVER,
    "second": people.SECOND,
}

urlpatterns = [
    path(HERE, page.page, name="case"),
    path(f"{HERE}print/", page.paper, name="case_print"),
    path(f"{HERE}why/", why.why, name="case_why"),
    path(f"{HERE}resume/", ladder.resume, name="case_resume"),
    path(f"{HERE}edit/", editing.edit, name="case_edit"),
    path(f"{HERE}edit/family/", editing.edit_family, name="case_edit_family"),
    path(f"{HERE}edit/facts/", editing.edit_facts, name="case_edit_facts"),
    path(f"{HERE}contact/draft/", contact.keep, name="contact_draft"),
    path(f"{HERE}contact/draft/discard/", contact.throw, name="contact_discard"),
    path("take-back/<str:token>/", undo.undo, name="take_back"),
    *(path(f"{HERE}{word}/", deeds.view_of(deed), name=f"case_{word}") for word, deed in DEEDS.items()),
]
