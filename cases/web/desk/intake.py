"""Taking a call, keeping half a form, and opening the case."""

import unicodedata
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from cases.actions.doing import Changed
from cases.actions.opening import Inquiry, keep_draft, open_case, record_inquiry
from cases.models import Case, Draft
from cases.queries.find import find
from cases.queries.load import carers
from cases.rules.access import May
from cases.rules.ladder import Stage
from cases.web.case.deeds import SENTENCES
from cases.web.desk.forms import IntakeForm, OpenForm
from cases.web.gate import Request, case_or_404, needs

FAMILY = ("nickname", "prefecture", "municipality", "address", "phone_told", "approach")
PERSON = (
    "family_name", "given_name", "family_kana", "given_kana", "birth_told", "sex", "onset_told", "outing", "triggers",
    "issues", "talk_about", "never_talk_about",
)  # fmt: skip
CASE = ("concern_told", "referral", "basis")


@needs(May.CASE_INTAKE)
@require_http_methods(["GET", "POST"])
def intake(request: Request) -> HttpResponse:
    draft = Draft.objects.filter(author=request.user, place="intake").first()
    start = {"id": uuid4(), **(draft.fields if draft else {})}
    form = IntakeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        known = Case.objects.visible_to(request.user).filter(pk=form.cleaned_data["id"]).first()
        case = known or record_inquiry(inquiry(form.cleaned_data), by=request.user, at=now())
        messages.success(request, _("The inquiry is recorded as %(code)s.") % {"code": case.code})
        return redirect("case", case.pk)
    known_people = find(request.user, request.POST.get("family_name", "") + request.POST.get("given_name", ""))
    told = {"form": form, "draft": draft, "similar": known_people}
    return render(request, "desk/intake.html", told, status=422 if form.is_bound else 200)


def inquiry(data: dict[str, Any]) -> Inquiry:
    postal = "".join(one for one in unicodedata.normalize("NFKC", data["postal_code"]) if one.isdigit())
    phone = "".join(one for one in unicodedata.normalize("NFKC", data["phone_told"]) if one.isdigit() or one == "+")
    return Inquiry(
        family={name: data[name] for name in FAMILY} | {"postal_code": postal[:7], "phone": phone[:20]},
        caller={
            "name": data["caller_name"], "kana": data["caller_kana"], "relationship": data["relationship"],
            "phone": phone[:20], "phone_told": data["phone_told"],
        },
        person={name: data[name] for name in PERSON},
        case={name: data[name] for name in CASE} | {"id": data["id"]},
    )  # fmt: skip


@needs(May.CASE_INTAKE)
@require_POST
def draft(request: Request) -> HttpResponse:
    """Half a form, kept on the server; says when."""
    typed = {name: request.POST.getlist(name) for name in IntakeForm.base_fields if name in request.POST}
    lists = ("triggers", "issues")
    fields = {name: values if name in lists else values[0] for name, values in typed.items()}
    moment = keep_draft("intake", fields, by=request.user, at=now()).saved_at
    saved = f"{localtime(moment, request.user.organisation.zone):%H:%M}"
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"saved": saved})
    messages.success(request, _("Draft saved at %(time)s.") % {"time": saved})
    return redirect("intake")


@needs(May.CASE_INTAKE)
@require_http_methods(["GET"])
def similar(request: Request) -> HttpResponse:
    asked = request.GET.get("family_name", "") + request.GET.get("given_name", "")
    found = find(request.user, asked) if len(asked) > 1 else []
    return render(request, "desk/similar.html", {"similar": found})


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
