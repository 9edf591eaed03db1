from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.calendar import Calendar
from cases.rules.due import Due, due_of, local_day
from cases.rules.ladder import Stage
from cases.rules.methods import TO_THE_PERSON, Method, WithWhom
from cases.rules.responses import Response
from cases.rules.rhythm.propose import awake, leaves_an_hour, propose, window, within
from cases.rules.rhythm.signals import Past, fold
from cases.rules.rhythm.table import PACE_BOUNDS, Reason
from tests.rules.rhythm.situations import TOKYO, after, family, letter, on, situations, visit

NO, VOICE, REFUSED = Response.NO_SIGN, Response.VOICE, Response.REFUSED
VISIT_CLOSED = frozenset({Method.VISIT})
NIGHT = (time(21), time(8))
quiet_hours = st.tuples(*[st.times().map(lambda at: at.replace(second=0, microsecond=0))] * 2)


def due_on(proposal, zone=TOKYO):
    return local_day(proposal.due, zone)


def test_a_voice_brings_the_next_visit_after_a_week():
    proposal = propose(after(visit(1, VOICE)))
    assert (proposal.method, due_on(proposal), proposal.reason) == (Method.VISIT, date(2026, 4, 8), Reason.PACE)


def test_a_voice_twice_brings_the_same_weekday_and_hour():
    proposal = propose(after(visit(1, VOICE), visit(8, VOICE), pace=10))
    assert proposal.due == on(15, 14, 30)
    assert proposal.facts == {"voices": 2, "days": 10}


def test_a_voice_twice_keeps_its_weekday_when_the_plan_comes_late():
    proposal = propose(after(visit(1, VOICE), visit(8, VOICE), at=on(24, 9)))
    assert (proposal.due, proposal.reason) == (on(29, 14, 30), Reason.VOICE_TWICE)


@pytest.mark.parametrize("hour", [9, 20])
@pytest.mark.parametrize("answered", [8, 24])
def test_a_home_that_answered_is_left_in_peace_until_the_third_day(answered, hour):
    called = Past(started_at=on(1), method=Method.PHONE, response=VOICE)
    mother = replace(called, started_at=on(answered, hour), response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE)
    proposal = propose(after(called, mother, stage=Stage.PHONE))
    assert (proposal.method, due_on(proposal)) == (Method.PHONE, date(2026, 4, answered + 3))
    assert proposal.facts["heard_on"] == f"2026-04-{answered:02}"


def test_a_talk_with_the_family_before_it_is_due_puts_off_no_visit():
    mother = Past(
        started_at=on(7), method=Method.FAMILY_MEETING, response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE
    )
    assert due_on(propose(after(visit(1, VOICE), mother, stage=Stage.DOOR))) == date(2026, 4, 8)


def test_the_slowest_house_can_keep_a_streak_over_any_rest_of_the_year():
    rests = ((date(2026, 8, 13), date(2026, 8, 16)), (date(2026, 12, 29), date(2027, 1, 3)))
    calendar = Calendar(zone=TOKYO, weekdays=0b0011111, rests=rests)
    for day in range(8, 360):
        proposal = propose(after(visit(day - 7, VOICE), visit(day, VOICE), pace=PACE_BOUNDS[1], calendar=calendar))
        came = replace(visit(day, VOICE), started_at=proposal.ends - timedelta(minutes=1))
        assert fold([visit(day, VOICE), came]).voice_streak == 2, (on(day), proposal)


def test_two_voices_with_half_a_year_between_them_bring_the_usual_pace():
    proposal = propose(after(visit(1, VOICE), visit(183, VOICE)))
    assert (proposal.reason, due_on(proposal)) == (Reason.PACE, local_day(on(190), TOKYO))


def test_three_silences_bring_a_letter_after_half_as_long_again():
    proposal = propose(after(*(visit(day, NO) for day in (1, 8, 15))))
    assert (proposal.method, due_on(proposal)) == (Method.LETTER, date(2026, 4, 26))
    assert proposal.facts["silences"] == 3


def test_after_a_refusal_nobody_comes_before_thirty_days():
    proposal = propose(after(visit(1, REFUSED), closed_methods=VISIT_CLOSED))
    assert (proposal.method, due_on(proposal)) == (Method.LETTER, date(2026, 5, 1))
    assert proposal.earliest == on(31, 0, 0)


