"""A coordinator's and a worker's deeds, posted as their forms post them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.models import Case, Contact, Visit
from cases.rules.responses import Response

NOW = "2026-04-02T10:00:00+09:00"


@pytest.fixture
def post(world, sign_in, time_machine):
    time_machine.move_to(NOW, tick=False)

    def send(who, page, **fields):
        return sign_in(who).post(reverse(page, args=[world.ken.pk]), fields)

    return send


def try_fields(**more):
    told = {"id": uuid4(), "method": "visit", "with_whom": "person", "response": "voice", "concern": "none"}
    return {**told, "started_at": "2026-04-02T09:30", **more}


def test_a_contact_is_saved_and_the_next_one_stands_with_its_reason(world, post):
    assert post(world.yuki, "case_contact", **try_fields()).status_code == 302
    world.see_ken()
    assert (world.ken.last_response, world.ken.next_method) == ("voice", "visit")


def test_sent_twice_it_is_stored_once(world, post):
    fields = try_fields()
    for _ in range(2):
        assert post(world.yuki, "case_contact", **fields).status_code == 302
    with within(world.hana):
        assert Contact.objects.count() == 1


def test_a_bad_form_answers_422_and_keeps_every_word(world, post):
    answer = post(world.yuki, "case_contact", **try_fields(minutes="-3", note="猫の話をした"))
    assert answer.status_code == 422
    assert "猫の話をした" in answer.content.decode()


def test_a_contact_in_the_future_is_refused_with_a_sentence(world, post):
    answer = post(world.yuki, "case_contact", **try_fields(started_at="2026-04-03T09:30"))
    assert answer.status_code == 422
    assert "日時が先になっています" in answer.content.decode()


def test_a_correction_is_a_new_entry_that_points_to_the_old(world, post):
    old = world.record(Response.NO_SIGN)
    post(world.yuki, "case_contact", **try_fields(corrects=old.pk))
    with within(world.hana):
        assert Contact.objects.get(corrects=old).response == "voice"
    assert world.see_ken().silent_streak == 0


def test_a_refusal_cancels_what_was_planned_and_only_a_coordinator_opens_it_again(world, post):
    post(world.yuki, "case_plan", method="visit", on="2026-04-06")
    post(world.yuki, "case_contact", **try_fields(response="refused"))
    with within(world.hana):
        assert Case.objects.get(pk=world.ken.pk).closed_methods == ["visit"]
        assert not Visit.objects.filter(state="planned").exists()
    assert post(world.yuki, "case_plan", method="visit", on="2026-04-06").status_code == 422
    assert post(world.yuki, "case_open-method", scope="visit", answer="agreed", reason="x").status_code == 404
    assert (
        post(world.hana, "case_open-method", scope="visit", answer="agreed", reason="手紙で本人から").status_code == 302
    )
    assert world.see_ken().closed_methods == []


def test_two_coordinators_move_the_same_case_and_the_second_is_told(world, post):
    assert post(world.hana, "case_move", was="door", to="face", why="扉が開いた").status_code == 302
    second = post(world.hana, "case_move", was="door", to="letter", why="静かにしたい")
    assert second.status_code == 422
    assert "静かにしたい" in second.content.decode()


def test_a_worker_moves_up_only_with_a_contact_that_shows_it(world, post):
    assert post(world.yuki, "case_move", was="door", to="face", why="").status_code == 422
    world.record(Response.DOOR_OPENED)
    assert post(world.yuki, "case_move", was="door", to="face", why="").status_code == 302


def test_a_stale_edit_shows_both_versions_and_loses_nothing(world, post):
    same = {"family_name": "山﨑", "given_name": "健", "sex": "unknown", "outing": "unknown", "version": 1}
    assert post(world.hana, "case_edit", **same, talk_about="猫").status_code == 302
    second = post(world.hana, "case_edit", **same, talk_about="電車")
    assert second.status_code == 422
    assert "猫" in second.content.decode()
    assert "電車" in second.content.decode()


def test_a_rest_removes_the_plan_and_its_end_brings_a_new_one(world, post):
    post(world.hana, "case_pause", scope="case", reason="本人の希望")
    assert (world.see_ken().standing, world.ken.next_due) == ("paused", None)
    post(world.hana, "case_resume")
    assert world.see_ken().next_due is not None


def test_closing_needs_a_reason_code_and_reopening_plans_again(world, post):
    assert post(world.hana, "case_close", reason="").status_code == 422
    post(world.hana, "case_close", reason="ibasho")
    assert (world.see_ken().standing, world.ken.next_due) == ("closed", None)
    post(world.hana, "case_reopen", why="また声がした")
    assert world.see_ken().standing == "open"


def test_after_a_hand_over_the_one_before_finds_nothing_here(world, post, sign_in):
    post(world.hana, "case_hand-over", to=world.sora.pk, note="猫の話から", why="異動")
    assert sign_in(world.yuki).get(reverse("case", args=[world.ken.pk])).status_code == 404
    assert sign_in(world.sora).get(reverse("case", args=[world.ken.pk])).status_code == 200


def test_four_taps_on_the_phone(world, post, sign_in):
    assert sign_in(world.yuki).get(reverse("brief", args=[world.ken.pk])).status_code == 200
    assert post(world.yuki, "arrived").status_code == 302
    answer = post(world.yuki, "phone_record", id=uuid4(), method="visit", response="voice")
    assert answer.status_code == 302
    assert "次の一歩" in sign_in(world.yuki).get(answer.headers["Location"]).content.decode()
