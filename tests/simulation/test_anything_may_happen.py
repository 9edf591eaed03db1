"""Anything may happen in any order: late contacts, refusals, rests, leave, undoing, clocks that stop and run double.

`make faults` lives SIMULATED_LIVES lives; the usual run has thirty.
"""

import os
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.walls import as_job, within
from cases.actions import housekeeping
from cases.actions.absence import drop_leave, take_leave
from cases.actions.arriving import arrive, take_back_arrival
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Changed, Conflict
from cases.actions.editing import change_person
from cases.actions.moving import close, end_rest, move, pause, reopen
from cases.actions.opening import hand_over
from cases.actions.planning import Going, plan
from cases.actions.skipping import skip
from cases.actions.staffing import choose_days
from cases.actions.sweeping import sweep
from cases.actions.undoing import BACK, take_back
from cases.actions.week import back_to_lane, give_hour
from cases.actions.willing import hear, open_method
from cases.models import Case, Event, Leave, Notice, Recess, Visit
from cases.rules.consent import CLOSES
from cases.rules.due import local_day
from cases.rules.facts import Answer, Concern, LeaveKind, PauseScope, Scope, SkipReason
from cases.rules.ladder import CloseReason, Stage, Standing
from cases.rules.methods import Method
from cases.rules.responses import Response, chips_for
from tests.conftest import MORNING
from tests.rules.rhythm.situations import ZONES
from tests.simulation.promises import keep_all, look
from tests.world import build

LIVES = int(os.environ.get("SIMULATED_LIVES", "30"))
CARERS = st.sampled_from(["yuki", "sora", "hana"])
REFUSABLE = st.sampled_from(sorted(CLOSES))
METHODS = st.sampled_from([Method.VISIT, Method.LETTER, Method.PHONE, Method.FAMILY_MEETING])
TIMES = st.integers(0, 2)  # that the clock ticks
STANDING_MAY_CHANGE = (Changed, Conflict, PermissionDenied)


