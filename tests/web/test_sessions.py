"""How long a sign-in lasts, and how all of one's sign-ins end at once."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import Session
from accounts.walls import as_job, as_sign_in
from tests.world import PASSWORD

NOON = datetime.fromisoformat("2026-11-25T12:00+09:00")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_half_an_hour_without_a_click_ends_it(world, sign_in, clock):
    hana = sign_in(world.hana)
    assert is_in(hana)
    clock.shift(timedelta(minutes=29))
    assert is_in(hana)
    clock.shift(timedelta(minutes=31))
    assert not is_in(hana)


def test_a_worker_at_a_door_is_not_idle_before_the_shift_is_over(world, sign_in, clock):
    yuki = sign_in(world.yuki)
    assert is_in(yuki)
    clock.shift(timedelta(hours=3))
    assert is_in(yuki)
    clock.shift(timedelta(hours=9, minutes=1))
    assert not is_in(yuki)


def test_twelve_hours_end_it_even_for_the_busy(world, sign_in, clock):
    hana = sign_in(world.hana)
    for _ in range(12 * 3):
        assert is_in(hana)
        clock.shift(timedelta(minutes=20))
    clock.shift(timedelta(minutes=1))
    assert not is_in(hana)


def test_signing_out_everywhere_ends_every_browser_of_this_person_only(world, sign_in):
    phone, desk, yuki = sign_in(world.hana), sign_in(world.hana), sign_in(world.yuki)
    desk.post("/sign-out-everywhere/")
    assert [is_in(one) for one in (phone, desk, yuki)] == [False, False, True]


def test_a_new_password_ends_the_other_browsers(world, sign_in):
    phone, desk = sign_in(world.hana), sign_in(world.hana)
    new = {"oldpassword": PASSWORD, "password1": "rain on the wide eaves", "password2": "rain on the wide eaves"}
    assert desk.post("/account/password/", new).status_code == 302
    assert [is_in(one) for one in (phone, desk)] == [False, True]


def test_another_role_counts_from_the_next_click(world, sign_in):
    sora = sign_in(world.sora)
    assert sora.get("/today/").status_code == 200
    with as_job(world.engawa.pk):
        type(world.sora).objects.filter(pk=world.sora.pk).update(role="manager")
    assert [sora.get(path).status_code for path in ("/today/", "/board/")] == [404, 200]


def test_a_sign_in_gets_a_new_session_and_knows_whose_it_is(world, db):
    client = Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": world.hana.email, "password": PASSWORD})
    with as_sign_in():
        assert [session.user_id for session in Session.objects.all()] == [world.hana.pk]


def test_someone_who_may_not_sign_in_is_told_no_more_than_a_stranger(world, db):
    with as_job(world.engawa.pk):
        type(world.sora).objects.filter(pk=world.sora.pk).update(is_active=False)
    answers = [
        Client(headers={"accept-language": "en"}).post("/sign-in/", {"login": email, "password": "not the password"})
        for email in (world.hana.email, "nobody@example.org", world.sora.email)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.context["form"].non_field_errors()[0] for answer in answers}) == 1


def test_after_five_wrong_passwords_even_the_right_one_waits(world, db):
    def attempt(password: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.post("/sign-in/", {"login": world.hana.email, "password": password})
        return client

    for _ in range(6):
        attempt("not the password")
    assert not is_in(attempt(PASSWORD))


def test_mistakes_are_told_in_the_readers_language(world, db):
    client = Client(headers={"accept-language": "ja"})
    wrong = {"login": world.hana.email, "password": "not the password"}
    assert "正しくありません" in client.post("/sign-in/", wrong).content.decode()
    for _ in range(6):
        client.post("/sign-in/", wrong)
    assert "時間が経ってから" in client.post("/sign-in/", wrong).content.decode()


def test_who_asks_for_letters_without_end_is_told_to_wait(world, db):
    client = Client(headers={"accept-language": "ja"})
    answers = [client.post("/password/reset/", {"email": f"{n}@example.org"}) for n in range(21)]
    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert "5分" in answers[-1].content.decode()


def test_the_limits_stand_in_the_database_which_no_broker_empties():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_safe_way_back_is_kept_and_a_far_one_is_not(world, db):
    def after(way: str) -> str:
        return Client().post(
            f"/sign-in/?next={way}", {"login": world.hana.email, "password": PASSWORD, "next": way}
        ).headers["Location"]  # fmt: skip

    assert [after("/desk/?view=due"), after("https://elsewhere.example/")] == ["/desk/?view=due", "/"]
