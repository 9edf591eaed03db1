"""Letters that are owed: claimed and committed, sent, then confirmed."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Least, Now
from django.utils.translation import override

from accounts.models import Organisation
from accounts.walls import as_job
from cases.actions.pushing import NotTaken, Told, devices_of, push
from cases.models import Notice, PushDevice, Wish
from cases.models.labels_letters import subject_and_text
from cases.rules.push import NOTHING
from cases.rules.reminders import Channel, Remind

BATCH = 500  # letters in one run
MOST_TRIES = 8
AHEAD = timedelta(hours=1)


class MailAway(OSError):
    """The mail server cannot be reached, for no letter of any organisation; `did` were sent before it was found so."""

    did = 0


def send(organisation: Organisation, at: datetime) -> int:
    """A crash between claim and confirmation leaves 'sending': unknown, and never sent twice by itself.

    Raises MailAway after the first letter that found nobody: each further one would wait as long for the same answer,
    and the planning with it. The others stay owed as they are."""
    did, (owed, left) = 0, _batches(ready(organisation, at), organisation, at)
    for notice in sorted(owed, key=lambda one: one.channel == Channel.PUSH):  # no letter waits for a push service
        try:
            did += _send_one(notice, at)
        except MailAway as away:
            away.did = did
            raise
    return did + sum(_tell_left(notice, at) for notice in left)


def send_to_devices(organisation: Organisation, at: datetime) -> int:
    """While the mail server is away: what is shown on a device waits for no letter."""
    wished = Q(channel=Channel.PUSH) | Q(template=Remind.CONCERN)
    shown = Exists(PushDevice.objects.filter(user=OuterRef("to")))
    did, (owed, left) = 0, _batches(ready(organisation, at).filter(wished, shown), organisation, at)
    for notice in owed:
        if _channel(notice) == Channel.PUSH:
            with suppress(MailAway):  # her last device was gone
                did += _send_one(notice, at)
    return did + sum(_tell_left(notice, at) for notice in left)


def _batches(owed: QuerySet[Notice], organisation: Organisation, at: datetime) -> tuple[list[Notice], list[Notice]]:
    """What is owed, and what a device was out of reach for when another one took it."""
    with as_job(organisation.pk):
        return _first(owed, "due_at"), _first(_out_of_reach(organisation, at), "again_at")


def _first(notices: QuerySet[Notice], when: str) -> list[Notice]:
    return list(notices.order_by(when, "pk").select_related("to__organisation")[:BATCH])


def ready(organisation: Organisation, at: datetime) -> QuerySet[Notice]:
    """What may go out at that moment. A letter cannot be taken back, so none of a real organisation goes out more than
    an hour before its time by the database's clock: by no sweep tried ahead, by no machine whose clock runs fast."""
    return Notice.objects.filter(organisation=organisation, state="owed", due_at__lte=until(organisation, at))


