"""Moving on the ladder, resting, ending, coming back, and notes."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.actions import moving
from cases.actions.doing import Changed
from cases.models import Case
from cases.models.labels import label
from cases.models.labels_problems import problem_sentence
from cases.queries.casepage import shown_here, timeline
from cases.queries.ending import before_the_end
from cases.rules.access import May
from cases.rules.facts import PauseScope
from cases.rules.ladder import LADDER, SHOWS, CloseReason, Stage, Standing, is_shown, is_skip, is_up, suggest
from cases.rules.problems import blocking
from cases.web.case import forms as f
from cases.web.case.deeds import SENTENCES, Deed, next_sentence, simple
from cases.web.gate import Request, case_or_404, needs


def move_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    return f.MoveForm(data, initial={"was": case.stage})


def see_the_rung(typed: QueryDict, case: Case) -> None:
    typed["was"] = case.stage


def about_move(case: Case, request: Request) -> dict[str, Any]:
    """Each rung, what it asks for, and what the newest contacts suggest."""
    here, shown = Stage(case.stage), moving.best_shown(case)
    up = suggest(here, shown_here(case, timeline(case).entries))
    rungs = [
        {
            "code": rung.value, "label": label(rung), "is_here": rung == here, "is_suggested": rung == up,
            "asks": asks(here, rung, shown),
        }
        for rung in LADDER
    ]  # fmt: skip
    return {"rungs": rungs, "suggested": label(up) if up else "", "chosen": request.POST.get("to", "")}


def asks(here: Stage, to: Stage, shown: Any) -> str:
    if not is_up(here, to):
        return "" if to == here else _("Free at any time.")
    if is_skip(here, to):
        return _("Passes over a stage: a coordinator writes the reason.")
    if to not in SHOWS:
        return _("Asks for no response before.")
    if is_shown(to, shown):
        return _("A contact since this stage began shows it.")
    return _("Asks for a contact that shows it (%(response)s), or a coordinator's reason.") % {
        "response": label(SHOWS[to])
    }


def do_move(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.move(case, Stage(data["to"]), why=data["why"], was=Stage(data["was"]), by=request.user, at=now())
    return next_sentence(case)


def do_pause(request: Request, case: Case, data: dict[str, Any]) -> str:
    scope = PauseScope(data["scope"])
    moving.pause(case, scope, reason=data["reason"], until=data["until"], by=request.user, at=now())
    return _("The rest has begun. Nothing is planned until it ends.")


def close_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    return f.CloseForm(data, grave=bool(blocking(before_the_end(case, now()))))


def about_close(case: Case, request: Request) -> dict[str, Any]:
    return {"problems": [problem_sentence(problem) for problem in before_the_end(case, now())]}


def do_close(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.close(case, CloseReason(data["reason"]), note=data["note"], by=request.user, at=now())
    return _("The case is closed. Nothing is lost; it can be reopened.")


def do_reopen(request: Request, case: Case, data: dict[str, Any]) -> str:
    back = moving.reopen(case, why=data["why"], by=request.user, at=now())
    return (
        _("The case is back as an inquiry. Open it with a worker.")
        if back.standing == Standing.INQUIRY
        else next_sentence(case)
    )


def do_note(request: Request, case: Case, data: dict[str, Any]) -> str:
    moving.write_note(case, data["text"], by=request.user, at=now())
    return _("Saved.")


@needs(May.CASE_PAUSE)
@require_POST
def resume(request: Request, pk: UUID) -> HttpResponse:
    case = case_or_404(request, pk, what=May.CASE_PAUSE)
    try:
        moving.end_rest(case, by=request.user, at=now())
        messages.success(request, next_sentence(case))
    except Changed:
        messages.error(request, str(SENTENCES["changed"]))
    return redirect("case", pk)


MOVE = Deed(
    need=May.CASE_MOVE,
    title=gettext_lazy("Move on the ladder"),
    form=move_form,
    do=do_move,
    hint=gettext_lazy(
        "Going back to any stage is free at any time: a calmer pace is a step too. The way so far stays in the history."
    ),
    template="case/move.html",
    about=about_move,
    undo="case.moved",
    renew=see_the_rung,
)
PAUSE = Deed(
    need=May.CASE_PAUSE,
    title=gettext_lazy("Begin a rest"),
    form=simple(f.PauseForm),
    do=do_pause,
    hint=gettext_lazy(
        "What is planned goes away at once. When the rest ends, planning begins anew; nothing is made up for."
    ),
    button=gettext_lazy("Begin the rest"),
    undo="case.paused",
)
CLOSE = Deed(
    need=May.CASE_CLOSE,
    title=gettext_lazy("Close the case"),
    form=close_form,
    do=do_close,
    about=about_close,
    hint=gettext_lazy(
        "What is planned goes away and nobody will be reminded any more. Everything stays readable, and the case can be reopened."
    ),
    button=gettext_lazy("Close the case"),
    undo="case.closed",
)
REOPEN = Deed(
    need=May.CASE_REOPEN,
    title=gettext_lazy("Reopen the case"),
    form=simple(f.WhyForm),
    do=do_reopen,
    hint=gettext_lazy(
        "The case comes back to the stage where it stood, with the worker it had; the next contact is planned at once."
    ),
    button=gettext_lazy("Reopen the case"),
)
NOTE = Deed(
    need=May.CASE_NOTE,
    title=gettext_lazy("Write a note"),
    form=simple(f.NoteForm),
    do=do_note,
    hint=gettext_lazy("A note stands in the history for the team. It cannot be changed afterwards."),
)
