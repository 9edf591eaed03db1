"""Somebody is away or leaves: proposals with their reasons, each changeable, applied in one go."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.opening import change_second, hand_over, open_case, record_inquiry
from cases.models import Case, Leave
from cases.models.events import long_day
from cases.rules.due import local_day
from cases.rules.ladder import Stage
from tests.web.test_costs import cost
from tests.world import told, user


@pytest.fixture(autouse=True)
def today(world, time_machine):
    time_machine.move_to(world.morning, tick=True)


@pytest.fixture
def aoi(world) -> Case:
    return another(world)


def another(world) -> Case:
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        return open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.DOOR, pace=None,
                         by=world.hana, at=world.morning)  # fmt: skip


def path(world, query="?for=good"):
    return f"/people/{world.yuki.pk}/away/{query}"


def chosen(text):
    return re.findall(r'<option value="([0-9a-f-]+)" selected', text)


def form(**to):
    return {f"to_{case.pk.hex}": str(who.pk) if who else "" for case, who in to.values()} | {"note": "猫が好き"}


def leads(world):
    with within(world.hana):
        return set(Case.objects.order_by("pk").values_list("lead__name", flat=True))


def test_a_farewell_proposes_somebody_for_every_case(world, aoi, sign_in):
    text = sign_in(world.hana, "en").get(path(world)).content.decode()
    assert len(chosen(text)) == 2
    assert "has room (0 of 20)" in text


def test_a_leave_proposes_only_for_what_is_due_in_it(world, sign_in):
    hana = sign_in(world.hana, "en")
    due = local_day(world.ken.next_due, world.engawa.zone)
    assert chosen(hana.get(path(world, "")).content.decode()) == []
    with as_job(world.engawa.pk):
        later = {"starts_on": due + timedelta(days=1), "ends_on": due + timedelta(days=9)}
        leave = Leave.objects.create(organisation=world.engawa, user=world.yuki, **later)
    assert chosen(hana.get(path(world, "")).content.decode()) == []
    with as_job(world.engawa.pk):
        Leave.objects.filter(pk=leave.pk).update(starts_on=due)
    assert len(chosen(hana.get(path(world, "")).content.decode())) == 1


def test_who_is_away_herself_is_shown_and_not_proposed(world, sign_in):
    with as_job(world.engawa.pk):
        day = world.morning.date()
        for who in (world.sora, world.hana):
            Leave.objects.create(organisation=world.engawa, user=who, starts_on=day, ends_on=day)
    text = sign_in(world.hana, "en").get(path(world)).content.decode()
    assert chosen(text) == []
    assert f"is away from {long_day(day)} on" in text
    assert "Nobody fits without a drawback" in text


def test_all_of_them_go_in_one_go_and_come_back_with_one_tap(world, aoi, sign_in):
    hana = sign_in(world.hana, "en")
    answer = hana.post(path(world), form(a=(world.ken, world.sora), b=(aoi, world.hana)), follow=True)
    text = answer.content.decode()
    assert "2 cases are handed over." in text
    assert '<li class="success stay">' in text  # many cases want longer than ten seconds
    assert leads(world) == {"Sora", "Hana"}
    undo = re.search(r'action="(/[^"]+)">(?:(?!</form>).)*Undo', text, re.S)[1]
    assert hana.post(undo, {"next": path(world)}).headers["Location"] == path(world)
    assert leads(world) == {"Yuki"}


def test_one_case_alone_can_be_taken_back_as_well(world, sign_in):
    hana = sign_in(world.hana, "en")
    handed = {"to": str(world.sora.pk), "note": "x", "why": "y"}
    text = hana.post(f"/cases/{world.ken.pk}/hand-over/", handed, follow=True).content.decode()
    undo = re.search(r'action="(/[^"]+)">(?:(?!</form>).)*Undo', text, re.S)[1]
    hana.post(undo)
    assert leads(world) == {"Yuki"}


def test_a_case_may_stay(world, aoi, sign_in):
    sign_in(world.hana).post(path(world), form(a=(world.ken, world.sora), b=(aoi, None)))
    assert leads(world) == {"Sora", "Yuki"}


def test_nobody_chosen_is_said_and_nothing_typed_is_lost(world, sign_in):
    answer = sign_in(world.hana, "en").post(path(world), form(a=(world.ken, None)))
    assert answer.status_code == 422
    assert "Choose somebody for at least one case" in answer.content.decode()
    assert "猫が好き" in answer.content.decode()


def test_what_somebody_else_has_handed_over_meanwhile_is_left_alone(world, aoi, sign_in):
    hana = sign_in(world.hana, "en")
    sent = form(a=(world.ken, world.sora), b=(aoi, world.hana))
    with within(world.hana):
        hand_over(aoi, world.sora, note="", why="", by=world.hana, at=world.morning)
    answer = hana.post(path(world), sent)  # Aoi is no longer Yuki's, and is not asked about
    assert answer.status_code == 302
    assert leads(world) == {"Sora"}


def test_somebody_nobody_can_give_a_case_to_is_refused(world, sign_in):
    answer = sign_in(world.hana, "en").post(path(world), form(a=(world.ken, world.mio)))
    assert answer.status_code == 422
    assert leads(world) == {"Yuki"}


@pytest.mark.parametrize("who", ["yuki", "mio", "ada", "rin"])
def test_only_a_coordinator_of_the_house_hands_over(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(path(world)).status_code == 404


def test_a_look_at_it_leaves_a_reading(world, sign_in):
    sign_in(world.hana).get(path(world))
    assert (world.hana.pk, "away") in world.readings()


def test_the_page_asks_no_more_for_many_cases_than_for_one(world, sign_in):
    hana = sign_in(world.hana)
    hana.get("/desk/")
    few = cost(hana, path(world))[0]
    for _ in range(4):
        another(world)
    assert cost(hana, path(world))[0] == few <= 12


def loads(text):
    """Of each card: what it says of everybody's load."""
    cards = re.findall(r'<select[^>]* name="(to_[0-9a-f]+)"(.*?)</select>', text, re.S)
    return {name: sorted(re.findall(r"\((\d+) of 20\)", card)) for name, card in cards}