class House(RuleBasedStateMachine):
    """One organisation; every rule is a deed somebody may try at any time, and a refused one changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.at = MORNING
        self.world = build(self.at)
        self.sent: list[tuple[Try, Any]] = []
        self.carried = False
        self.seen: Case = self.world.ken  # when the promises were looked at last

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize(zone=st.sampled_from(ZONES))
    def somewhere(self, zone: ZoneInfo) -> None:
        self.office(housekeeping.change_settings, {"time_zone": zone.key})
        with as_job(self.world.engawa.pk):
            self.world.engawa.refresh_from_db()
        for user in (self.world.hana, self.world.yuki, self.world.sora, self.world.ada):
            user.organisation = self.world.engawa

    @property
    def case(self) -> Case:
        return Case.objects.select_related("person__family", "organisation", "lead", "coordinator").get(
            pk=self.world.ken.pk
        )

    def deed(self, do: Any) -> None:
        """By the coordinator; what the rules of the house forbid now is refused and leaves no trace."""
        with within(self.world.hana):
            try:
                do(self.case, by=self.world.hana, at=self.at)
            except STANDING_MAY_CHANGE:
                return

    # --- what people do ---

    @rule(method=METHODS, data=st.data(), concern=st.sampled_from([False, False, False, True]))
    def a_contact_takes_place(self, method: Method, data: Any, concern: bool) -> None:
        self.told(method, data.draw(st.sampled_from(chips_for(method))), self.at, concern=concern)

    @rule(method=METHODS, data=st.data(), when=st.floats(0, 1))
    def a_contact_arrives_late(self, method: Method, data: Any, when: float) -> None:
        """Of any moment since the call: perhaps weeks after it happened, and after others that happened later."""
        at = MORNING + (self.at - MORNING) * when
        self.told(method, data.draw(st.sampled_from(chips_for(method))), at)

    @rule(method=st.sampled_from([Method.VISIT, Method.LETTER, Method.PHONE]))
    def he_refuses_at_the_door(self, method: Method) -> None:
        self.told(method, Response.REFUSED, self.at)

    @rule(method=st.sampled_from([Method.VISIT, Method.PHONE]), times=st.integers(1, 4))
    def he_is_called_on_again_and_again(self, method: Method, times: int) -> None:
        for _ in range(times):
            self.at += timedelta(hours=5)
            self.told(method, Response.VOICE, self.at)

    def told(self, method: Method, response: Response, started_at: datetime, *, concern: bool = False) -> None:
        told = Try(
            id=uuid4(), method=method, response=response, started_at=started_at,
            concern=Concern.HEALTH if concern else Concern.NONE,
        )  # fmt: skip
        with within(self.world.hana):
            try:
                record_contact(self.case, told, by=self.world.hana, at=self.at)
            except Conflict:
                return
        self.sent.append((told, self.world.hana))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_contact_arrives_again(self, data: Any) -> None:
        told, by = data.draw(st.sampled_from(self.sent))
        with within(by):
            assert record_contact(self.case, told, by=by, at=self.at).pk == told.id

    @rule(scope=REFUSABLE)
    def he_refuses(self, scope: Scope) -> None:
        self.deed(lambda case, **who: hear(case, scope, Answer.REFUSED, how="", **who))

    @precondition(lambda self: self.seen.closed_methods)
    @rule(scope=REFUSABLE)
    def a_coordinator_opens_a_way_again(self, scope: Scope) -> None:
        self.deed(lambda case, **who: open_method(case, scope, Answer.AGREED, reason="he asked for it", **who))

    @precondition(lambda self: self.stands_open)
    @rule(days=st.integers(1, 60), scope=st.sampled_from(PauseScope))
    def a_rest_begins(self, days: int, scope: PauseScope) -> None:
        until = local_day(self.at, self.world.engawa.zone) + timedelta(days=days)
        self.deed(lambda case, **who: pause(case, scope, reason="tired", until=until, **who))

    @precondition(lambda self: self.seen.standing == Standing.PAUSED)
    @rule()
    def a_rest_ends(self) -> None:
        self.deed(end_rest)

    @rule(to=st.sampled_from(Stage))
    def he_moves(self, to: Stage) -> None:
        def go(case: Case, **who: Any) -> None:
            if case.stage != to:
                move(case, to, why="seen", was=Stage(case.stage), **who)

        self.deed(go)

    @rule(lead=st.sampled_from(["yuki", "sora"]))
    def the_case_changes_hands(self, lead: str) -> None:
        self.deed(lambda case, **who: hand_over(case, getattr(self.world, lead), note="", why="", **who))

    @rule(method=st.sampled_from([Method.VISIT, Method.LETTER, Method.PHONE]), days=st.integers(0, 30))
    def somebody_plans(self, method: Method, days: int) -> None:
        on = local_day(self.at, self.world.engawa.zone) + timedelta(days=days)
        self.deed(lambda case, **who: plan(case, method=method, on=on, **who))

    @precondition(lambda self: self.seen.standing != Standing.CLOSED)
    @rule(reason=st.sampled_from(CloseReason))
    def the_case_ends(self, reason: CloseReason) -> None:
        self.deed(lambda case, **who: close(case, reason, note="", **who))

    @precondition(lambda self: self.seen.standing == Standing.CLOSED)
    @rule()
    def the_case_is_opened_again(self) -> None:
        self.deed(lambda case, **who: reopen(case, why="they called", **who))

    @rule(worker=CARERS, second=CARERS, hour=st.sampled_from([None, time(10), time(20, 30)]), days=st.integers(0, 20),
          method=st.sampled_from([Method.VISIT, Method.LETTER]))  # fmt: skip
    def somebody_gives_it_an_hour(self, worker: str, second: str, hour: time | None, days: int, method: Method) -> None:
        on = local_day(self.at, self.world.engawa.zone) + timedelta(days=days)
        other = getattr(self.world, second) if second != worker else None
        going = Going(worker=getattr(self.world, worker), second=other, hour=hour)
        self.deed(lambda case, **who: give_hour(case, method=method, on=on, going=going, why="he asked", **who))

    @precondition(lambda self: self.seen.next_accepted)
    @rule()
    def it_is_laid_back_into_the_lane(self) -> None:
        self.deed(back_to_lane)

    @precondition(lambda self: self.stands_open)
    @rule(reason=st.sampled_from(SkipReason))
    def it_is_left_out(self, reason: SkipReason) -> None:
        self.deed(lambda case, **who: skip(case, due=case.next_due, reason=reason, **who))

    @precondition(lambda self: self.stands_open)
    @rule(back=st.booleans())
    def somebody_arrives(self, back: bool) -> None:
        self.deed(arrive)
        if back:
            self.deed(take_back_arrival)

    @rule(minutes=st.sampled_from([0, 5]))
    def the_newest_deed_is_taken_back(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

        def back(case: Case, **who: Any) -> None:
            deeds = Event.objects.filter(case=case, what__in=BACK, by=self.world.hana).order_by("-at", "-id")
            if newest := deeds.first():
                take_back(case, newest, **who)

        self.deed(back)

    @rule(who=CARERS, days=st.integers(0, 20), more=st.integers(0, 30))
    def somebody_is_away(self, who: str, days: int, more: int) -> None:
        away, first = getattr(self.world, who), local_day(self.at, self.world.engawa.zone) + timedelta(days=days)
        last = first + timedelta(days=more)
        self.deed(lambda case, **by: take_leave(away, first, last, kind=LeaveKind.HOLIDAY, **by))

    @rule()
    def nobody_is_away_after_all(self) -> None:
        def drop(case: Case, **by: Any) -> None:
            for leave in Leave.objects.select_related("user__organisation").order_by("pk"):
                drop_leave(leave, **by)

        self.deed(drop)

    # --- the days and hours change ---

    @rule(hours=st.sampled_from([(None, None), (time(6), time(15)), (time(12), time(17))]))
    def he_sleeps_at_other_hours(self, hours: tuple[time | None, time | None]) -> None:
        def told(case: Case, **who: Any) -> None:
            typed = dict(zip(("quiet_from", "quiet_until"), hours, strict=True))
            change_person(case, typed, version=case.person.version, **who)

        self.deed(told)

    @rule(begins=st.sampled_from([time(21), time(13), time(17)]))
    def the_house_is_quiet_at_other_hours(self, begins: time) -> None:
        self.office(housekeeping.change_settings, {"quiet_from": begins, "quiet_until": time(8)})

    @rule(days=st.integers(0, 25), more=st.integers(0, 6))
    def the_house_rests(self, days: int, more: int) -> None:
        first = local_day(self.at, self.world.engawa.zone) + timedelta(days=days)
        self.office(housekeeping.add_recess, "rest", first, first + timedelta(days=more))

    @rule()
    def the_house_rests_no_more(self) -> None:
        with as_job(self.world.engawa.pk):
            rests = list(Recess.objects.order_by("pk"))
        for rest in rests:
            self.office(housekeeping.drop_recess, rest)

    @rule(who=CARERS, weekdays=st.integers(1, 127), hours=st.sampled_from([(None, None), (time(9), time(13))]))
    def somebody_works_on_other_days(self, who: str, weekdays: int, hours: tuple[time | None, time | None]) -> None:
        worker = getattr(self.world, who)
        with within(worker):
            choose_days(weekdays, *hours, by=worker, at=self.at)
        worker.weekdays, (worker.works_from, worker.works_until) = weekdays, hours

    @rule(zone=st.sampled_from(ZONES), country=st.sampled_from(["JP", "DE", ""]))
    def the_house_moves(self, zone: ZoneInfo, country: str) -> None:
        self.office(housekeeping.change_settings, {"holidays_of": country})
        self.somewhere(zone)
        self.carried = True

    def office(self, do: Any, *told: Any) -> None:
        with within(self.world.ada):
            do(*told, by=self.world.ada, at=self.at)

    @property
    def stands_open(self) -> bool:
        return bool(self.seen.standing == Standing.OPEN)

    # --- what the clock does ---

    @rule(hours=st.sampled_from([1, 7, 24, 24 * 3]), times=TIMES, back=st.booleans())
    def time_passes(self, hours: int, times: int, back: bool) -> None:
        self.at += timedelta(hours=hours)
        self.sweeps(times, back)

    @rule(days=st.integers(5, 40), times=TIMES, back=st.booleans())
    def weeks_pass(self, days: int, times: int, back: bool) -> None:
        self.at += timedelta(days=days)
        self.sweeps(times, back)

    def sweeps(self, times: int, back: bool) -> None:
        """Not at all, for the clock stood; twice at once; or once more with a clock that jumped back an hour."""
        for name in ("pauses", "plan", "calendar", "overdue", "morning"):
            for _ in range(times):
                sweep(name, at=self.at)
            if times and back:
                before = self.written()
                sweep(name, at=self.at - timedelta(hours=1))
                assert self.written() == before

    def written(self) -> tuple[int, int, int]:
        with as_job(self.world.engawa.pk):
            return Event.objects.count(), Notice.objects.count(), Visit.objects.count()

    # --- what holds whatever happens ---

    @invariant()
    def every_promise_is_kept(self) -> None:
        with within(self.world.hana):
            seen = look(self.world, self.at, {told.id for told, _ in self.sent}, carried=self.carried)
        self.seen = seen.case
        keep_all(seen)


def test_whatever_happens_the_promises_are_kept(db: None) -> None:
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
