"""Notifications, taken and read by a push service of our own on a real line."""

import signal
from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.sending import MOST_TRIES
from cases.actions.sweeping import sweep
from cases.models import Notice, PushDevice, Wish
from cases.queries.office import stuck
from cases.rules.push import text_of
from cases.rules.reminders import Channel, Remind
from tests.conftest import MORNING
from tests.tasks.push_service import Browser, device, owe, sender_apart, state


def endpoints(who: User) -> list[str]:
    with as_job(who.organisation_id):
        return list(PushDevice.objects.order_by("pk").values_list("endpoint", flat=True))


def test_it_is_encrypted_for_the_device_signed_by_the_house_and_says_nothing(world, service):
    browser, notice = device(service, world.yuki), owe(world.yuki)
    assert [sweep("send", at=MORNING), sweep("send", at=MORNING)] == [1, 0]
    ((path, headers, body),) = service.given
    shown = browser.read(body)
    assert path == "/one"
    assert headers["Authorization"].startswith("vapid t=")
    assert (headers["Content-Encoding"], headers["Topic"]) == ("aes128gcm", text_of(notice.pk.bytes))
    assert set(shown) == {"title", "body", "lang", "tag"}
    assert shown["tag"] == str(notice.pk)
    assert state(notice) == ("sent", 1, "")
    assert mail.outbox == []


@pytest.mark.parametrize("kind", list(Remind))
def test_no_kind_shows_a_name_a_number_or_the_word(world, service, kind):
    browser = device(service, world.yuki)
    owe(world.yuki, f"{kind}:2026-04-01")
    sweep("send", at=MORNING)
    shown = browser.read(service.given[0][2])
    text = shown["title"] + shown["body"]
    names = ("花水木", "山﨑", "健", world.ken.code, "浦安", "Yuki", "Engawa", "ひきこもり", "引きこもり")
    assert not any(word in text for word in names)
    assert not any(one.isdigit() for one in text)


def test_a_concern_comes_by_the_way_its_reader_wished_though_a_worker_owed_it(world, service):
    browser = device(service, world.hana)
    with within(world.hana):
        Wish.objects.create(organisation=world.engawa, user=world.hana, kind=Remind.CONCERN, channel=Channel.PUSH)
    with within(world.yuki):
        Notice.objects.create(
            organisation=world.engawa, to=world.hana, key="concern:x", template=Remind.CONCERN, due_at=MORNING
        )
    sweep("send", at=MORNING)
    assert browser.read(service.given[0][2])["title"] == "はじめにご確認ください"
    assert service.given[0][1]["Urgency"] == "high"
    assert mail.outbox == []


def test_every_device_is_told_and_each_reads_its_own(world, service):
    browsers = [device(service, world.yuki, path) for path in ("/one", "/two")]
    owe(world.yuki)
    sweep("send", at=MORNING)
    assert sorted(path for path, _, _ in service.given) == ["/one", "/two"]
    shown = {path: body for path, _, body in service.given}
    assert browsers[0].read(shown["/one"]) == browsers[1].read(shown["/two"])


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_the_letter_goes_by_mail(world, service, status):
    device(service, world.yuki)
    service.answers["/one"] = status
    notice = owe(world.yuki)
    sweep("send", at=MORNING)
    assert endpoints(world.yuki) == []
    assert state(notice)[0] == "sent"
    assert [letter.to for letter in mail.outbox] == [[world.yuki.email]]