def test_nobodys_load_grows_from_family_to_family_while_nothing_is_chosen(world, aoi, sign_in):
    another(world)
    told = loads(sign_in(world.hana, "en").get(path(world, "")).content.decode())
    assert list(told.values()) == [["0", "0"]] * 3


def test_what_is_chosen_on_the_page_counts_for_the_other_families(world, aoi, sign_in):
    nobody = {f"to_{aoi.pk.hex}": str(world.mio.pk)}  # a manager leads no case, so the page comes back
    answer = sign_in(world.hana, "en").post(path(world), form(a=(world.ken, world.sora)) | nobody)
    assert answer.status_code == 422
    told = loads(answer.content.decode())
    assert told == {f"to_{world.ken.pk.hex}": ["0", "0"], f"to_{aoi.pk.hex}": ["0", "1"]}


def test_an_invited_colleague_without_a_password_is_offered_nothing(world, sign_in):
    hana = sign_in(world.hana, "en")
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.sora.pk).update(password=make_password(None))
    text = hana.get(path(world)).content.decode()
    assert "Sora" not in text
    assert "Hana" in text


def test_an_earlier_ending_stands_on_its_day_in_the_house_whatever_day_it_is_elsewhere(world, sign_in):
    with within(world.hana):  # eight in the morning of 2 April in Japan, the evening before in Greenwich
        early = world.morning + timedelta(hours=23)
        hand_over(world.ken, world.sora, note="", why="moved house", by=world.hana, at=early)
    text = sign_in(world.hana, "en").get(f"/people/{world.sora.pk}/away/?for=good").content.decode()
    assert "had this case until Thu 2 Apr 2026: moved house" in text


def test_on_the_same_page_goes_where_she_helps_and_what_she_coordinates_and_one_tap_brings_it_back(world, sign_in):
    kai = user(world.engawa, "Kai", Role.COORDINATOR)
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    hana, page = sign_in(world.hana, "en"), f"/people/{world.sora.pk}/away/?for=good"
    assert "Second worker on 1 case" in hana.get(page).content.decode()
    text = hana.post(page, {"second": "nobody", "note": ""}, follow=True).content.decode()
    assert "1 case is handed over." in text
    assert "This colleague has no cases to hand over." in text
    undo = re.search(r'action="(/[^"]+)">(?:(?!</form>).)*Undo', text, re.S)[1]
    hana.post(undo)
    assert "Second worker on 1 case" in hana.get(page).content.decode()
    own = f"/people/{world.hana.pk}/away/?for=good"
    text = hana.get(own).content.decode()
    assert (str(kai.pk) in chosen(text), "Kai (coordinates 0)" in text) == (True, True)
    hana.post(own, {"coordinator": str(kai.pk), "note": ""})
    with within(world.hana):
        assert Case.objects.get().coordinator == kai


def test_who_is_no_coordinator_is_refused_and_nothing_typed_is_lost(world, sign_in):
    page = f"/people/{world.hana.pk}/away/?for=good"
    answer = sign_in(world.hana).post(page, {"coordinator": str(world.sora.pk), "note": "猫が好き"})
    assert (answer.status_code, "猫が好き" in answer.content.decode()) == (422, True)
