"""What the clock does: each sweep is safe to run twice, late, or on two machines at once."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Least, Now

from accounts.models import Organisation, Session
from accounts.walls import as_job, as_sign_in
from cases.actions.arriving import forget_arrivals
from cases.actions.ledger.receiving import forget_old
from cases.actions.reminding import morning, remind
from cases.actions.sending import MailAway, devices_left, ready, send, send_to_devices
from cases.actions.sweeping_sets import end_rests, move_batch, note_turn, plan_batch, tell_overdue
from cases.models import Sweep, Turn
from cases.queries.clock import outlook, really
from cases.queries.misplaced import FIRST, mark_clashes
from cases.rules.due import Due

log = logging.getLogger(__name__)
AT_ONCE = 5000  # cases planned in one step
FEW = 4  # organisations for which a second line to the database would cost more than it saves


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of each organisation's turn; both hands add to it."""

    did: list[int] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)


def sweep(name: str, *, at: datetime) -> int:
    """Run one sweep for every organisation and note how it went in each; how many rows it changed.

    What breaks in one organisation keeps no other waiting; the first such failure is raised when all had their turn.
    """
    began, swept, everyone = time.perf_counter(), Swept(), organisations()
    waiting = iter(everyone)
    if name in IN_STEPS and len(everyone) > FEW and settings.DATABASE_POOL > 1 and not connection.in_atomic_block:
        with ThreadPoolExecutor(1) as second:
            beside = second.submit(_second_hand, name, waiting, at, swept)
            _go_through(name, waiting, at, swept)
            beside.result()
    else:
        _go_through(name, waiting, at, swept)
    told = {"seconds": time.perf_counter() - began, "did": sum(swept.did), "broken": len(swept.failures)}
    with as_job():
        Sweep.objects.update_or_create(name=name, defaults={"ran_at": really(at), **told})
    if swept.failures:
        raise swept.failures[0]
    return sum(swept.did)


def _second_hand(name: str, waiting: Iterator[Organisation], at: datetime, swept: Swept) -> None:
    """On a line of its own to the database: while one hand waits for it the other thinks."""
    try:
        connection.ensure_connection()
        _go_through(name, waiting, at, swept)
    except OperationalError:
        log.warning("the sweep %s goes on with one hand", name, exc_info=True)
    finally:
        connection.close()


def _go_through(name: str, waiting: Iterator[Organisation], at: datetime, swept: Swept) -> None:
    for organisation in waiting:
        try:
            swept.did.append(_turn(name, organisation, at))
        except MailAway as away:  # the same for all of them; nobody's planning waits until each has asked
            swept.did.append(away.did + _to_devices(at))
            break
        except Exception as failure:
            log.exception("the sweep %s broke in the organisation %s", name, organisation.pk)
            swept.failures.append(failure)
            _note_failure(name, organisation, at, failure)


def _to_devices(at: datetime) -> int:
    did = 0
    for organisation in organisations():
        try:
            did += send_to_devices(organisation, at)
        except Exception:
            log.exception("no device was told in the organisation %s", organisation.pk)
    return did


def organisations() -> list[Organisation]:
    with as_job():
        return list(Organisation.objects.order_by("name", "pk"))


def _turn(name: str, organisation: Organisation, at: datetime) -> int:
    """Each step is committed by itself, so that nobody waits long for a row; the last one together with its note."""
    did = SWEEPS[name](organisation, at) if name in OUTSIDE else 0
    while True:
        with as_job(organisation.pk):
            step = 0 if name in OUTSIDE else _alone(name, organisation, at)
            if step is None:
                return did  # whoever holds the lock notes the turn
            did += step
            if name not in IN_STEPS or step < AT_ONCE:
                note_turn(name, organisation, at, did, lasting=step > 0 and name not in IN_STEPS)
                return did


def _note_failure(name: str, organisation: Organisation, at: datetime, failure: Exception) -> None:
    with as_job(organisation.pk):
        Turn.objects.update_or_create(
            organisation=organisation, name=name, defaults={"failed_at": really(at), "failure": type(failure).__name__}
        )


def _alone(name: str, organisation: Organisation, at: datetime) -> int | None:
    """One sweep of a kind per organisation at a time; the second finds the lock taken and has nothing to do. Two that
    go in steps share the work instead, because each leaves alone what the other has locked."""
    if name in IN_STEPS:
        return SWEEPS[name](organisation, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{name}:{organisation.pk}"])
        return SWEEPS[name](organisation, at) if cursor.fetchone()[0] else None


def foresee(organisation: Organisation, names: list[str], *, at: datetime) -> tuple[dict[str, int], dict[Due, int]]:
    """What these sweeps would do here at that moment, and how the cases would stand then: done, and undone as a whole.

    Nothing is sent; what would go out is counted."""
    with as_job(organisation.pk):
        did: dict[str, int] = {}
        for name in names:
            did[name] = _all_steps(name, organisation, at)
            if name == "send":
                did[DEVICES] = devices_left(organisation, at)
        stand = outlook(organisation, at)
        transaction.set_rollback(True)
    return did, stand


def _all_steps(name: str, organisation: Organisation, at: datetime) -> int:
    did = step = (SWEEPS | UNDOABLE)[name](organisation, at)
    while name in IN_STEPS and step >= AT_ONCE:
        step = SWEEPS[name](organisation, at)
        did += step
    return did


def plan(organisation: Organisation, at: datetime) -> int:
    """The next contact of open cases that have none; with fewer than AT_ONCE nobody else is left."""
    return plan_batch(organisation, at, AT_ONCE)


def calendar(organisation: Organisation, at: datetime) -> int:
    """What a change of the days of work has left where it was, as its own deed takes the first of them and waits for
    nobody; and which appointments lie on a shut day."""
    did = 0
    after: UUID | None = FIRST
    while after is not None:
        batch = move_batch(organisation, at, AT_ONCE, by=None, after=after)
        did, after = did + batch.moved, batch.last
    return did + mark_clashes(organisation, at)


def tidy(organisation: Organisation, at: datetime) -> int:
    """A sweep tried out at a time to come must not end a session of today."""
    with as_sign_in():
        ended, _ = Session.objects.filter(expire_date__lt=Least(at, Now())).delete()
    return ended + forget_old(organisation, at) + forget_arrivals(organisation, at)


def _would_send(organisation: Organisation, at: datetime) -> int:
    return ready(organisation, at).count()


SWEEPS: dict[str, Callable[[Organisation, datetime], int]] = {
    "pauses": end_rests,
    "plan": plan,
    "calendar": calendar,
    "overdue": tell_overdue,
    "morning": morning,
    "remind": remind,
    "send": send,
    "tidy": tidy,
}
DEVICES = "devices"  # what the sending does besides: those out of reach before are tried again
IN_STEPS = frozenset({"plan"})
OUTSIDE = frozenset({"send"})  # talks to others between its transactions
# In place of what no rollback brings back.
UNDOABLE: dict[str, Callable[[Organisation, datetime], int]] = {"send": _would_send}
