"""Who is on the case, and what the person said."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions import opening, willing
from cases.models import Assignment, Case
from cases.models.labels import label
from cases.queries.circle import circle
from cases.queries.load import carers
from cases.queries.will import newest_answers
from cases.rules.access import May
from cases.rules.consent import CLOSING
from cases.rules.facts import Answer, Heard, Scope
from cases.web.case import forms as f
from cases.web.case.deeds import Deed, next_sentence, simple
from cases.web.case.sight import will
from cases.web.gate import Request


def others(case: Case) -> QuerySet[User]:
    """Everybody who can carry a case, but for the one who leads this."""
    everybody = carers(case.organisation)
    return everybody.exclude(pk=case.lead_id) if case.lead_id else everybody


def hand_over_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    return f.HandOverForm(data, carers=others(case), initial={"seen": opening.as_seen(case.lead_id)})


def see_the_lead(typed: QueryDict, case: Case) -> None:
    typed["seen"] = opening.as_seen(case.lead_id)


def do_hand_over(request: Request, case: Case, data: dict[str, Any]) -> str:
    told = {name: data[name] for name in ("note", "why", "seen")}
    opening.hand_over(case, data["to"], **told, by=request.user, at=now())
    return _("Handed over to %(name)s.") % {"name": data["to"].name}


def second_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    standing = second_of(case)
    return f.SecondForm(data, carers=others(case), initial={"to": standing, "seen": opening.as_seen(standing)})


def second_of(case: Case) -> UUID | None:
    now = Assignment.objects.filter(case=case, part="second", ended_at=None)
    return now.values_list("worker", flat=True).first()


def see_the_second(typed: QueryDict, case: Case) -> None:
    typed["seen"] = opening.as_seen(second_of(case))


def do_second(request: Request, case: Case, data: dict[str, Any]) -> str:
    opening.change_second(case, data["to"], why=data["why"], seen=data["seen"], by=request.user, at=now())
    return _("Saved.")


def do_consent(request: Request, case: Case, data: dict[str, Any]) -> str:
    scope, answer = Scope(data["scope"]), Answer(data["answer"])
    willing.hear(case, scope, answer, way=Heard(data["way"]), how=data["how"], by=request.user, at=now())
    if answer in CLOSING:
        return _("Saved. “%(scope)s” is closed for everyone from now on; only a coordinator can open it again.") % {
            "scope": label(scope)
        }
    return next_sentence(case)


def open_method_form(request: Request, case: Case, data: Any) -> forms.BaseForm:
    """Only what is closed can be opened."""
    closed = [scope for scope, answer in newest_answers(case).items() if answer in CLOSING]
    return f.OpenMethodForm(data, closed=closed)


def what_is_closed(case: Case, request: Request) -> dict[str, Any]:
    """Who heard the refusal, when and in which words, and until when it rests: nobody decides without it."""
    heard = will(circle(case, request.user), case.organisation.zone)
    return {"closed_now": [row for row in heard if row["is_closed"]]}


def do_open_method(request: Request, case: Case, data: dict[str, Any]) -> str:
    scope, answer = Scope(data["scope"]), Answer(data["answer"])
    willing.open_method(case, scope, answer, reason=data["reason"], by=request.user, at=now())
    return next_sentence(case)


HAND_OVER = Deed(
    need=May.CASE_ASSIGN,
    title=gettext_lazy("Hand over"),
    form=hand_over_form,
    do=do_hand_over,
    hint=gettext_lazy(
        "The new worker sees the whole history and your note. The one before no longer sees the case, from this moment on."
    ),
    button=gettext_lazy("Hand over"),
    undo="case.handed_over",
    renew=see_the_lead,
)
SECOND = Deed(
    need=May.CASE_ASSIGN,
    title=gettext_lazy("Second worker"),
    form=second_form,
    do=do_second,
    hint=gettext_lazy("For visits in pairs. Who leaves no longer sees the case, from this moment on."),
    renew=see_the_second,
)
CONSENT = Deed(
    need=May.CONSENT_RECORD,
    title=gettext_lazy("What the person said"),
    form=simple(f.ConsentForm),
    do=do_consent,
    hint=gettext_lazy(
        "A refusal closes this way for everyone at once, also when a relative passed it on. “Has not refused” is not the same as agreeing."
    ),
)
OPEN_METHOD = Deed(
    need=May.METHOD_REOPEN,
    title=gettext_lazy("Open a method again"),
    form=open_method_form,
    do=do_open_method,
    hint=gettext_lazy(
        "Only when the person's mind has changed, or an agreed time of quiet has passed. The reason stands in the history."
    ),
    button=gettext_lazy("Open it again"),
    template="case/open_method.html",
    about=what_is_closed,
)
