"""My notices: the way, the hour and the devices, for oneself only."""

from datetime import time

import pytest

from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.doing import Conflict
from cases.actions.wishing import wish
from cases.models import PushDevice, Wish
from cases.rules.push import public_key, text_of
from cases.rules.reminders import Channel, Remind, Wished, kinds_for

PAGE, DEVICES = "/account/notices/", "/account/notices/devices/"
POINT, SECRET = public_key(text_of(bytes(31) + b"\x01")), text_of(bytes(16))
GOOD = {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "p256dh": POINT, "auth": SECRET}


def typed(client, **changes) -> dict:
    form = client.get(PAGE).context["form"]
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()} | changes


def kept(world, who) -> dict:
    with within(who):
        return {one.kind: (one.channel, one.hour) for one in Wish.objects.all()}


@pytest.mark.parametrize("who", ["yuki", "hana", "mio", "ada"])
def test_each_sees_the_kinds_of_her_role(world, sign_in, who):
    reader = getattr(world, who)
    page = sign_in(reader, "en").get(PAGE).content.decode()
    assert [f'name="{row.kind}_way"' in page for row in kinds_for(Role(reader.role))] == [True] * len(
        kinds_for(Role(reader.role))
    )
    assert ('name="late_way"' in page) == (who == "hana")


def test_a_way_and_an_hour_are_kept_and_the_usual_leaves_no_row(world, sign_in):
    client = sign_in(world.yuki)
    answer = client.post(PAGE, typed(client, morning_way="push", morning_hour="06:30", evening_way="none"))
    assert answer.status_code == 302
    assert kept(world, world.yuki) == {"morning": ("push", time(6, 30)), "evening": ("none", None)}
    client.post(PAGE, typed(client, morning_way="mail", morning_hour="07:00", evening_way="mail"))
    assert kept(world, world.yuki) == {}


def test_what_must_be_told_cannot_be_switched_off(world, sign_in):
    client = sign_in(world.hana)
    assert client.post(PAGE, typed(client, concern_way="none")).status_code == 422
    assert kept(world, world.hana) == {}


def test_a_bad_hour_is_said_and_what_was_typed_stays(world, sign_in):
    client = sign_in(world.yuki, "en")
    answer = client.post(PAGE, typed(client, morning_hour="half past", evening_way="none"))
    assert answer.status_code == 422
    page = answer.content.decode()
    summary = page.split('class="errors"')[1].split("</ul>")[0]
    assert "Enter an hour for “The morning list”, such as 7:00." in summary  # three fields are called so
    assert 'value="half past"' in page
    assert 'value="none" selected' in page


def test_a_kind_of_another_role_is_not_taken(world, sign_in):
    client = sign_in(world.yuki)
    client.post(PAGE, typed(client, digest_way="push"))
    assert kept(world, world.yuki) == {}


def test_a_browser_is_added_once_and_taken_away_by_its_owner_only(world, sign_in):
    client = sign_in(world.yuki)
    agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"}
    for _ in range(2):
        assert client.post(DEVICES, GOOD, headers=agent).status_code == 302
    with within(world.yuki):
        device = PushDevice.objects.get()
    assert device.name == "Chrome (Android)"
    assert "Chrome (Android)" in client.get(PAGE).content.decode()
    drop = f"{DEVICES}{device.pk}/forget/"
    assert sign_in(world.sora).post(drop).status_code == 404
    assert client.post(drop).status_code == 302
    with within(world.yuki):
        assert not PushDevice.objects.exists()


def test_a_browser_is_of_whoever_asked_last(world, sign_in):
    """Else a colleague would be shown what is told to her who had the computer before, and she would count as told."""
    for who in (world.hana, world.yuki):
        sign_in(who).post(DEVICES, GOOD)
    with as_job(world.engawa.pk):
        assert PushDevice.objects.get().user_id == world.yuki.pk


@pytest.mark.parametrize(
    "wrong", [{"endpoint": "https://example.org/x"}, {"auth": "x"}, {"p256dh": ""}, {"endpoint": ""}]
)
def test_an_address_that_is_no_push_service_is_refused_in_a_sentence(world, sign_in, wrong):
    client = sign_in(world.yuki, "en")
    page = client.post(DEVICES, GOOD | wrong, follow=True).content.decode()
    assert "push service" in page or "required" in page
    with within(world.yuki):
        assert not PushDevice.objects.exists()


def test_ten_devices_are_enough(world, sign_in):
    client = sign_in(world.yuki, "en")
    for number in range(11):
        client.post(DEVICES, GOOD | {"endpoint": f"https://fcm.googleapis.com/{number}"})
    assert "Ten devices are enough" in client.get(PAGE).content.decode()
    with within(world.yuki):
        assert PushDevice.objects.count() == 10


def test_without_a_key_of_the_house_nothing_is_offered(world, sign_in, settings):
    settings.VAPID_KEY = ""
    page = sign_in(world.yuki, "en").get(PAGE).content.decode()
    assert "data-worker" not in page
    assert 'value="push"' not in page


def test_without_scripts_the_whole_page_works_but_for_the_browser_itself(world, sign_in):
    page = sign_in(world.yuki).get(PAGE).content.decode()
    assert '<form class="only-js" method="post"' in page


def test_a_lost_phone_is_told_nothing_more(world, sign_in):
    sign_in(world.yuki).post(DEVICES, GOOD)
    sign_in(world.ada).post(f"/people/{world.yuki.pk}/sign-out/")
    with within(world.yuki):
        assert not PushDevice.objects.exists()


def test_nobody_wishes_for_what_is_told_to_another_role(world):
    with within(world.yuki), pytest.raises(Conflict, match="not_yours"):
        wish({Remind.DIGEST: Wished(channel=Channel.NONE)}, by=world.yuki, at=world.morning)
