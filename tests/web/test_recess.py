"""A closed period that a colleague has removed: whoever had its page open is told, and keeps what she typed."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.actions.housekeeping import add_recess, drop_recess
from cases.models import Recess

TYPED = {"rest-name": "設立記念日", "rest-starts_on": "2026-06-01", "rest-ends_on": "2026-06-02"}
SAYS = "この休止期間は、先にほかの人が取り除きました"


@pytest.fixture
def removed(world):
    with within(world.ada):
        day = date(2026, 6, 1)
        add_recess("設立記念日", day, day, by=world.ada, at=world.morning)
        rest = Recess.objects.get(name="設立記念日")
        pk = rest.pk
        drop_recess(rest, by=world.ada, at=world.morning)
    return pk


def test_changing_it_says_so_and_what_was_typed_can_be_added_again(world, sign_in, removed):
    ada = sign_in(world.ada)
    answer = ada.post(reverse("recess", args=[removed]), TYPED)
    page = answer.content.decode()
    assert (answer.status_code, SAYS in page) == (422, True)
    assert 'value="設立記念日"' in page
    assert f'action="{reverse("add_recess")}"' in page
    assert ada.post(reverse("add_recess"), TYPED).status_code == 302
    with within(world.ada):
        assert Recess.objects.get().name == "設立記念日"


def test_opening_it_says_so_and_removing_it_again_is_no_mistake(world, sign_in, removed):
    ada = sign_in(world.ada)
    assert SAYS in ada.get(reverse("recess", args=[removed]), follow=True).content.decode()
    assert "休止期間を取り除きました" in ada.post(reverse("drop_recess", args=[removed]), follow=True).content.decode()


def test_an_old_sight_of_it_overwrites_nothing_unseen(world, sign_in):
    ada = sign_in(world.ada)
    ada.post(reverse("add_recess"), TYPED)
    with within(world.ada):
        path = reverse("recess", args=[Recess.objects.get().pk])
    seen = {"rest-seen": ada.get(path).context["form"]["seen"].value()}
    assert ada.post(path, TYPED | seen | {"rest-ends_on": "2026-06-03"}).status_code == 302
    answer = ada.post(path, TYPED | seen | {"rest-ends_on": "2026-06-05"})
    assert (answer.status_code, "2026-06-03" in answer.content.decode()) == (422, True)
    again = {"rest-seen": answer.context["form"]["seen"].value()}
    assert ada.post(path, TYPED | again | {"rest-ends_on": "2026-06-05"}).status_code == 302


def test_one_that_never_was_here_is_not_found(world, sign_in):
    for page in ("recess", "drop_recess"):
        assert sign_in(world.ada).post(reverse(page, args=[uuid4()]), TYPED).status_code == 404
