"""The operator's hand on the clock: looking ahead changes nothing, and what is done ahead of its day sends nothing."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils.timezone import localtime, now

from accounts.models import Organisation
from accounts.walls import as_job, within
from cases.actions import sweeping
from cases.actions.moving import pause
from cases.models import Event, Notice, PushDevice, Sweep, Turn
from cases.rules.calendar import Calendar
from cases.rules.facts import PauseScope
from cases.rules.responses import Response

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def run(capsys):
    """What the command says, line by line."""

    def ask(*args, at=None, **options):
        call_command("sweep", *args, at=at and at.isoformat(), **options)
        return capsys.readouterr().out.splitlines()

    return ask


def left(world):
    """Everything a sweep writes."""
    with as_job(world.engawa.pk):
        told = [list(model.objects.order_by("pk").values()) for model in (Event, Notice, Turn)]
    with as_job():
        return [*told, list(Sweep.objects.values()), world.see_ken().standing, world.ken.next_due, len(mail.outbox)]


def ahead():
    """Some weeks from now, at noon of a Wednesday that is no holiday."""
    noon = localtime(now(), TOKYO).replace(hour=12) + timedelta(weeks=4)  # the database's own clock has its say
    days, open_days = (noon + timedelta(days=more) for more in range(30)), Calendar(zone=TOKYO)
    return next(day for day in days if day.weekday() == 2 and open_days.is_open(day.date()))


def test_it_says_how_the_cases_stand_at_its_time(world, run):
    world.record(Response.VOICE)
    for moment, standing in ((world.ken.next_due, "1 due, 0 overdue"), (world.ken.next_ends, "0 due, 1 overdue")):
        assert any(standing in line for line in run("overdue", at=moment))


def test_a_dry_run_says_what_would_happen_and_changes_nothing(world, run, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    before = left(world)
    said = run(at=world.ken.next_ends + timedelta(hours=12), dry_run=True)
    assert said[:3] == [
        "Nothing is done. This is what 2026-04-06 12:00 JST would bring:",
        "Engawa: would end 0 rests, plan 0 contacts, move 0 contacts to days of work, note 1 contact as overdue,"
        " owe 1 morning list, owe 2 reminders, send 3 notices, try 0 devices again that were out of reach,"
        " clear away 0 old things",
        "Engawa: 0 none, 0 planned, 0 due, 1 overdue",
    ]
    assert left(world) == before


def test_a_dry_run_ends_no_rest(world, run):
    with within(world.hana):
        until = world.morning.date() + timedelta(days=10)
        pause(world.ken, PauseScope.CASE, reason="旅行", until=until, by=world.hana, at=world.morning)
    before = left(world)
    assert run("pauses", at=ahead(), dry_run=True)[1] == "Engawa: would end 1 rest"
    assert left(world) == before


def test_a_dry_run_counts_the_letters_that_would_go_out(world, run):
    run("morning", at=world.ken.next_due)
    assert any(
        line.startswith("Engawa: would send 1 notice") for line in run("send", at=world.ken.next_due, dry_run=True)
    )
    with as_job(world.engawa.pk):
        assert Notice.objects.get(template="morning").state == "owed"


def test_a_dry_run_counts_the_devices_that_wait_to_be_tried_again(world, run):
    at, here = world.ken.next_due, {"organisation": world.engawa}
    with within(world.yuki):
        devices = [
            PushDevice.objects.create(**here, user=world.yuki, endpoint=f"https://push.example/{name}", p256dh="x",
                                      auth="x", name="x", made_at=world.morning)
            for name in ("one", "two")
        ]  # fmt: skip
    with as_job(world.engawa.pk):
        for key, left, again in (("a", devices, at), ("b", devices[:1], at), ("c", devices, at + timedelta(days=1))):
            Notice.objects.create(
                **here, to=world.yuki, key=key, template="morning", channel="push", state="sent", due_at=world.morning,
                sent_at=world.morning, devices_left=[one.pk for one in left], again_at=again,
            )  # fmt: skip
    words = "Engawa: would send 0 notices, try 2 devices again that were out of reach"
    assert words in run("send", at=at, dry_run=True)
    assert not any("device" in line for line in run("morning", at=at, dry_run=True))


@pytest.mark.parametrize(("fictional", "state"), [(False, "owed"), (True, "sent")])
def test_ahead_of_its_day_no_letter_leaves_but_in_a_made_up_house(world, run, settings, fictional, state):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with as_job(world.engawa.pk):
        Organisation.objects.filter(pk=world.engawa.pk).update(fictional=fictional)
    said = "\n".join(run(at=ahead()))
    with as_job(world.engawa.pk):
        assert Notice.objects.get(template="morning").state == state
    assert bool(mail.outbox) == fictional
    assert ("no notice of Engawa" in said) == (not fictional)
    assert "--dry-run" in said


def test_a_list_owed_ahead_is_counted_anew_when_its_morning_comes(world, run):
    run("morning", at=world.ken.next_due + timedelta(hours=3))
    with as_job(world.engawa.pk):
        Notice.objects.update(facts={"count": 99, "day": "2026-04-04"})
    run("morning", at=world.ken.next_due)
    with as_job(world.engawa.pk):
        assert Notice.objects.values_list("facts__count", "due_at").get() == (1, world.ken.next_due)


def test_after_a_standstill_it_says_since_when(world, run):
    run("plan", at=world.morning)
    assert not any("stood still" in line for line in run("plan", at=world.morning + timedelta(minutes=5)))
    said = run(at=world.morning + timedelta(days=3))
    assert said[0] == "late: in Engawa the clock stood still since 2026-04-01 09:05 JST"


def test_what_breaks_is_said_and_the_others_run(world, run, capsys, monkeypatch):
    def stumble(organisation, at):
        raise ValueError("a row nobody can read")

    monkeypatch.setitem(sweeping.SWEEPS, "plan", stumble)
    with pytest.raises(CommandError, match="plan"):
        run(at=world.morning)
    said = capsys.readouterr().out
    assert "plan: broke (ValueError)" in said
    assert "tidy: 0" in said
    assert "nobody can read" not in said
