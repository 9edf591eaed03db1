"""Opening a case: its people, its rung and its pace."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases.actions.doing import Changed
from cases.actions.opening import open_case
from cases.queries.load import carers
from cases.rules.access import May
from cases.rules.ladder import Stage
from cases.web.case.deeds import SENTENCES
from cases.web.desk.forms import OpenForm
from cases.web.gate import Request, case_or_404, needs


@needs(May.CASE_OPEN)
@require_http_methods(["GET", "POST"])
def open_it(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_OPEN)
    coordinators = User.objects.filter(organisation=case.organisation).coordinators().order_by("name")
    start = {"coordinator": case.coordinator_id, "stage": case.stage}
    form = OpenForm(request.POST or None, initial=start, coordinators=coordinators, carers=carers(case.organisation))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            open_case(
                case, coordinator=data["coordinator"], lead=data["lead"], second=data["second"],
                stage=Stage(data["stage"]), pace=data["pace"], by=request.user, at=now(),
            )  # fmt: skip
        except Changed:
            form.add_error(None, SENTENCES["changed"])
        else:
            messages.success(request, _("The case is open; the first contact is planned."))
            return redirect("case", pk)
    told = {"case": case, "form": form, "title": _("Open the case"), "stage": ""}
    return render(request, "case/deed.html", told, status=422 if form.is_bound else 200)
