"""An id of somebody else's row, sent on purpose, is answered like any other mistake and never breaks the page."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.opening import open_case, record_inquiry
from cases.models import Case, Contact, Relative
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import told

NOW = "2026-04-02T10:00:00+09:00"


@pytest.fixture
def elsewhere(world):
    """What Yuki cannot see: a case of Sora's next desk, and one of the house next door."""

    def grow(coordinator, lead):
        with within(coordinator):
            case = record_inquiry(told(), by=coordinator, at=world.morning)
            case = open_case(case, coordinator=coordinator, lead=lead, second=None, stage=Stage.DOOR, pace=None,
                             by=coordinator, at=world.morning)  # fmt: skip
            one = Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=world.morning)
            contact = record_contact(case, one, by=coordinator, at=world.morning)
            return case, contact, Relative.objects.get(family=case.person.family)

    return {"here": grow(world.hana, world.sora), "next door": grow(world.rin, world.rin)}


@pytest.fixture
def post(world, sign_in, time_machine):
    time_machine.move_to(NOW, tick=False)

    def send(who, page, **fields):
        return sign_in(who).post(reverse(page, args=[world.ken.pk] if page != "intake" else []), fields)

    return send


def fields(**more):
    usual = {"id": uuid4(), "method": "visit", "with_whom": "person", "response": "voice", "concern": "none"}
    return usual | {"on": "2026-04-02", "time": "9:30"} | more


@pytest.mark.parametrize("where", ["here", "next door"])
@pytest.mark.parametrize("form", ["case_contact", "phone_record"])
def test_a_contact_under_the_id_of_another_is_refused_with_a_sentence(world, elsewhere, post, where, form):
    answer = post(world.yuki, form, **fields(id=elsewhere[where][1].pk, note="猫"))
    assert answer.status_code == 422
    assert "猫" in answer.content.decode()
    with within(world.yuki):
        assert not Contact.objects.filter(case=world.ken).exists()


@pytest.mark.parametrize("where", ["here", "next door"])
def test_a_correction_of_an_entry_of_another_case_is_refused_with_a_sentence(world, elsewhere, post, where):
    answer = post(world.hana, "case_contact", **fields(corrects=elsewhere[where][1].pk))
    assert answer.status_code == 422
    assert "このケースの記録ではありません" in answer.content.decode()


@pytest.mark.parametrize("where", ["here", "next door"])
def test_nobody_comes_along_from_another_house(world, elsewhere, post, where):
    second = {"here": world.mio, "next door": world.rin}[where]
    assert post(world.yuki, "case_contact", **fields(second=second.pk)).status_code == 422


@pytest.mark.parametrize("where", ["here", "next door"])
def test_a_relative_of_another_family_is_found_nowhere(world, elsewhere, post, where):
    family = {"nickname": "花水木さん宅", "version": 1, "relatives-TOTAL_FORMS": 1}
    row = {"relatives-0-id": elsewhere[where][2].pk, "relatives-0-name": "x", "relatives-0-relationship": "mother"}
    assert post(world.hana, "case_edit_family", **family, **row).status_code == 404
    with within(world.hana):
        assert not Relative.objects.filter(name="x").exists()


def test_a_call_under_the_id_of_a_case_next_door_is_saved_under_another(world, elsewhere, post):
    call = {"nickname": "朝顔さん宅", "relationship": "mother"}
    answer = post(world.hana, "intake", id=elsewhere["next door"][0].pk, **call)
    assert answer.status_code == 422
    assert "朝顔さん宅" in answer.content.decode()
    fresh = answer.context["form"]["id"].value()
    assert post(world.hana, "intake", id=fresh, **call).status_code == 302
    with within(world.hana):
        assert Case.objects.get(pk=fresh).person.family.nickname == "朝顔さん宅"
