"""Two coordinators plan one worker for one hour: real connections, one appointment, one sentence, nothing lost."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_sign_in, within
from cases.actions.opening import open_case, record_inquiry
from cases.models import Case, Visit
from cases.rules.ladder import Stage
from tests.committed import begin, committed, until_waiting
from tests.world import World, build, told, user

MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(MORNING, tick=True)


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed(django_db_blocker):
        yield build(MORNING)


def browser(user: User) -> Client:
    with as_sign_in():
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
    return client


def another(world: World) -> Case:
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=MORNING)
        return open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.DOOR, pace=None,
                         by=world.hana, at=MORNING)  # fmt: skip


def form(worker: User, hour: str, aim: str, second: User | None = None) -> dict[str, str]:
    return {"worker": str(worker.pk), "second": str(second.pk) if second else "", "method": "visit",
            "on": "2026-04-10", "hour": hour, "minutes": "60", "aim": aim}  # fmt: skip


def planned(world: World) -> list[tuple[Any, Any]]:
    with within(world.hana):
        ahead = Visit.objects.filter(state="planned").exclude(starts_at=None).order_by("starts_at")
        return list(ahead.values_list("case_id", "aim"))


def test_the_second_of_two_at_the_same_hour_is_told_and_keeps_what_was_typed(world):
    kai = user(world.engawa, "Kai", Role.COORDINATOR)
    aoi, hana, other = another(world), browser(world.hana), browser(kai)
    first, second = form(world.yuki, "14:00", "the first aim"), form(world.yuki, "14:30", "the second aim")
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic(), within(world.hana):  # both are on their way before either may go on
            list(Case.objects.select_for_update().order_by("pk"))
            one = begin(hands, lambda: hana.post(f"/week/{world.ken.pk}/", first))
            two = begin(hands, lambda: other.post(f"/week/{aoi.pk}/", second))
            until_waiting(2)
        answers = {one.result().status_code: one.result(), two.result().status_code: two.result()}
    assert set(answers) == {302, 422}
    text = answers[422].content.decode()
    assert "Yuki is with 花水木さん宅 from 14:" in text
    assert ("the first aim" in text) != ("the second aim" in text)
    assert len(planned(world)) == 1


def test_two_pairs_that_share_both_people_never_wait_for_each_other_for_ever(world):
    """Yuki with Sora here, Sora with Yuki there, asked in the opposite order."""
    aoi, hana, again = another(world), browser(world.hana), browser(world.hana)
    with within(world.hana):
        for case in (world.ken, aoi):
            hana.post(f"/week/{case.pk}/", form(world.yuki, "10:00" if case == aoi else "12:00", "x", world.sora))
        seen = {case: str(Visit.objects.get(case=case, state="planned").pk) for case in (world.ken, aoi)}
    asked = (
        (hana, world.ken, form(world.yuki, "15:00", "x", world.sora) | {"seen": seen[world.ken]}),
        (again, aoi, form(world.sora, "15:30", "x", world.yuki) | {"seen": seen[aoi]}),
    )
    with ThreadPoolExecutor(2) as hands:
        answers = [begin(hands, lambda c=c, k=k, f=f: c.post(f"/week/{k.pk}/", f)) for c, k, f in asked]
        assert sorted(one.result().status_code for one in answers) == [302, 422]
    assert len(planned(world)) == 2


def test_an_appointment_made_while_a_form_stood_open_is_told_and_not_replaced(world):
    hana, yuki = browser(world.hana), browser(world.yuki)
    stale = hana.get(f"/week/{world.ken.pk}/").context["form"]["seen"].value()
    accepted = {"method": "visit", "on": "2026-04-08", "seen": ""}
    assert yuki.post(f"/cases/{world.ken.pk}/plan/", accepted).status_code == 302
    sent = form(world.yuki, "14:00", "猫の話の続き") | {"seen": stale}
    answer = hana.post(f"/week/{world.ken.pk}/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this case first." in text
    assert "Yuki" in text
    assert "猫の話の続き" in text
    assert planned(world) == []
    fresh = answer.context["form"]["seen"].value()
    assert hana.post(f"/week/{world.ken.pk}/", sent | {"seen": fresh}).status_code == 302
    assert len(planned(world)) == 1


@pytest.mark.parametrize("path", ["/cases/{}/plan/", "/today/{}/done/"])
def test_a_proposal_accepted_from_an_old_page_replaces_no_appointment(world, path):
    hana, yuki = browser(world.hana), browser(world.yuki)
    assert hana.post(f"/week/{world.ken.pk}/", form(world.yuki, "14:00", "x")).status_code == 302
    path = path.format(world.ken.pk)
    answer = yuki.post(path, {"method": "visit", "on": "2026-04-09", "seen": ""})
    assert answer.status_code == 422
    assert "Hana" in answer.content.decode()
    assert len(planned(world)) == 1
    seen = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())[1]
    assert yuki.post(path, {"method": "visit", "on": "2026-04-09", "seen": seen}).status_code == 302


def test_the_same_plan_sent_twice_is_one(world):
    hana = browser(world.hana)
    sent = form(world.yuki, "14:00", "x", world.sora) | {"seen": ""}
    assert [hana.post(f"/week/{world.ken.pk}/", sent).status_code for _ in range(2)] == [302, 302]
    with within(world.hana):
        assert Visit.objects.count() == 1


def leads(world: World) -> list[str]:
    with within(world.hana):
        return sorted(Case.objects.values_list("lead__name", flat=True))


def test_of_two_who_hand_over_at_once_the_second_is_told_and_nothing_goes_half(world):
    kai, aoi = user(world.engawa, "Kai", Role.COORDINATOR), another(world)
    path, names = f"/people/{world.yuki.pk}/away/?for=good", [f"to_{case.pk.hex}" for case in (world.ken, aoi)]
    hana, other = browser(world.hana), browser(kai)
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic(), within(world.hana):
            list(Case.objects.select_for_update().order_by("pk"))
            one = begin(hands, lambda: hana.post(path, dict.fromkeys(names, str(world.sora.pk)) | {"note": "x"}))
            two = begin(hands, lambda: other.post(path, dict.fromkeys(names, str(kai.pk)) | {"note": "私の申し送り"}))
            until_waiting(2)
        answers = {one.result().status_code: one.result(), two.result().status_code: two.result()}
    assert set(answers) == {302, 422}
    text = answers[422].content.decode()
    assert "Somebody else was first" in text
    assert ("私の申し送り" in text) == (leads(world) == ["Sora", "Sora"])
    assert leads(world) in (["Kai", "Kai"], ["Sora", "Sora"])


def test_a_worker_who_is_let_go_while_she_is_planned_stays_on_her_cases(world):
    """Whoever is planned leads or helps on a case, and so is not let go before it is handed over."""
    answer = browser(world.hana).post(f"/week/{world.ken.pk}/", form(world.yuki, "14:00", "x"))
    assert answer.status_code == 302
    answer = browser(world.ada).post(f"/people/{world.yuki.pk}/let-go/", follow=True)
    assert "hand them over first" in answer.content.decode()
