"""Where there is a warning of violence two go, unless a coordinator writes why one goes alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.opening import change_second
from cases.actions.planning import Going, plan
from cases.actions.week import give_hour
from cases.models import Case, Event, Person, Visit
from cases.queries.in_two import companion, warning
from cases.rules.facts import Concern, Issue
from cases.rules.in_two import Warned
from cases.rules.methods import Method
from cases.rules.responses import Response

FRIDAY = date(2026, 4, 10)


@pytest.fixture
def violent(world):
    with as_job(world.engawa.pk):
        Person.objects.filter(pk=world.ken.person_id).update(issues=[Issue.VIOLENCE_AT_HOME])
    world.see_ken()


def planned(world, by, *, method=Method.VISIT, second=None, why=""):
    with within(by):
        going = Going(worker=world.yuki, second=second) if second else None
        plan(Case.objects.get(pk=world.ken.pk), method=method, on=FRIDAY, going=going, why=why, by=by, at=world.morning)
    return world.see_ken()


def newest(world):
    with within(world.hana):
        return Event.objects.filter(case=world.ken, what="case.planned").order_by("-id").first()


@pytest.mark.parametrize("method", [Method.VISIT, Method.FAMILY_MEETING, Method.ACCOMPANIMENT])
def test_nobody_is_planned_alone(world, violent, method):
    with pytest.raises(Conflict, match="alone"):
        planned(world, world.yuki, method=method)
    assert not world.see_ken().next_accepted


@pytest.mark.parametrize("method", [Method.LETTER, Method.PHONE, Method.OFFICE, Method.GROUP])
def test_where_nobody_goes_to_the_house_one_is_enough(world, violent, method):
    assert planned(world, world.yuki, method=method).next_accepted


def test_two_may_go(world, violent):
    with within(world.hana):
        change_second(world.ken, world.sora, why="二人で", by=world.hana, at=world.morning)
    planned(world, world.yuki, second=world.sora)
    assert newest(world).facts["who"] == ["Yuki", "Sora"]
    with within(world.hana):
        assert Visit.objects.get(case=world.ken).second == world.sora


def test_a_coordinators_word_lets_one_go_and_stands_in_the_record(world, violent):
    planned(world, world.hana, why="お父さまが入院中で、家には本人だけ")
    event = newest(world)
    assert (event.facts["passed"], event.facts["alone"]) == (["alone"], True)
    assert event.note == "お父さまが入院中で、家には本人だけ"


def test_a_worker_cannot_pass_it_by_a_word(world, violent):
    with pytest.raises(Conflict, match="alone"):
        planned(world, world.yuki, why="大丈夫")


def test_whoever_gives_an_hour_is_asked_too_and_a_second_joins_the_case(world, violent):
    told = {"method": Method.VISIT, "on": FRIDAY, "by": world.hana, "at": world.morning}
    with within(world.hana), pytest.raises(Conflict, match="alone"):
        give_hour(world.ken, going=Going(worker=world.yuki), **told)
    with within(world.hana):
        give_hour(world.ken, going=Going(worker=world.yuki, second=world.sora), **told)
    with within(world.yuki):
        assert companion(world.ken) == world.sora


def test_a_concern_about_violence_warns_until_it_is_old_or_corrected(world):
    told = Try(
        id=uuid4(), method=Method.VISIT, response=Response.NO_SIGN, started_at=world.morning, concern=Concern.VIOLENCE
    )
    with within(world.yuki):
        record_contact(world.ken, told, by=world.yuki, at=world.morning)
    world.see_ken()
    with within(world.hana):
        assert warning(world.ken, world.morning) == Warned(on=world.morning.date())
        assert warning(world.ken, world.morning + timedelta(days=91)) is None
    with pytest.raises(Conflict, match="alone"):
        planned(world, world.yuki)
    mended = Try(id=uuid4(), method=Method.VISIT, response=Response.NO_SIGN, started_at=world.morning, corrects=told.id)
    with within(world.yuki):
        record_contact(world.ken, mended, by=world.yuki, at=world.morning)
    with within(world.hana):
        assert warning(world.see_ken(), world.morning) is None
