"""Changing later what was told; two people at once are told, see both, and lose nothing."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases.actions.doing import Conflict
from cases.actions.editing import Disputed, Kept, change_case, change_family, change_person
from cases.models import Case, Family, Person, Relative
from cases.models.events import field_word
from cases.models.labels_problems import problem_sentence
from cases.rules.access import May
from cases.rules.telling import unread
from cases.web.case.both import again, differences, differences_of_rows
from cases.web.case.deeds import SENTENCES
from cases.web.case.facts import CaseForm, FamilyForm, KnownRelatives, PersonForm, Versioned, start_of
from cases.web.case.page import note_reading
from cases.web.desk.relatives import PREFIX, bounded, rows_of
from cases.web.gate import Request, case_or_404, needs


@needs(May.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_EDIT)
    today = localdate(now(), case.organisation.zone)
    form = PersonForm(request.POST or None, case.person, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            kept = change_person(case, form.typed, version=form.cleaned_data["version"], by=request.user, at=now())
        except Disputed as both:
            theirs = differences(form, both)
            form = PersonForm(again(request.POST, both), Person.objects.get(pk=case.person_id), today=today)
            return _page(request, case, "person", form, theirs=theirs)
        _say(request, kept)
        if "birth_told" in kept.mine or "phone_told" in kept.mine:
            for problem in unread(form.cleaned_data, (form.cleaned_data["phone_told"],), today=today):
                messages.warning(request, problem_sentence(problem))
        return redirect("case", pk)
    return _page(request, case, "person", form)


@needs(May.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def edit_family(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_EDIT)
    family = case.person.family
    relatives = list(Relative.objects.filter(family=family).order_by("is_past", "-is_key_contact", "pk"))
    if request.method != "POST" or "more" in request.POST:
        return _page(request, case, "family", *_half_typed(request, family, relatives))
    form = FamilyForm(request.POST, family)
    rows: Any = KnownRelatives(bounded(request.POST), prefix=PREFIX)
    if not (form.is_valid() & rows.is_valid()):
        return _page(request, case, "family", form, rows)
    told = rows.told_of({one.pk for one in relatives})
    try:
        kept = change_family(case, form.typed, told, version=form.cleaned_data["version"], by=request.user, at=now())
    except Disputed as both:
        theirs = differences(form, both) + differences_of_rows(rows, both)
        data = again(request.POST, both, rows)
        form, rows = FamilyForm(data, family), KnownRelatives(bounded(data), prefix=PREFIX)
        return _page(request, case, "family", form, rows, theirs=theirs)
    except Conflict:
        raise Http404 from None
    _say(request, kept)
    return redirect("case", pk)


def _half_typed(request: Request, family: Family, relatives: list[Relative]) -> tuple[FamilyForm, Any]:
    """What is stored; or, after the button for one more, what was typed and an empty row."""
    form, rows = FamilyForm(None, family), start_of(relatives)
    if "more" in request.POST:
        form.initial = {**form.initial, **request.POST.dict()}
        rows = [row or {"id": uuid4()} for row in rows_of(request.POST, more=1)]
    return form, KnownRelatives(initial=rows, prefix=PREFIX)


@needs(May.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def edit_facts(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_EDIT)
    coordinators = User.objects.filter(organisation=case.organisation).coordinators().order_by("name", "pk")
    form = CaseForm(request.POST or None, case, coordinators=coordinators)
    if request.method == "POST" and form.is_valid():
        try:
            kept = change_case(case, form.typed, version=form.cleaned_data["version"], by=request.user, at=now())
        except Disputed as both:
            theirs = differences(form, both)
            form = CaseForm(again(request.POST, both), Case.objects.get(pk=pk), coordinators=coordinators)
            return _page(request, case, "case", form, theirs=theirs)
        except Conflict as gone:
            form.add_error("coordinator", SENTENCES[gone.code])
            return _page(request, case, "case", form)
        _say(request, kept)
        return redirect("case", pk)
    return _page(request, case, "case", form)


def _page(
    request: Request, case: Case, here: str, form: Versioned, rows: Any = None, *, theirs: Any = ()
) -> HttpResponse:
    if theirs:
        form.add_error(None, SENTENCES["changed"])
    note_reading(request, case, "edit")
    pages = (
        ("person", "case_edit", _("What we know of the person")),
        ("family", "case_edit_family", _("Family, house and relatives")),
        ("case", "case_edit_facts", _("Facts of the case")),
    )
    told = {
        "case": case, "form": form, "rows": rows, "theirs": theirs,
        "autofocus": len(rows.forms) - 1 if rows and "more" in request.POST else None,
        "title": next(title for key, _name, title in pages if key == here),
        "tabs": [(reverse(name, args=[case.pk]), title, key == here) for key, name, title in pages],
    }  # fmt: skip
    return render(request, "desk/edit.html", told, status=422 if form.is_bound else 200)


def _say(request: Request, kept: Kept) -> None:
    if kept.theirs:
        fields = _(", ").join(dict.fromkeys(field_word(name) for name in kept.theirs))
        messages.warning(
            request, _("Meanwhile somebody else changed: %(fields)s. That stands as well.") % {"fields": fields}
        )
    messages.success(request, _("Saved.") if kept.mine else _("Nothing was changed."))
