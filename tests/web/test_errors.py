"""Pages for what is not there, not allowed, or broken."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

from accounts.walls import as_job
from cases.actions.sweeping import SWEEPS
from cases.models import Sweep, Turn
from cases.web import errors
from cases.web.clock import WORDS as WORK

WORDS = {
    ("ja", 400): "読み取れません", ("en", 400): "This request cannot be read",
    ("ja", 403): "入力した内容は残っています", ("en", 403): "what you typed is still there",
    ("ja", 404): "アドレスの打ちまちがい", ("en", 404): "There is nothing here",
    ("ja", 500): "保存", ("en", 500): "Something broke on our side",
    ("ja", 503): "保存", ("en", 503): "Try again in a minute",
}  # fmt: skip


def broken(failure: Exception, language: str):
    request = RequestFactory(headers={"accept-language": language}).get("/desk/")
    try:
        raise failure
    except type(failure):
        return errors.broken(request)


def answer(status: int, language: str):
    client = Client(headers={"accept-language": language}, enforce_csrf_checks=True)
    if status == 400:
        return client.get("/sign-in/", headers={"host": "elsewhere.example"})
    if status == 403:
        return client.post("/sign-in/", {"login": "hana@example.org"})
    if status == 404:
        return client.get("/nowhere/")
    return broken(OperationalError("away") if status == 503 else ValueError("broke"), language)


@pytest.mark.parametrize(("language", "status"), WORDS)
def test_each_failure_has_its_words_in_the_readers_language(db, language, status):
    said = answer(status, language)
    assert said.status_code == status
    assert WORDS[language, status] in said.content.decode()
    assert f'<html lang="{language}"' in said.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_failure_keeps_its_headers_and_no_copy(db, status):
    headers = answer(status, "en").headers
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_failure_tells_no_more_than_its_words(db):
    assert "ValueError" not in answer(500, "en").content.decode()
    assert "Django" not in answer(404, "en").content.decode()


def turned(house, **told):
    moments = {name: now() - timedelta(minutes=value) for name, value in told.items()}
    with as_job(house.pk):
        Turn.objects.update_or_create(organisation=house, name="plan", defaults=moments)


def desk_of(who, sign_in):
    return sign_in(who, "en").get("/desk/").content.decode()


def test_a_clock_that_stands_still_is_told_to_those_who_plan(world, sign_in):
    turned(world.engawa, ran_at=11)
    assert "The clock stands still" in desk_of(world.hana, sign_in)
    assert "The clock stands still" not in desk_of(world.yuki, sign_in)
    turned(world.engawa, ran_at=9)
    assert "The clock stands still" not in desk_of(world.hana, sign_in)


def test_what_fails_in_one_organisation_is_told_at_its_own_desk_alone(world, sign_in):
    turned(world.engawa, ran_at=60, failed_at=1)
    turned(world.madobe, ran_at=1, failed_at=60)
    said = desk_of(world.hana, sign_in)
    assert (
        "The clock cannot do its work in this organisation (it last did 1\xa0hour ago): planning the next contact"
        in said
    )
    assert "The clock stands still" not in said
    assert "cannot do its work" not in desk_of(world.rin, sign_in)


def test_every_sweep_has_a_word():
    assert set(WORK) == set(SWEEPS)


def test_readyz_tells_the_age_of_the_last_tick_and_in_how_many_organisations_it_fails(world):
    assert Client().get("/readyz").json()["clock_age_seconds"] is None
    with as_job():
        Sweep.objects.create(name="plan", ran_at=now() - timedelta(minutes=3))
        Sweep.objects.create(name="send", ran_at=now(), broken=2)
    told = Client().get("/readyz").json()
    assert (told["clock_age_seconds"] // 10, told["clock_broken_organisations"]) == (18, 2)


def test_who_is_signed_in_finds_the_way_home_and_nobody_else_does(world, sign_in):
    page = sign_in(world.hana, "en").get("/nowhere/").content.decode()
    assert all(f'href="{place}"' in page for place in ("/", "/desk/", "/board/"))
    assert 'href="/people/"' not in page
    assert 'href="/desk/"' not in answer(404, "en").content.decode()


def test_what_is_hidden_and_what_never_was_look_the_same(world, sign_in):
    client = sign_in(world.sora)
    pages = {client.get(f"/cases/{pk}/").content for pk in (world.ken.pk, uuid4())}
    assert len(pages) == 1


@pytest.mark.parametrize("failure", [OperationalError("away"), ValueError("broke")])
def test_a_broken_page_shows_the_way_home_without_asking_the_database(world, failure):
    request = RequestFactory(headers={"accept-language": "en"}).get("/desk/")
    request.user = request._cached_user = world.hana
    with CaptureQueriesContext(connection) as queries:
        try:
            raise failure
        except type(failure):
            page = errors.broken(request).content.decode()
    assert (len(queries), 'href="/desk/"' in page) == (0, True)


def test_a_reader_not_looked_up_yet_is_not_looked_up_for_a_broken_page(db):
    request = RequestFactory(headers={"accept-language": "en"}).get("/desk/")
    request.user = SimpleLazyObject(lambda: pytest.fail("the database is away"))
    assert errors.frame(request)["places"] == []


def test_signing_in_says_what_the_house_is_for_once(db):
    assert Client(headers={"accept-language": "en"}).get("/sign-in/").content.decode().count("A word called") == 1
