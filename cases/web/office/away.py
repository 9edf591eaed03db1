"""Handing over what hangs on a colleague who is away or leaves: proposals with their reasons, applied in one go."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases.actions.doing import Changed, Conflict
from cases.actions.handing import NOTHING, Move, hand_over_together
from cases.actions.handing_rest import Rest
from cases.models import Case
from cases.models.events import long_day
from cases.models.labels import label, side_by_side
from cases.models.labels_handing import handing_words
from cases.queries.handing import Handing
from cases.queries.handing import handing as look
from cases.rules.access import May
from cases.rules.handing import AGAINST, Candidate
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.web.case.deeds import SENTENCES
from cases.web.case.page import note_answer
from cases.web.case.undo import undo_tag
from cases.web.gate import Request, needs
from cases.web.week.slips import short

STAYS, ENDS = "", "nobody"
LASTING = messages.SUCCESS + 1  # stands until it is closed (MESSAGE_TAGS): ten seconds are short for many cases
FIRST = gettext_lazy(
    "Somebody else was first with one of these cases. They are shown as they stand now; what you chose is kept."
)


class AwayForm(forms.Form):
    """One choice for each case, and a word for those who take over."""

    note = forms.CharField(
        label=gettext_lazy("Handover note"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For all of these cases. Each history and the notes of before go with the case."),
    )  # fmt: skip

    def __init__(self, data: Any, *, told: Handing, for_good: bool) -> None:
        super().__init__(data)
        for case in told.cases:
            proposal = told.proposals[case.pk]
            choices = [(STAYS, _("stays where it is"))]
            choices += [(str(one.id), words_of(one, told.hands)) for one in proposal.candidates]
            choices += self._chosen_before(case, told, {pk for pk, _words in choices})
            first = proposal.to if case.pk in told.touched else None
            self.fields[name_of(case)] = forms.ChoiceField(
                label=case.person.family.nickname, choices=choices, required=False, initial=str(first or STAYS)
            )
        self._add_rest(told, for_good=for_good)

    def _add_rest(self, told: Handing, *, for_good: bool) -> None:
        """What hangs on her besides: one choice for all cases on which she helps, and for all which she coordinates."""
        if told.helps:
            ends = (ENDS, _("nobody: whoever leads goes alone"))
            hands = [(str(pk), one.name) for pk, one in told.hands.items()]
            self.fields["second"] = forms.ChoiceField(
                label=_("Who comes along in their place"), choices=[(STAYS, _("stays as it is")), ends, *hands],
                required=False, initial=ENDS if for_good else STAYS,
            )  # fmt: skip
        if told.coordinated:
            least = min(told.coordinators.values(), key=lambda one: one.coordinates, default=None)  # type: ignore[attr-defined]
            able = [(str(pk), coordinating(one)) for pk, one in told.coordinators.items()]
            self.fields["coordinator"] = forms.ChoiceField(
                label=_("Who coordinates from now on"), choices=[(STAYS, _("stays as it is")), *able], required=False,
                initial=str(least.pk) if least is not None and for_good else STAYS,
            )  # fmt: skip

    def rest(self, told: Handing) -> Rest:
        second, coordinator = self.cleaned_data.get("second", STAYS), self.cleaned_data.get("coordinator", STAYS)
        return Rest(
            ends=second == ENDS,
            second=None if second in (STAYS, ENDS) else told.hands[UUID(second)],
            coordinator=told.coordinators[UUID(coordinator)] if coordinator else None,
        )

    def _chosen_before(self, case: Case, told: Handing, there: set[str]) -> list[tuple[str, str]]:
        """Whoever was chosen stays to be chosen, though others have come before in the meantime."""
        chosen = str(self.data.get(name_of(case), ""))
        known = next((one for one in told.hands.values() if str(one.pk) == chosen), None)
        return [(chosen, known.name)] if known is not None and chosen not in there else []

    def moves(self, told: Handing) -> list[Move]:
        chosen = ((case, self.cleaned_data[name_of(case)]) for case in told.cases)
        return [Move(case=case, to=told.hands[UUID(pk)]) for case, pk in chosen if pk]


def coordinating(one: User) -> str:
    return _("%(name)s (coordinates %(count)s)") % {"name": one.name, "count": one.coordinates}  # type: ignore[attr-defined]


def name_of(case: Case) -> str:
    return f"to_{case.pk.hex}"


def chosen_in(data: Mapping[str, Any]) -> dict[UUID, UUID]:
    """Case → colleague, so that a load counts what is chosen and nothing else."""
    told = {name.removeprefix("to_"): str(value) for name, value in data.items() if name.startswith("to_")}
    known = ((as_key(case), as_key(to)) for case, to in told.items())
    return {case: to for case, to in known if case is not None and to is not None}


def as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def words_of(one: Candidate, hands: dict[UUID, User]) -> str:
    """The colleague with what speaks for her, and what against."""
    return side_by_side(hands[one.id].name, *map(handing_words, one.reasons))


@needs(May.HAND_OVER)
@require_http_methods(["GET", "POST"])
def away(request: Request, pk: UUID) -> HttpResponse:
    colleagues = User.objects.filter(organisation=request.user.organisation).select_related("organisation")
    leaving = get_object_or_404(colleagues, pk=pk)
    for_good = request.GET.get("for") == "good"
    chosen = chosen_in(request.POST) if request.method == "POST" else None
    told = look(leaving, now(), for_good=for_good, chosen=chosen)
    form = AwayForm(request.POST if request.method == "POST" else None, told=told, for_good=for_good)
    if form.is_bound and form.is_valid():
        refusal = _apply(request, leaving, form, told, for_good=for_good)
        if not refusal:
            return redirect(request.get_full_path())
        told = look(leaving, now(), for_good=for_good, chosen=chosen)  # as it stands now
        form = AwayForm(request.POST, told=told, for_good=for_good)
        form.full_clean()
        form.add_error(None, refusal)
    note_answer(request, told.cases, "away")
    return render(
        request, "office/away.html", shown(leaving, form, told, for_good), status=422 if form.is_bound else 200
    )


def _apply(request: Request, leaving: User, form: AwayForm, told: Handing, *, for_good: bool) -> str:
    """Hands all of them over, or says why none."""
    moves, rest = form.moves(told), form.rest(told)
    if not moves and rest == NOTHING:
        return _("Nobody takes anything over yet. Choose somebody for at least one case.")
    try:
        given = hand_over_together(
            leaving, moves, note=form.cleaned_data["note"], for_good=for_good, rest=rest, by=request.user, at=now()
        )
    except Changed:
        return str(FIRST)
    except Conflict as conflict:
        return str(SENTENCES[conflict.code])
    said = ngettext("%(count)s case is handed over.", "%(count)s cases are handed over.", given.count) % {
        "count": given.count
    }
    messages.add_message(request, LASTING, said, extra_tags=undo_tag(*given.first, request.user))
    return ""


def shown(leaving: User, form: AwayForm, told: Handing, for_good: bool) -> dict[str, Any]:
    here = reverse("away", args=[leaving.pk])
    return {
        "user": leaving, "form": form, "for_good": for_good, "helps": told.helps, "coordinated": told.coordinated,
        "coordinators": told.coordinators,
        "tabs": [(here, _("Away for a while"), not for_good), (f"{here}?for=good", _("Leaves for good"), for_good)],
        "leaves": [f"{long_day(one.starts_on)} – {long_day(one.ends_on)}" for one in told.leaves],
        "rows": sorted((row(case, form, told) for case in told.cases), key=lambda one: not one["touched"]),
        "touched": len(told.touched),
    }  # fmt: skip


def row(case: Case, form: AwayForm, told: Handing) -> dict[str, Any]:
    zone, family = told.zone, case.person.family
    proposal, touched = told.proposals[case.pk], case.pk in told.touched
    upcoming = ""
    if case.next_due is not None:
        upcoming = side_by_side(label(Method(case.next_method)), short(localtime(case.next_due, zone).date()))
    best = next((one for one in proposal.candidates if one.id == proposal.to), None)
    return {
        "case": case,
        "stage": label(Stage(case.stage)),
        "line": side_by_side(upcoming, family.municipality),
        "touched": touched,
        "field": form[name_of(case)],
        "nobody": touched and best is None,
        "name": told.hands[best.id].name if best and touched else "",
        "speaks": _split(best, against=False) if best and touched else [],
        "against": _split(best, against=True) if best and touched else [],
    }


def _split(one: Candidate, *, against: bool) -> Iterable[str]:
    return [handing_words(reason) for reason in one.reasons if (reason.why in AGAINST) == against]
