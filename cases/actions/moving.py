"""Moving a case on the ladder, resting, ending and coming back."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from cases.actions.doing import Changed, Conflict, allow, hold, latest, record
from cases.actions.planning import appointment, replan, unplan
from cases.models import Case, Contact, Pause
from cases.queries.ending import before_the_end
from cases.rules.access import May
from cases.rules.facts import PauseScope
from cases.rules.ladder import LIVING, CloseReason, Stage, Standing, check_move, is_shown, is_skip, is_up
from cases.rules.problems import blocking
from cases.rules.responses import RANK, Response


def best_shown(case: Case) -> Response | None:
    """The furthest response on the door scale since the case stood on this rung."""
    told = Contact.objects.filter(case=case, started_at__gte=case.staged_at).standing()
    shown = [Response(code) for code in told.order_by().values_list("response", flat=True).distinct()]
    return max((response for response in shown if response in RANK), key=RANK.__getitem__, default=None)


@transaction.atomic
def move(case: Case, to: Stage, *, why: str, was: Stage, by: User, at: datetime) -> Case:
    """One step on the ladder. Raises Changed when someone moved it first, and the ladder's own refusals."""
    now = Stage(was)
    shown = best_shown(case)
    bold = is_skip(now, to) or (is_up(now, to) and not is_shown(to, shown))
    allow(by, May.CASE_SKIP if bold else May.CASE_MOVE, case)
    check_move(now, to, shown=shown, why=why)
    case = latest(case)
    since = case.staged_at
    gave_way = appointment(case)
    changed = Case.objects.filter(pk=case.pk, stage=was).exclude(standing=Standing.CLOSED)
    if not changed.update(stage=to, staged_at=at):
        raise Changed
    case = latest(case)
    record("case.moved", case, by=by, at=at, note=why, was=was, now=to, since=since.isoformat(), **gave_way)
    replan(case, at=at, why="moved")
    return case


@transaction.atomic
def pause(case: Case, scope: PauseScope, *, reason: str, until: date | None, by: User, at: datetime) -> Pause:
    """Rest: what was planned goes in the same transaction. A family's rest rests every open case of it."""
    allow(by, May.CASE_PAUSE, case)
    if until is not None and until <= at.astimezone(case.organisation.zone).date():
        raise Conflict("rest_ends_too_soon")
    together = Case.objects.filter(pk=case.pk)
    if scope == PauseScope.FAMILY:
        together |= Case.objects.open().filter(person__family_id=case.person.family_id)
    # One case after the other in the same order for everybody, so that two who rest a family at once do not wait for
    # each other for ever.
    begun = {one.pk: _rest(one, scope, reason=reason, until=until, by=by, at=at) for one in together.order_by("pk")}
    return begun[case.pk]


def _rest(case: Case, scope: PauseScope, *, reason: str, until: date | None, by: User, at: datetime) -> Pause:
    case = latest(case)
    if case.standing != Standing.OPEN:
        raise Conflict("not_open")
    gave_way = appointment(case)
    unplan(case, why="paused")
    case.standing = Standing.PAUSED
    case.save(update_fields=["standing"])
    last = until.isoformat() if until else ""
    record("case.paused", case, by=by, at=at, note=reason, scope=scope, until=last, **gave_way)
    return Pause.objects.create(
        organisation_id=case.organisation_id, scope=scope, case=case, family_id=case.person.family_id,
        reason=reason, until=until, by=by, at=at,
    )  # fmt: skip


def wake(case: Case, *, by: User, at: datetime, taken_back: bool = False) -> Case:
    """Back to work; what was missed meanwhile is not replayed. The clock ends many rests at once (sweeping_sets.py)."""
    case = latest(case)
    if case.standing != Standing.PAUSED:
        raise Changed
    Pause.objects.filter(case=case, ended_at=None).update(ended_at=at)
    case.standing = Standing.OPEN
    case.save(update_fields=["standing"])
    record("case.resumed", case, by=by, at=at, taken_back=taken_back)
    replan(case, at=at)
    return case


