"""Notifications on the devices of a colleague: encrypted for each, signed by the house, and naming nobody."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.utils.translation import gettext
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from accounts.walls import as_job
from cases.models import Notice, PushDevice
from cases.models.labels_letters import LETTERS
from cases.rules.push import is_key, is_service, text_of
from cases.rules.reminders import Remind

GONE = frozenset({404, 410})  # the browser was reset, or its owner took the leave back
TAKEN = range(200, 300)
OUT_OF_REACH = frozenset({0, 500, 502, 503, 504})  # a moment later it may be there
KEPT_FOR = timedelta(hours=12)  # by the push service, while the device is switched off
SECONDS = 10


class NotTaken(OSError):
    """No push service took it this time; what each said is a number and names nobody, 0 where none answered."""

    def __init__(self, answers: Iterable[int]) -> None:
        told = sorted({str(status) for status in answers})
        super().__init__(f"push {', '.join(told)}")
        self.is_sure = "0" not in told  # where nobody answered it may have been taken


def push(notice: Notice, at: datetime) -> bool:
    """To every device; False when there is none any more. Raises NotTaken when no service took it.

    One device that takes it is enough: whoever has two is not told twice because one of them was out of reach. That
    one is tried once more on its own."""
    with as_job(notice.organisation_id):
        devices = list(PushDevice.objects.filter(user=notice.to_id).order_by("pk"))
    answers = {device.pk: _to_one(device, notice) for device in devices}
    if any(status in TAKEN for status in answers.values()):  # else all of them are tried again, later
        answers |= {device.pk: _to_one(device, notice) for device in devices if answers[device.pk] in OUT_OF_REACH}
    gone = [pk for pk, status in answers.items() if status in GONE]
    took = [pk for pk, status in answers.items() if status in TAKEN]
    with as_job(notice.organisation_id):
        PushDevice.objects.filter(pk__in=gone).delete()
        PushDevice.objects.filter(pk__in=took).update(heard_at=at)
    if len(gone) < len(devices) and not took:
        raise NotTaken(answers.values())
    return bool(took)


def _to_one(device: PushDevice, notice: Notice) -> int:
    """The status its service answered with; 0 when none did. What nobody can write to is gone: a service that is not
    known, a key that is none."""
    if not is_service(device.endpoint, settings.PUSH_SERVICES) or not is_key("p256dh", device.p256dh):
        return 410
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    with requests.Session() as session:
        session.max_redirects = 0  # an answer must not lead the house to another address
        try:
            answer = webpush(
                {"endpoint": device.endpoint, "keys": keys}, json.dumps(_shown(notice), ensure_ascii=False),
                vapid_private_key=Vapid.from_string(settings.VAPID_KEY), vapid_claims={"sub": settings.VAPID_SUBJECT},
                ttl=int(KEPT_FOR.total_seconds()), headers=_headers(notice), timeout=SECONDS, requests_session=session,
            )  # fmt: skip
        except WebPushException as refused:
            return int(refused.status_code or 0)
        except requests.RequestException:
            return 0
    return int(answer.status_code)


def _headers(notice: Notice) -> dict[str, str]:
    """By its topic the service puts a notification that is sent again in the place of the one it still holds."""
    return {"Topic": text_of(notice.pk.bytes), "Urgency": "high" if notice.template == Remind.CONCERN else "normal"}


def _shown(notice: Notice) -> dict[str, str]:
    """What stands on a locked screen: less than in the letter. The tag lets a second one replace the first."""
    return {
        "title": str(LETTERS[notice.template].subject),
        "body": gettext("Open the app to see it."),
        "lang": notice.to.language,
        "tag": str(notice.pk),
    }