def test_a_device_is_told_though_the_mail_server_is_away(world, service, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    device(service, world.yuki, "/one")
    device(service, world.rin, "/two")
    letter, here, there = owe(world.sora), owe(world.yuki), owe(world.rin)
    with as_job(world.engawa.pk):
        Notice.objects.filter(pk=letter.pk).update(channel=Channel.MAIL, due_at=MORNING - timedelta(hours=1))
    assert sweep("send", at=MORNING) == 2
    assert [state(one)[0] for one in (letter, here, there)] == ["owed", "sent", "sent"]


def test_without_a_device_it_goes_by_mail(world, service):
    owe(world.yuki)
    sweep("send", at=MORNING)
    assert [letter.to for letter in mail.outbox] == [[world.yuki.email]]


def test_a_device_whose_key_is_none_is_forgotten_and_the_letter_goes_by_mail(world, service):
    broken = Browser()
    broken.point = b"\x04" + bytes(64)
    device(service, world.yuki, browser=broken)
    notice = owe(world.yuki)
    assert sweep("send", at=MORNING) == 1
    assert (state(notice)[0], endpoints(world.yuki), len(mail.outbox)) == ("sent", [], 1)


def test_one_device_that_takes_it_is_enough(world, service):
    device(service, world.yuki, "/one")
    device(service, world.yuki, "/two")
    service.answers["/one"] = 503
    notice = owe(world.yuki)
    sweep("send", at=MORNING)
    assert state(notice) == ("sent", 1, "")


@pytest.mark.parametrize("status", [403, 429, 500])
def test_what_is_refused_is_owed_again_later_and_goes_by_mail_before_it_is_given_up(world, service, status):
    device(service, world.yuki)
    service.answers["/one"] = status
    notice = owe(world.yuki)
    found = [sweep("send", at=MORNING + timedelta(days=tried)) for tried in range(MOST_TRIES)]
    assert (found, state(notice)) == ([0] * (MOST_TRIES - 1) + [1], ("sent", MOST_TRIES, ""))
    assert (len(service.given), len(mail.outbox)) == (MOST_TRIES, 1)


@pytest.mark.parametrize("answer", [403, 503, -1])
def test_a_concern_that_no_service_took_goes_by_mail_at_once(world, service, answer):
    device(service, world.hana)
    service.answers["/one"] = answer
    owe(world.hana, "concern:x")
    assert sweep("send", at=MORNING) == 1
    assert [letter.to for letter in mail.outbox] == [[world.hana.email]]


def test_what_nobody_answers_is_owed_again_later_then_given_up_and_shown(world, service):
    device(service, world.yuki)
    service.answers["/one"] = -1
    notice, at = owe(world.yuki), MORNING
    for tried in range(1, MOST_TRIES + 1):
        assert sweep("send", at=at) == 0
        now, tries, failure = state(notice)
        assert (now, tries) == ("owed" if tried < MOST_TRIES else "given_up", tried)
        assert "push" in failure
        at += timedelta(days=1)
    assert len(service.given) == MOST_TRIES
    with within(world.hana):
        assert list(stuck(world.engawa, at)) == [notice]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_an_answer_leads_to_no_other_address(world, service, status):
    device(service, world.yuki)
    service.answers["/one"] = status
    owe(world.yuki)
    sweep("send", at=MORNING)
    assert [path for path, _, _ in service.given] == ["/one"]


def test_a_service_that_leads_elsewhere_is_not_silent(world, service):
    """So that one odd address keeps no other notification of the same service back."""
    for who, path in ((world.yuki, "/one"), (world.sora, "/two")):
        device(service, who, path)
    service.answers["/one"] = 302
    letters = owe(world.yuki), owe(world.sora)
    assert sweep("send", at=MORNING) == 1
    assert [state(letter) for letter in letters] == [("owed", 1, "push 302"), ("sent", 1, "")]


def test_an_address_that_is_no_push_service_is_never_written_to(world, service, settings):
    device(service, world.yuki)
    settings.PUSH_SERVICES = ("fcm.googleapis.com",)
    owe(world.yuki)
    sweep("send", at=MORNING)
    assert service.given == []
    assert endpoints(world.yuki) == []


def test_nobody_sees_the_devices_of_a_colleague(world, service):
    device(service, world.yuki)
    for who in (world.sora, world.hana, world.mio, world.ada, world.rin):
        with within(who):
            assert PushDevice.objects.count() == 0


def test_a_sender_killed_before_it_could_confirm_leaves_it_shown_and_never_sends_it_again(yuki, service):
    service.holds = True
    device(service, yuki)
    notice = owe(yuki)
    sender = sender_apart(service, MORNING)
    try:
        assert service.reached.wait(30)
    finally:
        sender.send_signal(signal.SIGKILL)
        sender.wait(10)
        service.released.set()
    assert state(notice)[0] == "sending"
    assert sweep("send", at=MORNING + timedelta(hours=1)) == 0
    with as_job(yuki.organisation_id):
        assert list(stuck(yuki.organisation, MORNING + timedelta(hours=1))) == [notice]
    assert len(service.given) == 1


def test_of_two_devices_the_one_that_is_gone_is_forgotten(world, service):
    device(service, world.yuki, "/one")
    device(service, world.yuki, "/two")
    service.answers["/one"] = 410
    owe(world.yuki)
    sweep("send", at=MORNING)
    assert [one.rpartition("/")[2] for one in endpoints(world.yuki)] == ["two"]
    assert mail.outbox == []
