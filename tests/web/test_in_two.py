"""Wherever a visit is planned to a house with a warning of violence, it is said, and who comes along is at hand."""

import re

import pytest
from django.urls import reverse

from accounts.walls import as_job, within
from cases.actions.opening import change_second
from cases.models import Event, Person, Visit
from cases.rules.facts import Issue

SAYS = "家庭内暴力があると聞いているお宅です。二人で行ってください。"
ALONE = "暴力のおそれがあるため、二人で行きます。"
FRIDAY = {"method": "visit", "on": "2026-04-10"}


@pytest.fixture
def violent(world, clock):
    with as_job(world.engawa.pk):
        Person.objects.filter(pk=world.ken.person_id).update(issues=[Issue.VIOLENCE_AT_HOME])
    world.see_ken()


@pytest.fixture
def pair(world, violent):
    with within(world.hana):
        change_second(world.ken, world.sora, why="二人で", by=world.hana, at=world.morning)


def address(world, name):
    return reverse(name, args=[world.ken.pk])


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def going(world):
    with within(world.hana):
        visit = Visit.objects.select_related("worker", "second").get(case=world.ken, state="planned")
    return visit.worker.name, visit.second.name if visit.second else None


@pytest.mark.parametrize("name", ["case", "case_plan", "week_plan", "brief", "phone_done"])
def test_it_is_said_wherever_a_visit_is_planned(world, violent, sign_in, name):
    reader = world.yuki if name in {"brief", "phone_done"} else world.hana
    assert SAYS in text(sign_in(reader).get(address(world, name)))


def test_a_manager_reads_what_comes_next_and_plans_nothing(world, pair, sign_in):
    answer = sign_in(world.mio).get(address(world, "phone_done"))
    assert (answer.status_code, 'name="on"' in text(answer)) == (200, False)


@pytest.mark.parametrize("name", ["case", "case_plan", "week_plan", "brief", "phone_done"])
def test_without_a_warning_nothing_is_said(world, clock, sign_in, name):
    reader = world.yuki if name in {"brief", "phone_done"} else world.hana
    assert "二人で行ってください" not in text(sign_in(reader).get(address(world, name)))


def test_the_lane_of_the_week_says_so_too(world, violent, hana):
    assert "二人で</span>" in text(hana.get("/week/?on=2026-04-04"))


def test_on_the_case_accepting_asks_who_comes_along(world, violent, hana):
    page = text(hana.get(address(world, "case")))
    assert "二人で行く予定にする" in page
    assert not re.search(r">提案どおり|>この予定にする<", page)


def test_a_coordinator_chooses_any_colleague_who_joins_the_case(world, violent, hana):
    assert "Sora" in text(hana.get(address(world, "case_plan")))
    assert hana.post(address(world, "case_plan"), FRIDAY | {"second": world.sora.pk}).status_code == 302
    assert going(world) == ("Yuki", "Sora")


def test_alone_is_refused_beside_the_field_and_nothing_typed_is_lost(world, violent, hana):
    for name in ("case_plan", "week_plan"):
        told = FRIDAY | {"aim": "猫の話", "minutes": 60, "worker": world.yuki.pk}
        answer = hana.post(address(world, name), told)
        assert answer.status_code == 422
        assert ALONE in answer.context["form"].errors["second"][0]
        assert "猫の話" in text(answer)


@pytest.mark.parametrize("name", ["case_plan", "week_plan"])
def test_with_a_reason_one_goes_alone_and_the_history_says_so(world, violent, hana, name):
    told = FRIDAY | {"minutes": 60, "worker": world.yuki.pk, "why": "父は入院中"}
    assert hana.post(address(world, name), told).status_code == 302
    assert going(world) == ("Yuki", None)
    page = text(hana.get(address(world, "case")))
    assert "理由を添えてひとりで予定" in page
    assert "父は入院中" in page


def test_the_worker_goes_with_who_is_on_the_case(world, pair, yuki):
    page = text(yuki.get(address(world, "phone_done")))
    assert "Soraさんと一緒に行きます。" in page
    assert yuki.post(address(world, "phone_done"), FRIDAY).status_code == 302
    assert going(world) == ("Yuki", "Sora")


def test_on_the_plan_form_a_worker_finds_who_is_on_the_case_chosen(world, pair, yuki):
    page = yuki.get(address(world, "case_plan"))
    assert page.context["form"]["second"].value() == world.sora.pk
    assert yuki.post(address(world, "case_plan"), FRIDAY | {"second": world.sora.pk}).status_code == 302
    assert going(world) == ("Yuki", "Sora")


def test_where_nobody_is_on_the_case_the_worker_is_sent_to_the_coordinator(world, violent, yuki):
    for name in ("phone_done", "case_plan"):
        assert "コーディネーターに予定を頼んでください。" in text(yuki.get(address(world, name)))
        assert yuki.post(address(world, name), FRIDAY).status_code == 422
    with within(world.hana):
        assert not Event.objects.filter(what="case.planned").exists()


def test_a_letter_goes_out_as_always(world, violent, yuki):
    told = FRIDAY | {"method": "letter"}
    assert yuki.post(address(world, "phone_done"), told).status_code == 302


def test_what_was_planned_for_one_before_the_warning_says_so(world, clock, hana):
    assert hana.post(address(world, "case_plan"), FRIDAY).status_code == 302
    with as_job(world.engawa.pk):
        Person.objects.filter(pk=world.ken.person_id).update(issues=[Issue.VIOLENCE_AT_HOME])
    assert "いまはひとりで行く予定です。" in text(hana.get(address(world, "case")))


def test_two_who_are_planned_are_not_told_that_one_is(world, pair, yuki):
    yuki.post(address(world, "phone_done"), FRIDAY)
    page = text(yuki.get(address(world, "case")))
    assert (SAYS in page, "いまはひとりで" in page) == (True, False)
