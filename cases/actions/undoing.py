"""Taking back one's own deed right after it: the real reverse deed, with its own event. Nothing is wiped out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from cases.actions.doing import Changed, Conflict, allow, hold, latest, record
from cases.actions.handing_rest import REST, take_rest_back
from cases.actions.moving import hold_people, wake
from cases.actions.opening import change_second, coordinates, hand_over
from cases.actions.planning import go_again, reappoint, replan
from cases.actions.skipping import unskip
from cases.models import Case, Event, Pause
from cases.rules.access import May
from cases.rules.due import later, local_day
from cases.rules.ladder import LIVING, Standing

IN_TIME = timedelta(minutes=10)
JOINED = "case.second_joined"  # to go along
HANDED = ("case.handed_over", *REST)
LEAVES_THE_PLAN = ("case.noted", "case.changed", "case.overdue", "person.changed", "family.changed")
TAKES_BACK = {  # of an event that is told to take back, the deed it takes back
    "case.moved": "case.moved", "case.resumed": "case.paused", "case.reopened": "case.closed",
    "case.plan_taken_back": "case.planned", "case.planned": "case.plan_taken_back", "case.skipped": "case.skipped",
    "case.second_left": JOINED, "case.handed_over": "case.handed_over",
}  # fmt: skip


@transaction.atomic
def take_back(case: Case, event: Event, *, by: User, at: datetime) -> None:
    """Raises Conflict when it is too late or cannot be taken back, Changed when something has happened since."""
    back = BACK.get(event.what)
    if back is None or at - event.at > IN_TIME or event.facts.get("taken_back"):
        raise Conflict("too_late")
    allow(by, back.need, case)
    if event.by_id != by.pk or event.case_id != case.pk:
        raise PermissionDenied(event.what)
    if back.with_others:
        _hold_cases(event, back.with_others)
    back.do(latest(case), event, by, at)


def _hold_cases(event: Event, deeds: tuple[str, ...]) -> None:
    """All cases of this one deed, before any of them alone: everybody holds them in this order, so that two never wait
    for each other. A deed about people holds those after the cases."""
    together = Event.objects.filter(what__in=deeds, by=event.by_id, at=event.at).values("case")
    list(Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=together).order_by("pk"))


def _appoint_again(case: Case, event: Event, by: User, at: datetime) -> None:
    """The appointment this deed cancelled, unless something else that may touch it has happened since."""
    if "gave_way" in event.facts and not _touched(case, event, by, at):
        reappoint(latest(case), event.facts["gave_way"])


def _touched(case: Case, event: Event, by: User, at: datetime) -> bool:
    """What was done and taken back meanwhile leaves no trace on the plan, nor does what a sweep told of a day ahead."""
    since = Event.objects.filter(case=case, at__range=(event.at, at)).exclude(pk=event.pk)
    since = since.exclude(what__in=LEAVES_THE_PLAN).order_by("at", "id")
    stand: list[str] = []
    for what, is_back, who, when in since.values_list("what", "facts__taken_back", "by", "at"):
        if (is_back and (who, when) == (by.pk, at)) or (what == JOINED and (who, when) == (event.by_id, event.at)):
            continue  # a part of this taking back, or of the deed itself
        if is_back and stand and stand[-1] == TAKES_BACK.get(what):
            stand.pop()
        else:
            stand.append(what)
    return bool(stand)


def _step_back(case: Case, event: Event, by: User, at: datetime) -> None:
    """To the rung and the moment before, so that no day on the ladder is lost."""
    was, now = event.facts["was"], event.facts["now"]
    moved = Case.objects.filter(pk=case.pk, stage=now, staged_at=event.at).exclude(standing=Standing.CLOSED)
    since = datetime.fromisoformat(event.facts["since"])
    if not moved.update(stage=was, staged_at=since):
        raise Changed
    case = latest(case)
    record("case.moved", case, by=by, at=at, was=now, now=was, since=event.at.isoformat(), taken_back=True)
    replan(case, at=at, why="moved")
    _appoint_again(case, event, by, at)


def _wake(case: Case, event: Event, by: User, at: datetime) -> None:
    """Every rest this one deed began."""
    begun = Pause.objects.filter(family_id=case.person.family_id, by=by, at=event.at, ended_at=None)
    resting = list(begun.select_related("case").order_by("case_id"))
    if case.pk not in {pause.case_id for pause in resting}:
        raise Changed
    for pause in resting:
        wake(pause.case, by=by, at=at, taken_back=True)
        began = Event.objects.filter(case=pause.case, what=event.what, by=by, at=event.at).latest("pk")
        _appoint_again(pause.case, began, by, at)


def _reopen(case: Case, event: Event, by: User, at: datetime) -> None:
    """As it stood before, with the rest that ended and the visit that was cancelled with it. Where its people have left
    meanwhile it is for whoever reopens it to say who comes."""
    hold_people(case)
    if case.standing != Standing.CLOSED or case.closed_at != event.at or not _are_here(case):
        raise Changed
    case.standing, case.close_reason, case.closed_at = event.facts["was"], "", None
    case.save(update_fields=["standing", "close_reason", "closed_at"])
    Pause.objects.filter(case=case, ended_at=event.at).update(ended_at=None)
    record("case.reopened", case, by=by, at=at, taken_back=True)
    replan(case, at=at)
    _appoint_again(case, event, by, at)


def _are_here(case: Case) -> bool:
    led = case.lead_id is None or User.objects.carers().filter(pk=case.lead_id).exists()
    return led and coordinates(case.coordinator_id)


def _plan_anew(case: Case, event: Event, by: User, at: datetime) -> None:
    newest = Event.objects.filter(case=case, what=event.what).order_by("-at", "-id").first()
    if newest != event or not case.next_accepted:
        raise Changed
    record("case.plan_taken_back", case, by=by, at=at, taken_back=True)
    replan(case, at=at, why="taken_back")
    _leave_again(case, event, by, at)
    _appoint_again(case, event, by, at)


def _leave_again(case: Case, event: Event, by: User, at: datetime) -> None:
    """Who joined the case to go along, and has no other part in it."""
    joined = Event.objects.filter(case=case, what=JOINED, by=by, at=event.at).exists()
    part = case.assignments.filter(part="second", ended_at=None, started_at=event.at)
    if joined and part.exists():
        change_second(case, None, why="taken_back", by=by, at=at, taken_back=True)


def _stand_again(case: Case, event: Event, by: User, at: datetime) -> None:
    """The appointment that was laid back into the lane."""
    _appoint_again(case, event, by, at)
    case = latest(case)
    if not case.next_accepted or case.next_due is None:
        raise Changed
    on = local_day(case.next_due, case.organisation.zone)
    record("case.planned", case, by=by, at=at, method=case.next_method, on=on.isoformat(), taken_back=True)


def _hand_back(case: Case, event: Event, by: User, at: datetime) -> None:
    """Every case handed over in this one deed; one that somebody has handed on since stays where it is."""
    together = Event.objects.filter(what__in=HANDED, by=by, at=event.at).select_related("case")
    done = [one for one in together.order_by("case_id") if "from" in one.facts]
    if event.pk not in {one.pk for one in done}:
        raise Conflict("too_late")  # a deed of another kind, about one case alone
    hold(*(UUID(one.facts[name]) for one in done for name in ("from", "to") if name in one.facts))
    deeds = [one for one in done if one.what == "case.handed_over"]
    people = User.objects.in_bulk([UUID(one.facts["from"]) for one in deeds])
    back = {one.pk for one in deeds if one.case and _hand_one_back(one.case, one, people, by, at)}
    back |= take_rest_back([one for one in done if one.what in REST], by=by, at=at)
    if event.pk not in back:
        raise Changed


def _hand_one_back(case: Case, event: Event, people: Mapping[UUID, User], by: User, at: datetime) -> bool:
    case, to = latest(case), people.get(UUID(event.facts["from"]))
    took = case.assignments.filter(part="lead", ended_at=None, started_at=event.at, worker_id=event.facts["to"])
    if case.standing not in LIVING or to is None or not took.exists():
        return False
    hand_over(case, to, note="", why="taken_back", by=by, at=at, taken_back=True)
    if "helped" in event.facts and not case.assignments.filter(part="second", ended_at=None).exists():
        change_second(case, User.objects.get(pk=event.facts["to"]), why="", by=by, at=at)
    go_again(event)
    return True


def _come_after_all(case: Case, event: Event, by: User, at: datetime) -> None:
    """Only what was left out last: the deed keeps how both sides stood before it, the person's and the family's."""
    newest = later(case.skipped_at, case.family_skipped_at)
    if case.standing != Standing.OPEN or event.at != newest or case.next_accepted:
        raise Changed
    told = {name: event.facts[name] for name in ("method", "on")}
    record("case.skipped", case, by=by, at=at, **told, taken_back=True)
    unskip(case, event.facts["before"], at=at)
    _appoint_again(case, event, by, at)


@dataclass(frozen=True, slots=True)
class Back:
    need: May
    do: Callable[[Case, Event, User, datetime], None]
    with_others: tuple[str, ...] = ()  # the deeds of which one tap does many, each about a case of its own


BACK = {
    "case.moved": Back(May.CASE_MOVE, _step_back),
    "case.paused": Back(May.CASE_PAUSE, _wake, ("case.paused",)),
    "case.closed": Back(May.CASE_CLOSE, _reopen),
    "case.planned": Back(May.CONTACT_RECORD, _plan_anew),
    "case.handed_over": Back(May.CASE_ASSIGN, _hand_back, HANDED),
    "case.second_left": Back(May.CASE_ASSIGN, _hand_back, HANDED),
    "case.changed": Back(May.CASE_ASSIGN, _hand_back, HANDED),
    "case.plan_taken_back": Back(May.CASE_ASSIGN, _stand_again),
    "case.skipped": Back(May.CONTACT_RECORD, _come_after_all),
}
