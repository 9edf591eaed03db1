"""A clock that stands still for days, goes back an hour, or meets the two hours of summer time."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils.timezone import localtime
from django.utils.translation import override

from accounts.models import Organisation, User
from accounts.walls import as_job, within
from cases.actions.moving import pause
from cases.actions.sweeping import sweep
from cases.models import Case, Event, Notice
from cases.models.events import long_day
from cases.rules.calendar import Calendar
from cases.rules.due import local_day, start_of_day
from cases.rules.facts import PauseScope
from tests.world import sweep_all

CHANGES = [  # of summer time
    ("Europe/Berlin", "2025-10-26"), ("Europe/Berlin", "2026-03-29"), ("America/New_York", "2025-11-02"),
    ("America/New_York", "2026-03-08"), ("Australia/Lord_Howe", "2026-04-05"), ("Asia/Tokyo", "2025-11-24"),
]  # fmt: skip
WORK = ("pauses", "plan", "overdue", "morning")


def ticks(begins: datetime, dice: random.Random) -> list[datetime]:
    """Nine days as the clock tells them: it goes on, now and then back for up to an hour, and once stops for three."""
    told, at, stops = [], begins.astimezone(UTC), dice.randrange(5, 25)
    for step in range(25):
        at += timedelta(minutes=dice.choice([5, 60, 200, 400, 500])) + timedelta(days=3 * (step == stops))
        told.append(at)
        if dice.random() < 0.4:
            told.append(at - timedelta(minutes=dice.choice([1, 30, 60])))
    return told


def live_in(world, zone: ZoneInfo, first: datetime) -> None:
    """Ken's window opens on the second day and ends with the fourth."""
    with as_job(world.engawa.pk):
        Organisation.objects.filter(pk=world.engawa.pk).update(time_zone=zone.key)
        opens, ends = (start_of_day(local_day(first, zone) + timedelta(days=days), zone) for days in (1, 4))
        Case.objects.filter(pk=world.ken.pk).update(
            next_earliest=opens, next_due=opens, next_latest=opens, next_ends=ends
        )
    world.see_ken()


def days_with_a_list(world, zone: ZoneInfo, told: list[datetime]) -> list[str]:
    """Each local day on which the clock ticked after seven, once something was due, and the house works."""
    calendar = Calendar(zone=zone)
    mornings = [at for at in told if at.astimezone(zone).hour >= 7 and at >= world.ken.next_earliest]
    return sorted({str(day) for day in (local_day(at, zone) for at in mornings) if calendar.is_open(day)})


@pytest.mark.parametrize(("name", "changes"), CHANGES)
def test_whatever_the_clock_does_each_deed_is_done_once_and_none_is_missed(world, name, changes):
    zone = ZoneInfo(name)
    begins = datetime.fromisoformat(changes).replace(tzinfo=zone) - timedelta(days=2)
    live_in(world, zone, begins)
    before = world.ken.next_due, world.ken.next_ends
    told = ticks(begins, random.Random(changes))
    for at in told:
        for work in WORK:
            sweep(work, at=at)
    with as_job(world.engawa.pk):
        lists = list(Notice.objects.order_by("key").values_list("facts__day", "key", "facts__count"))
        overdue = Event.objects.filter(what="case.overdue").count()
    assert lists == [(day, f"morning:{day}", 1) for day in days_with_a_list(world, zone, told)]
    assert overdue == int(max(told) >= world.ken.next_ends)
    assert (world.see_ken().next_due, world.ken.next_ends) == before


def test_a_rest_ends_once_however_the_clock_goes_back_over_its_midnight(world):
    until = world.morning.date() + timedelta(days=10)
    with within(world.hana):
        pause(world.ken, PauseScope.CASE, reason="旅行", until=until, by=world.hana, at=world.morning)
    midnight = start_of_day(until, world.engawa.zone)
    minutes = (-30, 0, -60, -1, 5)
    assert [sweep("pauses", at=midnight + timedelta(minutes=one)) for one in minutes] == [0, 1, 0, 0, 0]
    with within(world.hana):
        assert Event.objects.filter(what="case.resumed").count() == 1


@pytest.fixture
def post(world, settings):
    """What Yuki finds in her letters, in English."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(language="en")
    mail.outbox = []
    return lambda: [letter.body.split("\n\n") for letter in mail.outbox if letter.to == [world.yuki.email]]


def test_a_clock_back_by_an_hour_sends_no_second_letter(world, post):
    at = world.ken.next_due
    for minutes in (0, 1, -60, -30, 0):
        sweep_all(at + timedelta(minutes=minutes))
    assert post() == [["1 item stands on your list today. Open the app to see it."]]


def test_after_three_days_the_list_comes_once_and_says_since_when_the_clock_stood_still(world, post):
    sweep_all(world.ken.next_due - timedelta(days=2))
    for minutes in (0, 5, 10):
        sweep_all(world.ken.next_due + timedelta(days=1, minutes=minutes))
    (letter,) = post()
    with override("en"):
        stopped = long_day(date(2026, 4, 2))
    assert letter[0] == f"The clock stood still from {stopped}, 14:00 until now, so this notice comes late."
    assert letter[1].startswith("1 item stands on your list today.")


def test_a_list_that_could_not_be_sent_on_its_day_says_which_day_it_was(world, post, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    at = world.ken.next_due
    assert localtime(at, world.engawa.zone).hour == 14
    sweep_all(at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sweep("send", at=at + timedelta(hours=11))
    with override("en"):
        day = long_day(date(2026, 4, 4))
    assert post() == [
        [
            f"This is the list of {day}. It comes late, because it could not be sent before.",
            "1 item stood on your list then. Open the app to see how things are now.",
        ]
    ]
