"""With whom a contact was."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.walls import within
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
