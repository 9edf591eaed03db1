"""Skipping on the case page and on the phone."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.actions.planning import plan
from cases.models import Event
from cases.rules.methods import Method


def form(world, **more):
    world.see_ken()
    return {"due": world.ken.next_due.isoformat(), "reason": "family", "note": "", **more}


@pytest.mark.parametrize(("name", "lands"), [("case_skip", "case"), ("phone_skip", "today")])
def test_a_contact_is_left_out_from_the_desk_and_from_the_phone(world, sign_in, name, lands):
    yuki, path = sign_in(world.yuki), reverse(name, args=[world.ken.pk])
    assert 'name="due"' in yuki.get(path).content.decode()
    answer = yuki.post(path, form(world), follow=True)
    assert answer.redirect_chain[0][0] == (reverse("case", args=[world.ken.pk]) if lands == "case" else "/today/")
    page = answer.content.decode()
    assert "take-back/" in page
    with within(world.hana):
        assert Event.objects.filter(what="case.skipped").count() == 1


def test_without_a_reason_the_form_comes_back_with_what_was_typed(world, sign_in):
    answer = sign_in(world.yuki).post(reverse("case_skip", args=[world.ken.pk]), form(world, reason="", note="法事"))
    assert answer.status_code == 422
    assert "法事" in answer.content.decode()


def test_the_second_tap_says_that_somebody_was_first_and_shows_the_case_as_it_is(world, sign_in):
    yuki, path, told = sign_in(world.yuki), reverse("case_skip", args=[world.ken.pk]), form(world)
    yuki.post(path, told)
    answer = yuki.post(path, told)
    assert answer.status_code == 422
    world.see_ken()
    assert world.ken.next_due.isoformat() in answer.content.decode()


def test_the_pages_offer_it_only_where_something_is_planned(world, sign_in):
    yuki = sign_in(world.yuki)
    for name in ("case", "brief"):
        assert "/skip/" in yuki.get(reverse(name, args=[world.ken.pk])).content.decode()
    assert "/skip/" not in sign_in(world.mio).get(reverse("case", args=[world.ken.pk])).content.decode()


def test_of_a_talk_with_the_family_it_says_that_nothing_with_the_person_moves(world, sign_in):
    yuki, path = sign_in(world.yuki), reverse("case_skip", args=[world.ken.pk])
    assert "本人への連絡の間隔は変わりません" not in yuki.get(path).content.decode()
    with within(world.yuki):
        plan(world.ken, method=Method.FAMILY_MEETING, on=date(2026, 4, 8), by=world.yuki, at=world.morning)
    assert "本人への連絡の間隔は変わりません" in yuki.get(path).content.decode()
