"""Letters that are owed: claimed and committed, sent, then confirmed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Least, Now
from django.utils.translation import override

from accounts.models import Organisation
from accounts.walls import as_job
from cases.actions.pushing import NotTaken, push
from cases.models import Notice, Wish
from cases.models.labels_letters import subject_and_text
from cases.rules.reminders import Channel, Remind

BATCH = 500  # letters in one run
MOST_TRIES = 8
AHEAD = timedelta(hours=1)


def send(organisation: Organisation, at: datetime) -> int:
    """A crash between claim and confirmation leaves 'sending': unknown, and never sent twice by itself."""
    with as_job(organisation.pk):
        owed = list(ready(organisation, at).order_by("due_at", "pk").select_related("to__organisation")[:BATCH])
    return sum(_send_one(notice, at) for notice in owed)


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
    except OSError as failure:
        _owe_again(notice, str(failure) if isinstance(failure, NotTaken) else type(failure).__name__, at)
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
        if _channel(notice) != Channel.PUSH or not push(notice, at):
            _mail(notice, at)


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
    once = {"Message-ID": f"<{notice.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"}
    EmailMessage(subject, text, None, [notice.to.email], headers=once).send()
