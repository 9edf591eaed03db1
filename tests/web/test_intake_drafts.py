"""Half a call, kept for its writer."""

import pytest
from django.urls import reverse

from accounts.walls import within
from cases.models import Draft
from tests.web.conftest import CALLED


def row(number, **fields):
    return {"relatives-TOTAL_FORMS": number + 1} | {
        f"relatives-{number}-{name}": value for name, value in fields.items()
    }


def test_half_a_form_waits_for_its_writer_alone(world, sign_in):
    client = sign_in(world.hana)
    client.post(
        "/desk/intake/draft/",
        {"nickname": "朝顔さん宅", "triggers": ["covid"], "wild": "x", **row(0, name="山田 太郎")},
    )
    page = client.get("/desk/intake/").content.decode()
    assert "朝顔さん宅" in page
    assert "山田 太郎" in page
    with within(world.hana):
        assert "wild" not in Draft.objects.get().fields
    with within(world.rin):
        assert not Draft.objects.exists()


def test_the_page_is_told_when_its_draft_was_kept(world, sign_in, time_machine):
    time_machine.move_to(CALLED, tick=False)
    answer = sign_in(world.hana).post("/desk/intake/draft/", {"nickname": "x"}, headers={"accept": "application/json"})
    assert answer.json() == {"saved": "10:00"}


def test_half_a_form_of_another_day_says_its_day(world, sign_in, time_machine):
    time_machine.move_to(CALLED, tick=False)
    sign_in(world.hana).post("/desk/intake/draft/", {"nickname": "朝顔さん宅"})
    assert "10:00 の下書きを" in sign_in(world.hana).get("/desk/intake/").content.decode()
    time_machine.move_to("2026-11-26T09:00:00+09:00", tick=False)
    assert "2026年11月25日（水） 10:00 の下書きを" in sign_in(world.hana).get("/desk/intake/").content.decode()


def test_a_draft_is_thrown_away_by_its_writer_and_gone_once_recorded(world, sign_in, call):
    client = sign_in(world.hana)
    client.post("/desk/intake/draft/", {"nickname": "朝顔さん宅"})
    client.post(reverse("intake_discard"))
    assert "朝顔さん宅" not in client.get("/desk/intake/").content.decode()
    client.post("/desk/intake/draft/", {"nickname": "朝顔さん宅"})
    call()
    with within(world.hana):
        assert not Draft.objects.exists()


@pytest.mark.parametrize("gone", ["01a00000-0000-7000-8000-000000000000", "x"])
def test_a_draft_about_a_family_that_is_gone_keeps_the_rest(world, sign_in, gone):
    client = sign_in(world.hana)
    client.post("/desk/intake/draft/", {"family": gone, "family_name": "朝顔"})
    page = client.get("/desk/intake/")
    assert page.status_code == 200
    assert 'value="朝顔"' in page.content.decode()


def test_a_draft_saved_after_its_call_was_recorded_does_not_lend_its_id_to_the_next(world, sign_in):
    client = sign_in(world.hana)
    used = client.get("/desk/intake/").context["form"]["id"].value()
    client.post("/desk/intake/draft/", {"id": used, "nickname": "朝顔さん宅"})
    form = client.get("/desk/intake/").context["form"]
    assert form["nickname"].value() == "朝顔さん宅"
    assert str(form["id"].value()) != str(used)
