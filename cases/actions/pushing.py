"""Notifications on the devices of a colleague: encrypted for each, signed by the house, and naming nobody."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import requests
from django.conf import settings
from django.utils.translation import gettext
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from accounts.walls import as_job
from cases.models import Notice, PushDevice
from cases.models.labels_letters import LETTERS
from cases.rules.push import NOTHING, asked_to_wait, host_of, is_key, is_service, passes, text_of
from cases.rules.reminders import Remind

GONE = frozenset({404, 410})  # the browser was reset, or its owner took the leave back
TAKEN = range(200, 300)
KEPT_FOR = timedelta(hours=12)  # by the push service, while the device is switched off
SECONDS = 10
# Services that gave no answer, and the run of the clock that found it out: no other notification of the same run waits
# for the same silence, in no organisation. It is a try all the same: what is owed for days comes before a person.
SILENT: dict[str, datetime] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """The status a service answered with, 0 when none did, and how long it wants to be left alone."""

    status: int
    wait: timedelta = NOTHING


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a notification, device by device."""

    answers: Mapping[UUID, Answer]

    def those(self, is_so: Callable[[int], bool]) -> list[UUID]:
        return [pk for pk, answer in self.answers.items() if is_so(answer.status)]

    @property
    def took(self) -> list[UUID]:
        return self.those(TAKEN.__contains__)

    @property
    def gone(self) -> list[UUID]:
        return self.those(GONE.__contains__)

    @property
    def left(self) -> list[UUID]:
        """Those that were out of reach for a passing reason."""
        return self.those(passes)

    @property
    def refused(self) -> bool:
        """There are devices, and the service of none took it."""
        return not self.took and len(self.gone) < len(self.answers)

    @property
    def wait(self) -> timedelta:
        return max((answer.wait for answer in self.answers.values()), default=NOTHING)


class NotTaken(OSError):
    """No push service took it this time; what each said is a number and names nobody, 0 where none answered."""

    def __init__(self, told: Told) -> None:
        codes = sorted({str(answer.status) for answer in told.answers.values()})
        super().__init__(f"push {', '.join(codes)}")
        self.is_sure = "0" not in codes  # where nobody answered it may have been taken
        self.wait = told.wait


def devices_of(notice: Notice) -> list[PushDevice]:
    with as_job(notice.organisation_id):
        return list(PushDevice.objects.filter(user=notice.to_id).order_by("pk"))


def _is_silent(device: PushDevice, at: datetime) -> bool:
    return SILENT.get(host_of(device.endpoint)) == at


def push(notice: Notice, devices: Sequence[PushDevice], at: datetime) -> Told:
    """To each of these devices. One that takes it is enough: whoever has two is not told twice because one of them was
    out of reach; that one alone is tried again later."""
    silent = [device for device in devices if _is_silent(device, at)]  # found out by another notification of this run
    told = Told({one.pk: Answer(0) if one in silent else _ask(one, notice, at) for one in devices})
    with as_job(notice.organisation_id):
        PushDevice.objects.filter(pk__in=told.gone).delete()
        PushDevice.objects.filter(pk__in=told.took).update(heard_at=at)
    return told


def _ask(device: PushDevice, notice: Notice, at: datetime) -> Answer:
    answer = _to_one(device, notice, at)
    if answer.status == 0:
        SILENT[host_of(device.endpoint)] = at
    return answer


def _to_one(device: PushDevice, notice: Notice, at: datetime) -> Answer:
    """What nobody can write to is gone: a service that is not known, a key that is none."""
    if not is_service(device.endpoint, settings.PUSH_SERVICES) or not is_key("p256dh", device.p256dh):
        return Answer(410)
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
            return Answer(int(refused.status_code or 0), asked_to_wait(refused.retry_after, at))
        except requests.RequestException as lost:
            return Answer(0 if lost.response is None else lost.response.status_code)  # led elsewhere is an answer
    return Answer(int(answer.status_code))


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
