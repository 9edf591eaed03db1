"""Letters that go out, and a mail server that is away, refuses, or dies with a letter in its hands."""

from datetime import timedelta
from email import message_from_string

import pytest

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.doing import Changed
from cases.actions.housekeeping import leave_unsent, send_again
from cases.actions.sending import MailAway, send
from cases.actions.sweeping import sweep
from cases.models import Notice
from cases.queries.office import stuck

DAY = timedelta(days=1)


def owe(who: User, at, *keys: str) -> None:
    with as_job(who.organisation_id):
        for key in keys:
            Notice.objects.create(
                organisation=who.organisation, to=who, key=key, template="morning", due_at=at,
                facts={"count": 3, "day": str(at.date())},
            )  # fmt: skip


def states(who: User) -> list[tuple[str, int, str]]:
    with as_job(who.organisation_id):
        return list(Notice.objects.order_by("pk").values_list("state", "tries", "failure"))


@pytest.fixture
def nobody(settings):
    """No mail server answers there."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )


def test_an_unreachable_mail_server_leaves_it_owed(world, nobody):
    owe(world.yuki, world.morning, "morning:1")
    assert sweep("send", at=world.morning) == 0
    with as_job(world.engawa.pk):
        notice = Notice.objects.get()
        assert (notice.state, notice.tries, notice.failure) == ("owed", 1, "ConnectionRefusedError")
        assert notice.due_at > world.morning


def test_one_letter_finds_out_that_the_mail_server_is_away_and_no_other_waits_for_it(world, nobody):
    for who in (world.yuki, world.sora, world.rin):
        owe(who, world.morning, "morning:1", "morning:2")
    sweep("send", at=world.morning)
    told = states(world.yuki) + states(world.rin)
    assert sorted(tries for _, tries, _ in told) == [0] * 5 + [1]
    assert {state for state, _, _ in told} == {"owed"}


def test_once_it_is_there_again_every_letter_comes(world, nobody, sink):
    owe(world.yuki, world.morning, "morning:1", "morning:2", "morning:3")
    assert sweep("send", at=world.morning) == 3
    assert len(sink.letters) == 3


def test_what_was_sent_before_it_went_is_counted(world, sink, settings, monkeypatch):
    owe(world.yuki, world.morning, "morning:1", "morning:2")
    take = sink.handle_DATA

    async def last(*told):
        settings.EMAIL_PORT = 9
        return await take(*told)

    monkeypatch.setattr(sink, "handle_DATA", last)
    with pytest.raises(MailAway) as away:
        send(world.engawa, world.morning)
    assert (away.value.did, [state for state, _, _ in states(world.yuki)]) == (1, ["sent", "owed"])


def test_a_server_that_dies_with_the_letter_in_its_hands_gets_no_second_one_by_itself(world, sink):
    sink.dies = True
    owe(world.yuki, world.morning, "morning:1")
    assert sweep("send", at=world.morning) == 0
    assert states(world.yuki) == [("sending", 1, "SMTPServerDisconnected")]
    sink.dies = False
    assert sweep("send", at=world.morning + DAY) == 0
    with within(world.hana):
        (unknown,) = stuck(world.engawa, world.morning + DAY)
        send_again(unknown, by=world.hana, at=world.morning + DAY)
    assert sweep("send", at=world.morning + DAY) == 1
    assert len({message_from_string(letter)["Message-ID"] for letter in sink.letters}) == 1
    assert len(sink.letters) == 2


def test_of_two_who_decide_about_a_letter_the_second_is_told(world, sink):
    sink.dies = True
    owe(world.yuki, world.morning, "morning:1")
    sweep("send", at=world.morning)
    with within(world.hana):
        (unknown,) = stuck(world.engawa, world.morning + DAY)
        leave_unsent(unknown, by=world.hana, at=world.morning + DAY)
        with pytest.raises(Changed):
            send_again(unknown, by=world.hana, at=world.morning + DAY)
    assert [state for state, _, _ in states(world.yuki)] == ["left"]


def test_the_id_of_a_letter_is_one_also_where_the_sender_has_a_name(world, sink, settings):
    settings.DEFAULT_FROM_EMAIL = "ひと声 <post@hitokoe.example>"
    owe(world.yuki, world.morning, "morning:1")
    sweep("send", at=world.morning)
    with as_job(world.engawa.pk):
        pk = Notice.objects.get().pk
    assert message_from_string(sink.letters[0])["Message-ID"] == f"<{pk}@hitokoe.example>"