@transaction.atomic
def end_rest(case: Case, *, by: User, at: datetime) -> list[Case]:
    """Somebody ends the rest: a family's for every case that rests with it, any other for this case alone."""
    allow(by, May.CASE_PAUSE, case)
    resting = Pause.objects.filter(case=case, ended_at=None).first()
    if resting is None or resting.scope != PauseScope.FAMILY:
        return [wake(case, by=by, at=at)]
    together = Pause.objects.filter(family_id=resting.family_id, scope=PauseScope.FAMILY, ended_at=None)
    return [wake(one.case, by=by, at=at) for one in together.select_related("case").order_by("case_id")]


@transaction.atomic
def close(case: Case, reason: CloseReason, *, note: str, by: User, at: datetime) -> Case:
    """Raises Conflict while a serious concern of late stands and no word is said about it."""
    allow(by, May.CASE_CLOSE, case)
    case = latest(case)
    if case.standing not in LIVING:
        raise Changed
    grave = blocking(before_the_end(case, at))
    if grave and not note.strip():
        raise Conflict("needs_word_on_concern")
    was, gave_way = case.standing, appointment(case)
    unplan(case, why="closed")
    Pause.objects.filter(case=case, ended_at=None).update(ended_at=at)
    case.standing, case.close_reason, case.closed_at = Standing.CLOSED, reason, at
    case.save(update_fields=["standing", "close_reason", "closed_at"])
    despite = {"despite": [problem.code for problem in grave]} if grave else {}
    record("case.closed", case, by=by, at=at, note=note, reason=reason, was=was, **gave_way, **despite)
    return case


@transaction.atomic
def reopen(case: Case, *, why: str, by: User, at: datetime) -> Case:
    """A closed case comes back to its rung, with the worker it had; without one it is an inquiry to be opened again.

    Whoever coordinated it may have left since, for nobody hands a closed case over: then who reopens it does."""
    allow(by, May.CASE_REOPEN, case)
    case = latest(case)
    if case.standing != Standing.CLOSED:
        raise Changed
    hold_people(case)
    back = User.objects.carers().filter(pk=case.lead_id).exists()
    case.standing = Standing.OPEN if back else Standing.INQUIRY
    case.close_reason, case.closed_at = "", None
    case.save(update_fields=["standing", "close_reason", "closed_at"])
    record("case.reopened", case, by=by, at=at, note=why, **_take_charge(case, by))
    _leave_out_who_left(case, by=by, at=at)
    replan(case, at=at)
    return case


def hold_people(case: Case) -> None:
    """Of a case that comes back: nobody counted them while it was closed, and one may be let go at this moment."""
    team = case.assignments.filter(ended_at=None).values_list("worker", flat=True)
    hold(*{pk for pk in (case.lead_id, case.coordinator_id, *team) if pk is not None})


def _leave_out_who_left(case: Case, *, by: User, at: datetime) -> None:
    """A second worker who carries no cases any more; nobody took her off a closed one."""
    seconds = case.assignments.filter(part="second", ended_at=None).exclude(worker__in=User.objects.carers())
    for one in seconds.select_related("worker"):
        record("case.second_left", case, by=by, at=at, second=one.worker.name)
    seconds.update(ended_at=at, why_ended="left")


def _take_charge(case: Case, by: User) -> dict[str, object]:
    """Where nobody coordinates it any more; the facts with which a form that stands open learns of it."""
    if User.objects.coordinators().filter(pk=case.coordinator_id).exists():
        return {}
    was = str(case.coordinator_id)
    case.coordinator, case.version = by, case.version + 1
    case.save(update_fields=["coordinator", "version"])
    return {"version": case.version, "was": {"coordinator_id": was}}


@transaction.atomic
def write_note(case: Case, text: str, *, by: User, at: datetime) -> None:
    allow(by, May.CASE_NOTE, case)
    record("case.noted", case, by=by, at=at, note=text)
