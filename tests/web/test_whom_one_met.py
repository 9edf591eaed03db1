"""With whom a contact was."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.actions.opening import change_second
from cases.actions.staffing import let_go
from cases.models import Contact
from tests.web.conftest import try_fields


@pytest.mark.parametrize(
    ("method", "met"), [("family_meeting", "relative"), ("agency_meeting", "agency"), ("visit", "person")]
)
def test_with_whom_is_chosen_beforehand_as_the_method_says(world, post, sign_in, method, met):
    assert post(world.hana, "case_plan", method=method, on="2026-04-06").status_code == 302
    planned = sign_in(world.yuki).get(reverse("case_contact", args=[world.ken.pk])).content.decode()
    again = post(world.yuki, "case_contact", **try_fields(method=method, response="", again="1")).content.decode()
    for page in (planned, again):
        assert page.split('name="with_whom" value="')[1:][["person", "relative", "agency"].index(met)].startswith(
            f'{met}" checked'
        )


@pytest.mark.parametrize("way", ["desk", "phone"])
def test_a_call_only_the_family_answered_presses_nobody(world, post, way):
    if way == "desk":
        post(world.yuki, "case_contact", **try_fields(method="phone", response="family_only"))
    else:
        post(world.yuki, "phone_record", id=uuid4(), method="phone", response="family_only")
    with within(world.hana):
        assert Contact.objects.get().with_whom == "relative"
    assert (world.see_ken().recent, world.ken.last_at) == ([], None)


def test_who_came_along_still_did_when_an_entry_is_corrected(world, post, sign_in):
    """By herself, or after she has left; who came is never offered as who came along."""
    with within(world.hana):
        change_second(world.ken, world.sora, why="", by=world.hana, at=world.morning)
    post(world.yuki, "case_contact", **try_fields(second=world.sora.pk))
    corrected = correct(world, sign_in(world.sora), Contact.objects)
    assert (corrected.second_id, corrected.worker_id) == (world.sora.pk, world.yuki.pk)
    with within(world.hana):
        change_second(world.ken, None, why="", by=world.hana, at=world.morning + timedelta(days=1))
    with within(world.ada):
        let_go(world.sora, by=world.ada, at=world.morning + timedelta(days=1))
    assert correct(world, sign_in(world.yuki), Contact.objects.filter(corrected_by=None)).second_id == world.sora.pk


def correct(world, client, those):
    """The same, as the form shows it, with another note."""
    with within(world.hana):
        old = those.get()
    at = reverse("case_contact", args=[world.ken.pk])
    page = client.get(f"{at}?corrects={old.pk}").content.decode()
    along = page.split('<select name="second"')[1].split("</select>")[0]
    chosen = re.search(r'value="([^"]*)" selected', along)
    assert str(old.worker_id) not in along
    sent = try_fields(corrects=old.pk, second=chosen[1] if chosen else "", note="追記")
    assert client.post(at, sent).status_code == 302
    with within(world.hana):
        return Contact.objects.get(corrects=old)
