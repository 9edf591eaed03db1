"""Letters that are owed: claimed and committed, sent, then confirmed."""

from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Least, Now
from django.utils.translation import override

from accounts.models import Organisation
from accounts.walls import as_job
from cases.actions.pushing import NotTaken, push
from cases.models import Notice, PushDevice, Wish
from cases.models.labels_letters import subject_and_text
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
    did = 0
    for notice in _batch(ready(organisation, at), organisation):
        try:
            did += _send_one(notice, at)
        except MailAway as away:
            away.did = did
            raise
    return did


def send_to_devices(organisation: Organisation, at: datetime) -> int:
    """While the mail server is away: what is shown on a device waits for no letter."""
    wished = Q(channel=Channel.PUSH) | Q(template=Remind.CONCERN)
    shown = Exists(PushDevice.objects.filter(user=OuterRef("to")))
    did = 0
    for notice in _batch(ready(organisation, at).filter(wished, shown), organisation):
        if _channel(notice) == Channel.PUSH:
            with suppress(MailAway):  # her last device was gone
                did += _send_one(notice, at)
    return did


def _batch(owed: QuerySet[Notice], organisation: Organisation) -> list[Notice]:
    with as_job(organisation.pk):
        return list(owed.order_by("due_at", "pk").select_related("to__organisation")[:BATCH])


def ready(organisation: Organisation, at: datetime) -> QuerySet[Notice]:
    """What may go out at that moment. A letter cannot be taken back, so none of a real organisation goes out more than
    an hour before its time by the database's clock: by no sweep tried ahead, by no machine whose clock runs fast."""
    until = at if organisation.fictional else Least(Value(at), Now() + Value(AHEAD))
    return Notice.objects.filter(organisation=organisation, state="owed", due_at__lte=until)


def _send_one(notice: Notice, at: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk)
    with as_job(notice.organisation_id):
        if not mine.filter(state="owed").update(state="sending", claimed_at=at, tries=F("tries") + 1):
            return False
    try:
        _deliver(notice, at)
    except SMTPServerDisconnected as lost:  # perhaps it took the letter before it went: only a person decides
        with as_job(notice.organisation_id):
            mine.filter(state="sending").update(failure=type(lost).__name__)
        return False
    except OSError as failure:
        known = str(failure) if isinstance(failure, NotTaken) else type(failure.__cause__ or failure).__name__
        _owe_again(notice, known, at)
        if isinstance(failure, MailAway):
            raise
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


def _deliver(notice: Notice, at: datetime) -> None:
    """By mail also where no device of hers shows notifications any more."""
    with override(notice.to.language):
        if _channel(notice) != Channel.PUSH or not _push(notice, at):
            _mail(notice, at)


def _push(notice: Notice, at: datetime) -> bool:
    """A concern that is refused waits for no second try; anything else goes by mail before it is given up."""
    try:
        return push(notice, at)
    except NotTaken as refused:
        if refused.is_sure and (notice.template == Remind.CONCERN or notice.tries + 1 >= MOST_TRIES):
            return False
        raise


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