def test_a_call_nobody_recorded_the_answer_of_does_not_end_the_rest_after_a_refusal():
    call = Past(started_at=on(3), method=Method.PHONE, response=Response.NOT_TOLD)
    proposal = propose(after(visit(1, REFUSED), call, closed_methods=VISIT_CLOSED))
    assert (proposal.reason, due_on(proposal)) == (Reason.AFTER_REFUSAL, date(2026, 5, 3))


def test_a_refused_letter_leaves_the_family():
    proposal = propose(after(letter(1, REFUSED), stage=Stage.LETTER, closed_methods=frozenset({Method.LETTER})))
    assert proposal.method is Method.FAMILY_MEETING
    assert due_on(proposal) <= date(2026, 5, 1)


def test_a_concern_is_talked_over_the_next_day():
    proposal = propose(after(visit(1, VOICE, concern=True)))
    assert (proposal.method, due_on(proposal)) == (Method.FAMILY_MEETING, date(2026, 4, 2))
    assert proposal.reason is Reason.CONCERN_FIRST


def test_an_open_door_is_visited_sooner():
    assert due_on(propose(after(visit(1, Response.DOOR_OPENED)))) == date(2026, 4, 6)


def test_a_closed_visit_becomes_a_letter_at_the_pace_of_letters_and_says_so():
    proposal = propose(after(letter(1, Response.TOOK_LETTER), closed_methods=VISIT_CLOSED))
    assert (proposal.method, proposal.reason) == (Method.LETTER, Reason.METHOD_CLOSED)
    assert due_on(proposal) == date(2026, 4, 15)
    assert proposal.facts["instead_of"] == "visit"


def test_a_case_in_letters_keeps_its_own_pace():
    proposal = propose(after(letter(1, Response.TOOK_LETTER), stage=Stage.LETTER, pace=10))
    assert (due_on(proposal), proposal.reason) == (date(2026, 4, 11), Reason.PACE)


def test_letters_that_go_on_at_the_door_keep_the_pace_of_letters():
    four = [letter(day) for day in (1, 15, 29, 43)]
    proposal = propose(after(*four, family(50)))
    assert (proposal.reason, proposal.facts["days"]) == (Reason.LETTERS_SLOWER, 21)


def test_the_review_of_the_plan_waits_for_its_day():
    proposal = propose(after(family(70), visit(87, VOICE), opened_at=on(1)))
    assert (proposal.reason, due_on(proposal)) == (Reason.PLAN_REVIEW, local_day(on(94), TOKYO))


def test_the_family_is_met_when_everything_else_is_closed():
    proposal = propose(after(visit(1, VOICE), closed_methods=TO_THE_PERSON))
    assert proposal.method is Method.FAMILY_MEETING


def test_a_case_opened_after_years_begins_at_the_door_since_the_family_has_just_been_met():
    opened = after(family(1), visit(1, VOICE), at=on(400), opened_at=on(400))
    assert (propose(opened).method, propose(opened).reason) == (Method.VISIT, Reason.PACE)


@pytest.mark.parametrize(
    ("told", "planned"),
    [("14:30", "14:30"), ("21:00", "20:00"), ("02:29", "20:00"), ("02:31", "08:00"), ("08:00", "08:00")],
)
def test_nobody_comes_in_the_quiet_hours(told, planned):
    assert awake(time.fromisoformat(told), NIGHT).isoformat("minutes") == planned


def test_a_voice_heard_twice_at_night_is_answered_in_the_evening_and_says_why():
    late = [Past(started_at=on(day, 22), method=Method.VISIT, response=VOICE) for day in (1, 8)]
    proposal = propose(after(family(2), *late, quiet=(time(21), time(8))))
    assert (proposal.reason, proposal.due.astimezone(TOKYO).hour) == (Reason.VOICE_TWICE, 20)
    assert proposal.facts["quiet"] == "house"


@pytest.mark.parametrize(
    ("told", "planned"), [("14:00", "15:00"), ("07:00", "15:00"), ("05:00", "20:00"), ("15:00", "15:00")]
)
def test_whoever_sleeps_by_day_is_called_on_between_both_quiet_hours(told, planned):
    assert awake(time.fromisoformat(told), NIGHT, (time(6), time(15))).isoformat("minutes") == planned


def test_where_nothing_of_the_day_is_left_the_house_is_not_woken():
    assert awake(time(14), NIGHT, (time(7), time(22))) == time(14)
    assert awake(time(23), NIGHT, (time(7), time(22))) == time(20)


