"""A date that falls on a day nobody works moves to the worker's next day, and says which day that was."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from cases.models.labels_reasons import moved_words, reason_sentence
from cases.rules.calendar import Calendar
from cases.rules.due import local_day, moment, start_of_day
from cases.rules.ladder import Stage
from cases.rules.responses import Response
from cases.rules.rhythm.propose import Situation, awake, propose
from cases.rules.rhythm.signals import fold
from cases.rules.rhythm.table import Reason
from tests.rules.rhythm.situations import ZONES, after, on, visit

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YEAR = ((date(2026, 12, 29), date(2027, 1, 3)),)
WORKING_WEEK = 0b0011111
PACE = timedelta(days=7)
# A month end, both ends of February, and for each zone the days on which its clocks change.
EDGES = [
    date(2026, 1, 31), date(2027, 2, 28), date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31),
    date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 9, 27), date(2026, 10, 25), date(2026, 11, 1),
]  # fmt: skip


def visited(day, calendar, *, hour=14):
    """The proposal a week after a visit with a sign of presence, on a case that was opened that day."""
    at = moment(day, time(hour), calendar.zone)
    told = fold([replace(visit(1, Response.PRESENCE), started_at=at)])
    return propose(Situation(stage=Stage.DOOR, at=at, signals=told, calendar=calendar, opened_at=at, staged_at=at))


@pytest.mark.parametrize(
    ("calendar", "moved_by", "ja", "en"),
    [
        (Calendar(zone=TOKYO, weekdays=WORKING_WEEK), "holiday:JP", "天皇誕生日", "Emperor's Birthday"),
        (
            Calendar(zone=TOKYO, rests=((date(2026, 2, 20), date(2026, 2, 25)),), rest_names=("研修週間",)),
            "rest:研修週間", "研修週間", "研修週間",
        ),
        (Calendar(zone=TOKYO, closed=frozenset({date(2026, 2, 23)})), "leave", "休み", "away"),
        (Calendar(zone=TOKYO, with_holidays=False, weekdays=0b1111110), "day_off", "勤務日以外", "does not work"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_day_it_moved_from_and_what_it_was(calendar, moved_by, ja, en):
    plan = visited(date(2026, 2, 16), calendar)
    assert (plan.facts["moved_from"], plan.facts["moved_by"]) == ("2026-02-23", moved_by)
    for language, word in (("ja", ja), ("en", en)):
        with override(language):
            assert word in reason_sentence(plan.reason, plan.facts)
            assert moved_words(plan.facts["moved_from"], plan.facts["moved_by"])


def test_a_plan_made_before_the_house_said_which_day_still_reads_well():
    with override("en"):
        told = reason_sentence(Reason.PACE, {"days": 7, "moved_from": "2026-12-30"})
        assert told.endswith("It moved from Wed 30 Dec, on which nobody works.")
        assert moved_words("2026-12-30", None) == "moved from Wed 30 Dec"
        assert moved_words(None, None) == ""


def test_a_german_house_keeps_german_holidays_and_tells_them_in_a_language_it_knows():
    plan = visited(date(2026, 9, 26), Calendar(zone=ZoneInfo("Europe/Berlin"), country="DE"))
    assert plan.facts["moved_by"] == "holiday:DE"
    with override("ja"):
        assert "Tag der Deutschen Einheit" in reason_sentence(plan.reason, plan.facts)
    with override("en"):
        assert "German Unity Day" in reason_sentence(plan.reason, plan.facts)


def test_a_house_that_works_on_holidays_moves_nothing():
    assert "moved_from" not in visited(date(2026, 2, 16), Calendar(zone=TOKYO, country="")).facts


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", EDGES, ids=str)
def test_a_week_is_a_week_of_local_days_over_month_ends_leap_days_and_changing_clocks(zone, day):
    for first in (day - PACE, day - timedelta(days=1), day):
        plan = visited(first, Calendar(zone=zone, country=""))
        assert local_day(plan.due, zone) == first + PACE
        assert plan.due.astimezone(zone).time() == time(14)
        assert plan.earliest == start_of_day(local_day(plan.earliest, zone), zone)
        assert plan.ends == start_of_day(local_day(plan.latest, zone) + timedelta(days=1), zone)


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", EDGES, ids=str)
def test_leave_over_such_a_day_moves_the_visit_to_the_day_after_it(zone, day):
    calendar = Calendar(zone=zone, country="", closed=frozenset({day, day + timedelta(days=1)}))
    plan = visited(day - PACE, calendar)
    assert local_day(plan.due, zone) == day + timedelta(days=2)


def test_the_hour_lies_in_the_hours_of_the_worker():
    morning = Calendar(zone=TOKYO, country="", hours=(time(9), time(12)))
    plan = visited(date(2026, 4, 7), morning)
    assert (plan.due.astimezone(TOKYO).time(), plan.facts["quiet"]) == (time(11), "worker")
    with override("en"):
        assert "the worker works" in reason_sentence(plan.reason, plan.facts)


def test_the_same_hour_as_before_gives_way_to_the_hours_of_the_worker():
    evening = Calendar(zone=TOKYO, country="", hours=(time(16), time(20)))
    plan = propose(after(visit(1, Response.VOICE), visit(8, Response.VOICE), calendar=evening, at=on(8)))
    assert (plan.reason, plan.due.astimezone(TOKYO).time()) == (Reason.VOICE_TWICE, time(16))


def test_where_the_hours_of_worker_person_and_house_leave_nothing_the_worker_gives_way_first():
    house, person, worker = (time(21), time(8)), (time(8), time(16)), (time(15), time(9))  # works 9 to 15
    assert awake(time(14), house, person, worker) == time(16)
    assert awake(time(14), house, None, worker) == time(14)


def test_day_and_hour_are_as_they_are_told_on_the_days_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        plan = visited(day - PACE, Calendar(zone=berlin, country="", hours=(time(9), time(10))))
        assert plan.due == datetime(day.year, day.month, day.day, 9, tzinfo=berlin)
