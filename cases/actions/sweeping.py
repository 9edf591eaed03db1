"""What the clock does: each sweep is safe to run twice, late, or on two machines at once."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import connection
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Least, Now
from django.utils.translation import override

from accounts.models import Organisation, Session
from accounts.walls import as_job, as_sign_in
from cases.actions.arriving import forget_arrivals
from cases.actions.doing import Changed
from cases.actions.ledger.receiving import forget_old
from cases.actions.moving import end_pause
from cases.actions.sweeping_sets import owe_lists, plan_batch, tell_overdue
from cases.models import Notice, Pause, Sweep
from cases.models.labels_letters import subject_and_text
from cases.rules.ladder import Standing

log = logging.getLogger(__name__)
BATCH = 500  # letters in one run
AT_ONCE = 5000  # cases planned in one transaction
MORNING_HOUR = 7
MOST_TRIES = 8


def sweep(name: str, *, at: datetime) -> int:
    """Run one sweep for every organisation and note when the clock last did; how many rows it changed.

    What breaks in one organisation keeps no other waiting; the first such failure is raised when all had their turn.
    """
    began, did, failures = time.perf_counter(), 0, list[Exception]()
    for organisation in _organisations():
        try:
            did += _alone(name, organisation, at)
        except Exception as failure:
            log.exception("the sweep %s broke in the organisation %s", name, organisation.pk)
            failures.append(failure)
    if failures:
        raise failures[0]
    # A sweep tried out at a time to come must not make the clock look well until then.
    ran_at = Least(Value(at), Now(), output_field=DateTimeField())
    with as_job():
        Sweep.objects.update_or_create(
            name=name, defaults={"ran_at": ran_at, "seconds": time.perf_counter() - began, "did": did}
        )
    return did


def _organisations() -> list[Organisation]:
    with as_job():
        return list(Organisation.objects.order_by("pk"))


def _alone(name: str, organisation: Organisation, at: datetime) -> int:
    """One sweep of a kind per organisation at a time; the second finds the lock taken and has nothing to do."""
    if name in IN_STEPS:
        return SWEEPS[name](organisation, at)
    with as_job(organisation.pk), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{name}:{organisation.pk}"])
        return SWEEPS[name](organisation, at) if cursor.fetchone()[0] else 0


def plan(organisation: Organisation, at: datetime) -> int:
    """The next contact of every open case that has none. Each batch is committed, so that nobody waits long for a row;
    two machines at once share the work, because each leaves alone what the other has locked."""
    did, batch = 0, AT_ONCE
    while batch >= AT_ONCE:
        with as_job(organisation.pk):
            batch = plan_batch(organisation, at, AT_ONCE)
        did += batch
    return did


def pauses(organisation: Organisation, at: datetime) -> int:
    today = at.astimezone(organisation.zone).date()
    ended = Pause.objects.filter(organisation=organisation, ended_at=None, until__lte=today).select_related("case")
    resting = [pause for pause in ended if pause.case.standing == Standing.PAUSED]
    return sum(_wakes(pause, at) for pause in resting)


def _wakes(pause: Pause, at: datetime) -> bool:
    """Somebody may end the rest, or close the case, between the look and the deed."""
    try:
        end_pause(pause.case, by=None, at=at)
    except Changed:
        return False
    return True


def morning(organisation: Organisation, at: datetime) -> int:
    return owe_lists(organisation, at) if at.astimezone(organisation.zone).hour >= MORNING_HOUR else 0


def send(organisation: Organisation, at: datetime) -> int:
    """Claim and commit, send, confirm. A crash in between leaves 'sending': unknown, and never sent twice by itself."""
    with as_job(organisation.pk):
        owed = list(
            Notice.objects.filter(organisation=organisation, state="owed", due_at__lte=at)
            .order_by("due_at", "pk")
            .select_related("to")[:BATCH]
        )
    return sum(_send_one(notice, at) for notice in owed)


def _send_one(notice: Notice, at: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk)
    with as_job(notice.organisation_id):
        if not mine.filter(state="owed").update(state="sending", claimed_at=at, tries=F("tries") + 1):
            return False
    try:
        _mail(notice)
    except OSError as failure:
        _owe_again(notice, type(failure).__name__, at)
        return False
    with as_job(notice.organisation_id):
        mine.filter(state="sending").update(state="sent", sent_at=at, failure="")
    return True


def _owe_again(notice: Notice, failure: str, at: datetime) -> None:
    tries = notice.tries + 1
    state = "given_up" if tries >= MOST_TRIES else "owed"
    later = at + timedelta(minutes=2**tries)
    with as_job(notice.organisation_id):
        Notice.objects.filter(pk=notice.pk).update(state=state, due_at=later, failure=failure)


def _mail(notice: Notice) -> None:
    """Nothing personal leaves in the open: what there is, and where to look."""
    with override(notice.to.language):
        subject, text = subject_and_text(notice)
        send_mail(subject, text, None, [notice.to.email])


def tidy(organisation: Organisation, at: datetime) -> int:
    """A sweep tried out at a time to come must not end a session of today."""
    with as_sign_in():
        ended, _ = Session.objects.filter(expire_date__lt=Least(at, Now())).delete()
    return ended + forget_old(organisation, at) + forget_arrivals(organisation, at)


SWEEPS: dict[str, Callable[[Organisation, datetime], int]] = {
    "pauses": pauses,
    "plan": plan,
    "overdue": tell_overdue,
    "morning": morning,
    "send": send,
    "tidy": tidy,
}
# They commit step by step and need no turn of their own.
IN_STEPS = frozenset({"plan", "send"})


def sweep_all(at: datetime) -> dict[str, int]:
    return {name: sweep(name, at=at) for name in SWEEPS}
