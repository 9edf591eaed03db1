"""Changing what we know of the person; two people at once are told, see both, and lose nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions.doing import Changed
from cases.actions.opening import change_person
from cases.models import Person
from cases.rules.access import May
from cases.web.case.deeds import SENTENCES
from cases.web.case.forms import PersonForm
from cases.web.case.page import note_reading
from cases.web.gate import Request, case_or_404, needs


@needs(May.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_EDIT)
    form = PersonForm(request.POST or None, initial={"version": case.person.version}, instance=case.person)
    theirs: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        changes = dict(form.cleaned_data)
        version = changes.pop("version")
        try:
            change_person(case, changes, version=version, by=request.user, at=now())
        except Changed:
            now_stored = Person.objects.get(pk=case.person_id)
            theirs = differences(form, now_stored)
            again = request.POST.copy()
            again["version"] = str(now_stored.version)
            form = PersonForm(again, instance=now_stored)
            form.add_error(None, SENTENCES["changed"])
        else:
            messages.success(request, _("Saved."))
            return redirect("case", pk)
    note_reading(request, case, "edit")
    told = {"case": case, "form": form, "title": _("What we know of the person"), "theirs": theirs}
    return render(request, "case/deed.html", told, status=422 if form.is_bound else 200)


def differences(form: PersonForm, stored: Person) -> list[tuple[str, str, str]]:
    """Field, what stands there now, what this reader typed."""
    return [
        (str(field.label), str(getattr(stored, name)), str(form.cleaned_data[name]))
        for name, field in form.fields.items()
        if name != "version" and getattr(stored, name) != form.cleaned_data[name]
    ]
