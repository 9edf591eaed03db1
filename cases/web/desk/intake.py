"""Taking a call and keeping half a form."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.actions.doing import Changed, Conflict
from cases.actions.drafting import INTAKE, drop_draft, keep_draft
from cases.actions.opening import Inquiry, record_inquiry
from cases.models import Case, Draft, Family
from cases.models.labels_problems import problem_sentence
from cases.queries.drafts import draft_of
from cases.rules.access import May
from cases.rules.facts import Relationship
from cases.rules.postal import show, towns
from cases.rules.telling import unread
from cases.web.desk.forms import OF_THE_FAMILY, IntakeForm
from cases.web.desk.hints import alike_to
from cases.web.desk.relatives import PREFIX, ROW, TOTAL, Relatives, bounded, rows_of
from cases.web.drafts import Fields, clock, fields_of, typed_of, when_saved
from cases.web.fields import boxes_of, day_typed
from cases.web.gate import Request, needs

PERSON = (
    "family_name", "given_name", "family_kana", "given_kana", "birth_told", "sex", "onset_told", "outing", "triggers",
    "issues", "talk_about", "never_talk_about", "best_hours", "best_from", "best_until", "clinic",
)  # fmt: skip
CASE = ("id", "concern_told", "referral", "basis")
LISTS = ("triggers", "issues")
# Buttons that ask for the same form again: one relative more, another person of a known family, a new family after all.
AGAIN = {"more", "join", "apart"}


@needs(May.CASE_INTAKE)
@require_http_methods(["GET", "POST"])
def intake(request: Request) -> HttpResponse:
    if request.method == "POST" and not AGAIN & request.POST.keys():
        return _record(request)
    draft = draft_of(request.user, INTAKE)
    fields = request.POST if request.method == "POST" else _kept(draft)
    asked = request.POST.get("join") or request.GET.get("family") or fields.get("family", "")
    known = _family(request, "" if "apart" in request.POST else asked)
    # Never the id of the draft: one saved late, after its call was recorded, would lead the next call to the old case.
    kept = {name: fields.getlist(name) if name in LISTS else fields[name] for name in fields if name != "id"}
    start = {"id": uuid4()} | kept | {"called_on": day_typed(fields, "called_on") or _today(request)}
    form = IntakeForm(initial=start, today=_today(request), known=known)
    rows = Relatives(initial=rows_of(fields, more=int("more" in request.POST)), prefix=PREFIX)
    return _page(request, form, rows, known, draft, fields, 200)


def _record(request: Request) -> HttpResponse:
    known = _family(request, request.POST.get("family", ""))
    form = IntakeForm(request.POST, today=_today(request), known=known)
    rows: Any = Relatives(bounded(request.POST), prefix=PREFIX)
    if form.is_valid() & rows.is_valid():
        try:
            case = record_inquiry(inquiry(form.cleaned_data, rows.told, known), by=request.user, at=now())
        except Conflict:
            form = _under_another_id(
                request,
                known,
                _("This could not be saved under the number of the page. Nothing is lost: save once more."),
            )
        except Changed:
            form = _under_another_id(request, known, _recorded_otherwise(request.POST["id"]))
        else:
            messages.success(request, _("The inquiry is recorded as %(code)s.") % {"code": case.code})
            _say_what_was_not_read(request, form.cleaned_data, rows.told)
            return redirect("case", case.pk)
    draft = draft_of(request.user, INTAKE)
    return _page(request, form, rows, known, draft, request.POST, 422)


def _recorded_otherwise(pk: str) -> str:
    """The call went out, and its writer came back and typed more."""
    words = _(
        "This call is recorded already as %(code)s, with other words. Nothing is lost: open %(code)s and change it "
        "there. Saving here once more records a second call."
    )
    return words % {"code": Case.objects.get(pk=pk).code}


def _under_another_id(request: Request, known: Family | None, why: str) -> IntakeForm:
    """Everything typed, ready to be saved again."""
    data = request.POST.copy()
    data["id"] = str(uuid4())
    form = IntakeForm(data, today=_today(request), known=known)
    form.add_error(None, why)
    return form


def _page(
    request: Request, form: IntakeForm, rows: Any, known: Family | None, draft: Draft | None, fields: Fields,
    status: int,
) -> HttpResponse:  # fmt: skip
    kept = when_saved(request, draft.saved_at) if draft else ""
    told: dict[str, Any] = {
        "form": form, "rows": rows, "draft_at": kept, "similar": alike_to(request, fields, _today(request)),
        "known": known, "autofocus": len(rows.forms) - 1 if "more" in request.POST else None,
        "typed": [form[name] for name in OF_THE_FAMILY if known and fields.get(name)],
    }  # fmt: skip
    if known:
        told["relatives"] = known.relatives.filter(is_past=False).order_by("-is_key_contact", "pk")
    return render(request, "desk/intake.html", told, status=status)


def inquiry(data: dict[str, Any], relatives: list[dict[str, Any]], known: Family | None) -> Inquiry:
    family = {name: data[name] for name in OF_THE_FAMILY}
    caller = {"name": data["caller_name"], "kana": data["caller_kana"]}
    caller |= {name: data[name] for name in ("relationship", "phone_told")}
    family["phone_told"] = "" if data["relationship"] == Relationship.SELF else data["phone_told"]
    return Inquiry(
        family={} if known else family,
        caller=caller,
        person={name: data[name] for name in PERSON} | {"phone_told": data["person_phone"]},
        case={name: data[name] for name in CASE},
        relatives=tuple(relatives),
        known=known.pk if known else None,
        note=data["approach"] if known else "",
        called_on=data["called_on"],
    )


def _say_what_was_not_read(request: Request, data: dict[str, Any], relatives: list[dict[str, Any]]) -> None:
    phones = (data["phone_told"], data["person_phone"], *(one["phone_told"] for one in relatives))
    for problem in unread(data, phones, today=_today(request)):
        messages.warning(request, problem_sentence(problem))
    if data["postal_code"] and not towns(data["postal_code"]):
        code = show(data["postal_code"])
        messages.warning(request, _("No town is known for the postal code %(code)s. It is kept.") % {"code": code})


def _family(request: Request, told: str) -> Family | None:
    if not told:
        return None
    if not is_key(told):
        raise Http404
    return get_object_or_404(Family, organisation=request.user.organisation_id, pk=told)


def is_key(told: str) -> bool:
    try:
        return bool(UUID(told))
    except ValueError:
        return False


def _today(request: Request) -> Any:
    return localdate(now(), request.user.organisation.zone)


# --- half a form ---


@needs(May.CASE_INTAKE)
@require_POST
def draft(request: Request) -> HttpResponse:
    """Half a form, kept on the server; says when."""
    names = (*IntakeForm.base_fields, *boxes_of("called_on"), TOTAL, "family")
    typed = typed_of(request, [name for name in request.POST if name in names or ROW.fullmatch(name)])
    by_script, told = request.headers.get("Accept", "").startswith("application/json"), request.POST.get("id", "")
    # A page that is left while its form is on the way may tell its draft after the call itself.
    if by_script and is_key(told) and Case.objects.filter(pk=told).exists():
        return JsonResponse({"saved": ""})
    saved = clock(request, keep_draft(INTAKE, typed, by=request.user, at=now()).saved_at)
    if by_script:
        return JsonResponse({"saved": saved})
    messages.success(request, _("Draft saved at %(time)s.") % {"time": saved})
    return redirect("intake")


@needs(May.CASE_INTAKE)
@require_POST
def discard(request: Request) -> HttpResponse:
    drop_draft(INTAKE, by=request.user)
    messages.success(request, _("The draft is thrown away."))
    return redirect("intake")


def _kept(draft: Draft | None) -> Fields:
    """Without a family that is gone since, such as one of a ledger taken back: the rest of the form still stands."""
    fields = fields_of(draft)
    told = fields.get("family", "")
    if told and not (is_key(told) and Family.objects.filter(pk=told).exists()):
        fields["family"] = ""
    return fields