def test_own_quiet_hours_move_the_hour_and_the_reason_says_so():
    proposal = propose(after(visit(1, VOICE), quiet=NIGHT, own_quiet=(time(6), time(16))))
    assert (proposal.due, proposal.facts["quiet"]) == (on(8, 16, 0), "person")


def test_a_day_chosen_by_a_person_keeps_out_of_the_quiet_hours_too():
    asleep = after(visit(1, VOICE), quiet=NIGHT, own_quiet=(time(6), time(16)))
    chosen = window(Method.VISIT, date(2026, 4, 10), asleep, reason=Reason.CHOSEN, facts={})
    assert chosen.due == on(10, 16, 0)


@given(hour=st.times(), house=quiet_hours, person=quiet_hours)
def test_the_hour_is_outside_of_both_where_a_full_hour_is_left(hour, house, person):
    found = awake(hour.replace(second=0, microsecond=0), house, person)
    assert not within(found, house)
    if leaves_an_hour(house, person):
        assert not within(found, person)


@given(hour=st.times(), quiet=quiet_hours)
def test_whatever_the_quiet_hours_are_the_hour_is_outside(hour, quiet):
    """Where nothing but a minute is left of the day, its first one."""
    found = awake(hour.replace(second=0, microsecond=0), quiet)
    begin, end, at = (60 * one.hour + one.minute for one in (*quiet, found))
    assert (at - begin) % 1440 >= (end - begin) % 1440


def test_the_family_is_met_thirty_days_after_the_last_time():
    proposal = propose(after(family(1), visit(27, VOICE)))
    assert (proposal.method, due_on(proposal)) == (Method.FAMILY_MEETING, date(2026, 5, 1))


def test_a_full_week_holds_the_next_visit_back_and_says_so():
    busy = [visit(day, Response.DOOR_OPENED) for day in (1, 3, 5)]
    proposal = propose(after(*busy, pace=3))
    assert proposal.due >= on(1) + timedelta(days=7)
    assert proposal.facts["held_from"] == "2026-04-08"
    assert due_on(proposal) == date(2026, 4, 9)


def test_a_full_fortnight_holds_the_next_visit_back_too():
    busy = [visit(day, VOICE) for day in (1, 4, 7, 10, 13)]
    assert propose(after(*busy, pace=3, cap_7=7)).due >= on(15)


def test_a_window_does_not_open_before_the_caps_allow():
    busy = [letter(day, Response.TOOK_LETTER) for day in (10, 11, 12)]
    proposal = propose(after(*busy, stage=Stage.LETTER, pace=5))
    assert (proposal.earliest, due_on(proposal)) == (on(17), date(2026, 4, 18))


def test_a_holiday_moves_the_visit_to_the_next_working_day():
    calendar = Calendar(zone=TOKYO, weekdays=0b0011111)
    proposal = propose(after(visit(27, VOICE), visit(29, Response.CANCELLED), calendar=calendar))
    assert (due_on(proposal), proposal.facts["moved_from"]) == (date(2026, 5, 7), "2026-05-04")


def test_a_calendar_that_never_opens_still_leaves_no_case_without_a_contact():
    proposal = propose(after(visit(1, VOICE), calendar=Calendar(zone=TOKYO, weekdays=0)))
    assert due_on(proposal) == date(2026, 4, 8)


def test_a_case_left_alone_for_a_year_is_due_today_and_says_since_when_it_was():
    proposal = propose(after(visit(1, VOICE), at=on(366, 9)))
    assert due_on(proposal) == date(2027, 4, 1)
    assert due_of(proposal.earliest, proposal.ends, on(366, 9)) is Due.DUE
    assert proposal.facts["late_from"] == "2026-04-08"
    assert "late_from" not in propose(after(visit(1, VOICE))).facts


def test_an_hour_of_today_that_is_over_is_not_proposed():
    assert propose(after(visit(1, VOICE), at=on(20, 16))).due == on(21, 14, 0)
    assert propose(after(visit(1, VOICE), visit(8, VOICE), at=on(22, 16))).due == on(29, 14, 30)


