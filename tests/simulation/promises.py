"""What holds whatever happened, asked of the database, of Python and of the phone after every deed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper

from accounts.walls import within
from cases.models import Assignment, Case, Contact, Event, Leave, Visit
from cases.models.case import DUE_WHEN
from cases.models.visit import STILL_AHEAD
from cases.queries.calendars import days_ahead
from cases.queries.rhythm import budget_of
from cases.queries.today import today
from cases.rules.due import Due, end_of_day, local_day
from cases.rules.ladder import Standing
from cases.rules.methods import OF_ANY_HOUR
from cases.rules.rhythm.budget import passes
from cases.rules.rhythm.propose import leaves_an_hour
from cases.rules.rhythm.propose import within as lies_in
from tests.world import World

SECOND, ROUND_THE_WORLD = timedelta(seconds=1), timedelta(hours=26)


@dataclass(frozen=True)
class Seen:
    """Ken's case as it stands now, with its visits. `sent` are the contacts that were told and taken; `carried`: the
    house has gone to another zone, and the days and hours of what was planned went with it."""

    world: World
    at: datetime
    case: Case
    visits: list[Visit]
    sent: set[UUID]
    carried: bool

    @property
    def ahead(self) -> list[Visit]:
        return [one for one in self.visits if one.state in STILL_AHEAD]

    @property
    def planned(self) -> list[Visit]:
        return [one for one in self.visits if one.state == "planned"]

    @property
    def is_proposed(self) -> bool:
        """Nobody has accepted it, and its moment is still to come."""
        return self.case.next_due is not None and not self.case.next_accepted and self.case.next_due >= self.at


def look(world: World, at: datetime, sent: set[UUID], *, carried: bool) -> Seen:
    cases = Case.objects.select_related("person__family", "organisation", "lead", "coordinator")
    case = cases.get(pk=world.ken.pk)
    return Seen(world, at, case, list(Visit.objects.filter(case=case)), sent, carried)


def keep_all(seen: Seen) -> None:
    with within(seen.world.hana):
        for promise in PROMISES:
            promise(seen)
    the_phone_says_so_too(seen)


def an_open_case_has_a_next_contact_and_no_other_has(seen: Seen) -> None:
    case = seen.case
    if case.standing == Standing.OPEN:
        assert case.next_due is not None
        assert case.next_reason
        assert len(seen.ahead) <= 1
    else:
        assert (case.next_due, case.next_method, seen.ahead) == (None, "", [])


def what_nobody_accepted_lies_on_a_day_of_work(seen: Seen) -> None:
    if seen.is_proposed:
        days = days_ahead(seen.case.organisation, seen.at).of(seen.case.lead)
        day = local_day(seen.case.next_due, seen.world.engawa.zone)
        assert days.is_open(day), (seen.case.next_due, seen.case.next_facts)
        assert seen.case.next_ends == end_of_day(seen.case.next_latest, seen.world.engawa.zone)


def what_nobody_accepted_keeps_out_of_the_quiet_hours(seen: Seen) -> None:
    """From tomorrow on: what is for today stays at its hour when the quiet hours change meanwhile."""
    case, zone = seen.case, seen.world.engawa.zone
    if not seen.is_proposed or local_day(case.next_due, zone) == local_day(seen.at, zone):
        return
    if case.next_method not in OF_ANY_HOUR:
        hour, house, own = local_hour(seen), case.organisation.quiet, case.person.quiet
        assert not lies_in(hour, house), hour
        # Where the two leave nothing of the day the person's give way.
        assert not lies_in(hour, own) or not leaves_an_hour(house, own), hour


def local_hour(seen: Seen) -> time:
    return seen.case.next_due.astimezone(seen.world.engawa.zone).time()


def what_nobody_accepted_passes_no_cap(seen: Seen) -> None:
    case = seen.case
    if seen.is_proposed:
        moment = case.next_due + (ROUND_THE_WORLD if seen.carried else 0 * SECOND)
        assert not passes(case.next_method, moment, budget_of(case, moment)), (case.next_due, case.recent)


def nothing_is_planned_by_a_way_that_is_closed(seen: Seen) -> None:
    closed = seen.case.closed_methods
    assert seen.case.next_method not in closed
    assert not [one for one in seen.planned if one.method in closed]


def what_is_accepted_has_its_visit_by_people_of_the_case(seen: Seen) -> None:
    case = seen.case
    on = set(Assignment.objects.filter(case=case, ended_at=None).values_list("worker", flat=True))
    assert all({one.worker_id, one.second_id} - {None} <= on for one in seen.planned)
    assert all((one.method, one.due) == (case.next_method, case.next_due) for one in seen.planned)
    assert not case.next_accepted or len(seen.ahead) == 1


def what_nobody_accepted_lies_in_nobodys_leave(seen: Seen) -> None:
    if seen.case.next_due and not seen.case.next_accepted:
        day = local_day(seen.case.next_due, seen.world.engawa.zone)
        assert not Leave.objects.filter(user=seen.case.lead_id, starts_on__lte=day, ends_on__gte=day).exists()


def somebody_is_responsible(seen: Seen) -> None:
    assert seen.case.coordinator_id
    assert seen.case.lead_id or seen.case.standing != Standing.OPEN


def each_contact_stands_once_and_each_window_passed_once(seen: Seen) -> None:
    assert set(Contact.objects.values_list("pk", flat=True)) == seen.sent
    passed = Event.objects.filter(what="case.overdue").values_list("case", "at")
    assert len(passed) == len(set(passed))


def database_and_python_agree_on_what_is_due(seen: Seen) -> None:
    """Around the moments at which it changes, and now: all of them in one question."""
    case = seen.case
    moments = [
        moment + step
        for moment in {case.next_earliest, case.next_ends, seen.at} - {None}
        for step in (-SECOND, 0 * SECOND, SECOND)
    ]
    asked = {
        f"{due}_{place}": ExpressionWrapper(DUE_WHEN[due](at), output_field=BooleanField())
        for place, at in enumerate(moments)
        for due in Due
    }
    answers = Case.objects.filter(pk=case.pk).annotate(**asked).values(*asked).get()
    for place, at in enumerate(moments):
        assert [due for due in Due if answers[f"{due}_{place}"]] == [case.due(at)], at
    listed = Case.objects.filter(pk=case.pk).standing_at(case.due(seen.at), seen.at).exists()
    assert listed == (case.standing == Standing.OPEN)


PROMISES = (
    an_open_case_has_a_next_contact_and_no_other_has,
    what_nobody_accepted_lies_on_a_day_of_work,
    what_nobody_accepted_keeps_out_of_the_quiet_hours,
    what_nobody_accepted_passes_no_cap,
    nothing_is_planned_by_a_way_that_is_closed,
    what_is_accepted_has_its_visit_by_people_of_the_case,
    what_nobody_accepted_lies_in_nobodys_leave,
    somebody_is_responsible,
    each_contact_stands_once_and_each_window_passed_once,
    database_and_python_agree_on_what_is_due,
)


def the_phone_says_so_too(seen: Seen) -> None:
    case, world = seen.case, seen.world
    if case.lead_id:
        worker = next(user for user in (world.yuki, world.sora) if user.pk == case.lead_id)
        with within(worker):
            for row in today(worker, seen.at):
                assert row["due"] == case.due(seen.at)