def _out_of_reach(organisation: Organisation, at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(organisation=organisation, again_at__lte=until(organisation, at))


def devices_left(organisation: Organisation, at: datetime) -> int:
    """How many devices, of those that were out of reach, are to be tried again at that moment."""
    waiting = _out_of_reach(organisation, at).values_list("devices_left", flat=True)
    left = {pk for devices in waiting for pk in devices or []}
    return PushDevice.objects.filter(pk__in=left).count()


def until(organisation: Organisation, at: datetime) -> datetime | Least:
    return at if organisation.fictional else Least(Value(at), Now() + Value(AHEAD))


def _send_one(notice: Notice, at: datetime) -> bool:
    devices = devices_of(notice) if _channel(notice) == Channel.PUSH else []
    mine = Notice.objects.filter(pk=notice.pk)
    with as_job(notice.organisation_id):
        if not mine.filter(state="owed").update(state="sending", claimed_at=at, tries=F("tries") + 1):
            return False
    try:
        told = _deliver(notice, devices, at)
    except SMTPServerDisconnected as lost:  # perhaps it took the letter before it went: only a person decides
        with as_job(notice.organisation_id):
            mine.filter(state="sending").update(failure=type(lost).__name__)
        return False
    except OSError as failure:
        _owe_again(notice, failure, at)
        if isinstance(failure, MailAway):
            raise
        return False
    with as_job(notice.organisation_id):
        mine.filter(state="sending").update(state="sent", sent_at=at, failure="", **_again(notice, told, at))
    return True


def _owe_again(notice: Notice, failure: OSError, at: datetime) -> None:
    tries = notice.tries + 1
    state = "given_up" if tries >= MOST_TRIES else "owed"
    known, wait = type(failure.__cause__ or failure).__name__, NOTHING
    if isinstance(failure, NotTaken):
        known, wait = str(failure), failure.wait
    with as_job(notice.organisation_id):
        Notice.objects.filter(pk=notice.pk).update(state=state, due_at=_later(tries, wait, at), failure=known)


def _later(tries: int, wait: timedelta, at: datetime) -> datetime:
    """Each wait is twice the one before; a service may ask for a longer one, but for none longer than our last."""
    return at + min(max(wait, timedelta(minutes=2**tries)), timedelta(minutes=2**MOST_TRIES))


def _again(notice: Notice, told: Told, at: datetime) -> dict[str, Any]:
    """When the devices that were out of reach, while another one took it, are tried again; never after the last try."""
    if not told.left or notice.tries + 1 >= MOST_TRIES:
        return {}
    return {"devices_left": told.left, "again_at": _later(notice.tries + 1, told.wait, at)}


def _tell_left(notice: Notice, at: datetime) -> bool:
    """The devices that were out of reach: she is told already, so whoever dies here leaves them untold."""
    devices = [device for device in devices_of(notice) if device.pk in (notice.devices_left or [])]
    mine = Notice.objects.filter(pk=notice.pk)
    with as_job(notice.organisation_id):
        if not mine.filter(again_at=notice.again_at).update(again_at=None, devices_left=None, tries=F("tries") + 1):
            return False
    with override(notice.to.language):
        told = push(notice, devices, at)
    if again := _again(notice, told, at):
        with as_job(notice.organisation_id):
            mine.update(**again)
    return bool(told.took)


def _deliver(notice: Notice, devices: Sequence[PushDevice], at: datetime) -> Told:
    """By mail also where no device of hers shows notifications any more."""
    with override(notice.to.language):
        told = _push(notice, devices, at)
        if not told.took:
            _mail(notice, at)
    return told


def _push(notice: Notice, devices: Sequence[PushDevice], at: datetime) -> Told:
    """A concern that no service took waits for no second try, and is rather told twice than not at all; anything else
    goes by mail before it is given up, if it was surely not told."""
    told = push(notice, devices, at) if devices else Told({})
    if not told.refused:
        return told
    failure = NotTaken(told)
    if notice.template == Remind.CONCERN or (failure.is_sure and notice.tries + 1 >= MOST_TRIES):
        return Told({})
    raise failure


def _channel(notice: Notice) -> str:
    """What goes out at once was owed by a colleague, who does not see how its reader wants to be told."""
    if notice.template != Remind.CONCERN:
        return notice.channel
    with as_job(notice.organisation_id):
        wished = Wish.objects.filter(user=notice.to_id, kind=Remind.CONCERN).values_list("channel", flat=True).first()
    return wished or notice.channel


def _mail(notice: Notice, at: datetime) -> None:
    """Nothing personal leaves in the open: what there is, and where to look. The same letter has the same Message-ID,
    so that a mail server which was given it twice can tell."""
    subject, text = subject_and_text(notice, at)
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    once = {"Message-ID": f"<{notice.pk}@{sender.rpartition('@')[2]}>"}
    post = get_connection()
    try:
        post.open()
    except OSError as nobody:
        raise MailAway from nobody
    try:
        EmailMessage(subject, text, None, [notice.to.email], headers=once, connection=post).send()
    finally:
        with suppress(OSError):  # a goodbye that goes wrong takes no letter back
            post.close()