@pytest.mark.parametrize(
    ("at", "due"), [((13, 0), (14, 0)), ((16, 1), (16, 15)), ((16, 15), (16, 15)), ((23, 50), (23, 50))]
)
def test_a_day_chosen_when_its_hour_is_over_begins_at_the_next_quarter(at, due):
    today = after(visit(1, VOICE), at=on(10, *at))
    chosen = window(Method.VISIT, date(2026, 4, 10), today, reason=Reason.CHOSEN, facts={})
    assert chosen.due == on(10, *due)
    assert chosen.earliest <= chosen.due <= chosen.latest < chosen.ends


def test_a_person_awake_at_night_is_called_on_in_the_evening():
    proposal = propose(after(visit(1, VOICE), best_hours=(time(20), time(22))))
    assert proposal.due == on(8, 20, 0)


def test_a_letter_may_go_three_days_before_and_after():
    proposal = propose(after(letter(1), stage=Stage.LETTER))
    assert (proposal.earliest, proposal.latest) == (on(12, 0, 0), on(18, 14, 0))
    assert proposal.ends == on(19, 0, 0)


@pytest.mark.parametrize(
    ("situation", "reason", "last"),
    [
        (after(family(1), visit(28, VOICE)), Reason.FAMILY_MONTHLY, date(2026, 5, 1)),
        (after(letter(10, REFUSED), stage=Stage.LETTER), Reason.FAMILY_AFTER_REFUSAL, date(2026, 5, 10)),
    ],
)
def test_a_talk_with_the_family_within_thirty_days_is_overdue_after_thirty_days(situation, reason, last):
    proposal = propose(situation)
    assert proposal.reason == reason
    assert (due_on(proposal), local_day(proposal.latest, TOKYO)) == (last, last)


def test_a_day_chosen_by_a_person_has_the_window_of_its_method():
    chosen = window(Method.VISIT, date(2026, 4, 10), after(visit(1, VOICE)), reason=Reason.CHOSEN, facts={})
    assert (chosen.earliest, chosen.due, chosen.latest) == (on(10, 0, 0), on(10, 14, 0), on(11, 14, 0))


def test_the_first_contact_comes_within_days_of_opening():
    assert due_on(propose(after())) == date(2026, 4, 4)
    assert due_on(propose(after(stage=Stage.PREPARATION))) == date(2026, 4, 8)


@given(situations())
def test_a_closed_method_is_never_proposed(situation):
    assert propose(situation).method not in situation.closed_methods


@given(situations())
def test_a_window_is_in_order(situation):
    proposal = propose(situation)
    assert proposal.earliest <= proposal.due <= proposal.latest < proposal.ends


@given(situations())
def test_nothing_is_proposed_for_a_day_or_an_hour_gone_by(situation):
    proposal = propose(situation)
    zone = situation.calendar.zone
    assert local_day(proposal.due, zone) >= local_day(situation.at, zone)
    assert proposal.due >= situation.at
    assert proposal.ends > situation.at


@given(situations())
def test_the_day_is_open_in_the_calendar(situation):
    assert situation.calendar.is_open(local_day(propose(situation).due, situation.calendar.zone))


@given(situations())
def test_the_caps_are_kept_from_the_first_moment_of_the_window(situation):
    proposal = propose(situation)
    if proposal.method in TO_THE_PERSON:
        for cap, days in ((situation.cap_7, 7), (situation.cap_14, 14)):
            held = [tried for tried in situation.signals.recent if tried > proposal.earliest - timedelta(days=days)]
            assert len(held) < cap


@given(situations())
def test_the_window_opens_after_the_last_contact(situation):
    proposal = propose(situation)
    last = situation.signals.last_at if proposal.method in TO_THE_PERSON else situation.signals.family_last_at
    assert last is None or proposal.earliest >= min(last, proposal.due)


@given(situations())
def test_the_same_weekday_is_kept_unless_caps_or_rest_days_move_it(situation):
    proposal = propose(situation)
    if proposal.reason is Reason.VOICE_TWICE and not {"held_from", "moved_from"} & set(proposal.facts):
        zone = situation.calendar.zone
        assert due_on(proposal, zone).weekday() == local_day(situation.signals.last_at, zone).weekday()


@given(situations())
def test_the_same_situation_gives_the_same_proposal(situation):
    assert propose(situation) == propose(situation)


@given(situations())
def test_every_open_case_gets_a_contact_within_four_months(situation):
    assert propose(situation).due - situation.at <= timedelta(days=90 * 1.5 + 60)


@given(situations())
def test_the_facts_are_plain_enough_to_be_stored(situation):
    assert all(type(value) in (str, int) for value in propose(situation).facts.values())
