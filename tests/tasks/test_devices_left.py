"""A device that was out of reach when another one took the notification: tried again later, and the other never."""

import signal
from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts.walls import as_job, within
from cases.actions.pushing import SILENT
from cases.actions.sending import MOST_TRIES
from cases.actions.sweeping import sweep
from cases.models import Notice, PushDevice
from cases.queries.office import stuck
from cases.rules.reminders import Channel
from tests.conftest import MORNING
from tests.tasks.push_service import device, owe, sender_apart, state

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def two(world, service):
    """Yuki's two devices; the first is out of reach."""
    for path in ("/one", "/two"):
        device(service, world.yuki, path)
    service.answers["/one"] = 503
    return world.yuki


def again_at(notice: Notice) -> datetime | None:
    with as_job(notice.organisation_id):
        return Notice.objects.values_list("again_at", flat=True).get(pk=notice.pk)


@pytest.mark.parametrize("status", [-1, 408, 429, 500, 503, 507])
def test_it_is_tried_again_later_and_the_one_that_took_it_is_not(two, service, status):
    service.answers["/one"] = status
    notice = owe(two)
    assert [sweep("send", at=MORNING + MINUTE * minutes) for minutes in (0, 0, 1)] == [1, 0, 0]
    service.answers["/one"] = 201
    assert [sweep("send", at=MORNING + MINUTE * minutes) for minutes in (2, 2, 60, 600)] == [1, 0, 0, 0]
    assert sorted(service.told()) == ["/one", "/one", "/two"]
    assert (state(notice), again_at(notice)) == (("sent", 2, ""), None)
    assert mail.outbox == []


def test_each_wait_is_twice_the_one_before_and_it_ends(two, service):
    notice, at, waits = owe(two), MORNING, []
    while at is not None:
        sweep("send", at=at)
        before, at = at, again_at(notice)
        waits += [(at - before) // MINUTE] if at else []
    assert waits == [2, 4, 8, 16, 32, 64, 128]
    assert (service.told().count("/one"), service.told().count("/two")) == (MOST_TRIES, 1)
    assert (state(notice)[:2], mail.outbox) == (("sent", MOST_TRIES), [])
    with as_job(two.organisation_id):
        assert not stuck(two.organisation, MORNING + DAY).exists()


@pytest.mark.parametrize(
    ("wait", "minutes"),
    [("3600", 60), ("60", 2), ("Wed, 01 Apr 2026 03:00:00 GMT", 180), ("99999999", 256), ("soon", 2), ("-5", 2)],
)
def test_a_service_that_asks_for_a_longer_wait_gets_it_within_bounds(two, service, wait, minutes):
    service.answers["/one"], service.wait = 429, wait
    notice = owe(two)
    sweep("send", at=MORNING)
    assert again_at(notice) == MORNING + MINUTE * minutes


def test_where_none_took_it_the_whole_notification_waits_as_long_as_it_was_asked(world, service):
    device(service, world.yuki)
    service.answers["/one"], service.wait = 429, "1800"
    notice = owe(world.yuki)
    assert [sweep("send", at=MORNING + MINUTE * minutes) for minutes in (0, 29)] == [0, 0]
    service.answers["/one"] = 201
    assert sweep("send", at=MORNING + MINUTE * 30) == 1
    assert (state(notice), service.told()) == (("sent", 2, ""), ["/one", "/one"])


def test_what_is_refused_for_good_while_another_device_took_it_is_left_at_that(two, service):
    service.answers["/one"] = 403
    notice = owe(two)
    assert [sweep("send", at=MORNING + DAY * days) for days in (0, 1)] == [1, 0]
    assert (again_at(notice), len(service.told())) == (None, 2)


def test_a_device_that_was_taken_away_meanwhile_is_told_nothing(two, service):
    notice = owe(two)
    sweep("send", at=MORNING)
    with within(two):
        PushDevice.objects.filter(endpoint__endswith="/one").delete()
    assert sweep("send", at=MORNING + DAY) == 0
    assert (again_at(notice), len(service.told())) == (None, 2)


def test_the_devices_left_are_told_though_the_mail_server_is_away(world, two, service, settings):
    owe(two)
    sweep("send", at=MORNING)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    letter = owe(world.sora)
    service.answers["/one"] = 201
    assert sweep("send", at=MORNING + DAY) == 1
    assert (state(letter)[0], service.told().count("/one")) == ("owed", 2)


def test_no_letter_waits_for_a_push_service(world, service, monkeypatch):
    """However long its notification has been owed before."""
    device(service, world.yuki)
    letter = owe(world.sora)
    with as_job(world.engawa.pk):
        Notice.objects.filter(pk=letter.pk).update(channel=Channel.MAIL, due_at=MORNING + MINUTE)
    owe(world.yuki)
    letters = []
    monkeypatch.setattr(service.reached, "set", lambda: letters.append(len(mail.outbox)))
    assert sweep("send", at=MORNING + MINUTE) == 2
    assert letters == [1]


def of_four(world, service) -> list[Notice]:
    """What four colleagues are told, each on a browser of her own at a service that gives no answer."""
    notices = []
    for who in (world.yuki, world.sora, world.hana, world.rin):
        device(service, who, f"/{who.name}")
        service.answers[f"/{who.name}"] = -1
        notices.append(owe(who))
    return notices


def test_one_notification_finds_out_that_a_service_is_silent_and_no_other_waits_for_it(world, service):
    notices = of_four(world, service)
    assert sweep("send", at=MORNING) == 0
    assert len(service.told()) == 1
    assert [tries for _, tries, _ in map(state, notices)] == [1, 1, 1, 1]
    service.answers.clear()
    assert [sweep("send", at=MORNING + MINUTE * minutes) for minutes in (1, 2)] == [0, 4]


def test_however_many_wait_for_a_silent_service_a_person_learns_of_each_in_its_time(world, service):
    notices = of_four(world, service)
    for days in range(MOST_TRIES):
        sweep("send", at=MORNING + DAY * days)
    assert {state(notice) for notice in notices} == {("given_up", MOST_TRIES, "push 0")}
    assert len(service.told()) == MOST_TRIES


def test_while_one_sender_tries_it_again_no_other_does_and_a_killed_one_is_not_followed(yuki, service):
    for path in ("/one", "/two"):
        device(service, yuki, path)
    service.answers["/one"] = 503
    notice = owe(yuki)
    sweep("send", at=MORNING)
    service.answers["/one"], service.holds = 201, True
    service.reached.clear()
    sender = sender_apart(service, MORNING + DAY)
    try:
        assert service.reached.wait(30)
        assert sweep("send", at=MORNING + DAY) == 0
    finally:
        sender.send_signal(signal.SIGKILL)
        sender.wait(10)
        service.released.set()
    assert sweep("send", at=MORNING + 2 * DAY) == 0
    assert (state(notice)[:2], sorted(service.told())) == (("sent", 2), ["/one", "/one", "/two"])


def test_what_a_run_found_out_is_forgotten_by_the_next(two, service):
    service.answers["/one"] = -1
    owe(two)
    sweep("send", at=MORNING)
    assert {service.host: MORNING} == SILENT
    service.answers["/one"] = 201
    assert sweep("send", at=MORNING + 2 * MINUTE) == 1
