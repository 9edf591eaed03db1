"""The first visitor of an empty house, with the code from the operator's terminal."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, SetupCode, User
from accounts.setup_code import digest, new_code
from accounts.walls import as_job, within
from cases.actions.founding import Founding, Key, cut_key, found, found_first, try_key
from cases.models import Event, Recess
from tests.conftest import MORNING

TYPED = {
    "name": "Engawa", "language": "ja", "time_zone": "Asia/Tokyo", "administrator": "足立 あだ",
    "email": "Ada@Example.org", "password": "a long quiet evening",
}  # fmt: skip


@pytest.fixture
def code(db) -> str:
    return cut_key(at=MORNING)


@pytest.fixture
def visitor(db) -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_first_visitor_is_led_to_the_first_run(visitor, code):
    assert visitor.get("/").headers["Location"] == "/welcome/"
    assert visitor.get("/welcome/").status_code == 200


def test_whoever_knows_the_code_founds_the_organisation_and_is_signed_in(visitor, code):
    answer = visitor.post("/welcome/", TYPED | {"code": code.lower().replace("-", " ")})
    assert answer.headers["Location"] == "/people/"
    page = visitor.get("/people/").content.decode()
    assert "足立 あだ" in page
    with as_job():
        assert not SetupCode.objects.exists()


def test_the_house_speaks_the_language_chosen_for_it(visitor, code):
    assert "Register it and sign in" in visitor.get("/welcome/").content.decode()
    visitor.post("/welcome/", TYPED | {"code": code})
    assert "ようこそ" in visitor.get("/people/").content.decode()


def test_the_new_house_has_its_rests_and_its_first_event(db):
    ada = found(Founding(name="Engawa", administrator="Ada", email="Ada@Example.org"), at=MORNING)
    with as_job(ada.organisation_id):
        assert [str(rest.starts_on) for rest in Recess.objects.order_by("starts_on")] == [
            "2026-08-13", "2026-12-29", "2027-08-13", "2027-12-29",
        ]  # fmt: skip
        assert {rest.name for rest in Recess.objects.all()} == {"お盆", "年末年始"}


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York", "UTC"])
def test_a_house_outside_of_japan_keeps_neither_obon_nor_new_year(db, zone):
    ada = found(Founding(name="Elsewhere", administrator="Ada", email="ada@example.org", time_zone=zone), at=MORNING)
    with as_job(ada.organisation_id):
        assert not Recess.objects.exists()
        assert [(event.what, event.by_id) for event in Event.objects.all()] == [("organisation.founded", ada.pk)]
        assert User.objects.get().email == "ada@example.org"


def test_a_wrong_code_is_told_and_nothing_typed_is_lost(visitor, code):
    answer = visitor.post("/welcome/", TYPED | {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is not the code" in page
    assert "足立 あだ" in page
    with as_job():
        assert not Organisation.objects.exists()


def test_wrong_codes_are_counted_and_then_even_the_right_one_rests(visitor, code):
    for _ in range(10):
        visitor.post("/welcome/", TYPED | {"code": "wrong"})
    assert "Too many wrong codes" in visitor.post("/welcome/", TYPED | {"code": code}).content.decode()


def test_after_a_rest_the_right_code_opens_again(code):
    for _ in range(11):
        try_key("wrong", at=MORNING)
    assert try_key(code, at=MORNING) == Key.RESTS
    assert try_key(code, at=MORNING + timedelta(minutes=15)) == Key.OPENS


def test_only_the_newest_code_opens(code):
    newest = cut_key(at=MORNING)
    assert [try_key(one, at=MORNING) for one in (code, newest)] == [Key.WRONG, Key.OPENS]


def test_without_a_code_the_page_says_how_to_get_one(visitor):
    assert "manage.py first_run" in visitor.post("/welcome/", TYPED | {"code": "x"}).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": "short"}, "at least 15 characters"),
        ({"password": "ada@example.org ok"}, "too similar"),
        ({"time_zone": "Asia/Urayasu"}, "No such time zone"),
        ({"email": "ada"}, "valid email"),
    ],
)
def test_bad_answers_say_how_to_mend_them(visitor, code, wrong, sentence):
    answer = visitor.post("/welcome/", TYPED | {"code": code} | wrong)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_in_a_house_with_an_organisation_there_is_no_first_run(world, visitor, sign_in):
    assert visitor.get("/").headers["Location"] == "/sign-in/"
    assert visitor.get("/welcome/").status_code == visitor.post("/welcome/", TYPED).status_code == 404
    assert sign_in(world.ada).get("/welcome/").status_code == 404
    assert cut_key(at=MORNING) == ""


def test_a_code_is_spent_with_the_founding(code):
    found_first(Founding(name="Engawa", administrator="Ada", email="ada@example.org"), at=MORNING)
    assert try_key(code, at=MORNING) == Key.FOUNDED


def test_a_code_is_easy_to_type_and_kept_as_a_digest_only(code):
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code)
    assert digest(code) == digest(code.lower().replace("-", "")) != digest(new_code())
    with as_job():
        assert code not in SetupCode.objects.get().digest


def test_no_reader_sees_the_code(world):
    for reader in (world.ada, world.hana):
        with within(reader), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            SetupCode.objects.count()


def test_an_invited_person_sets_a_password_once(world, sign_in, visitor):
    ada = sign_in(world.ada, "en")
    made = ada.post("/people/", {"name": "Umi", "email": "umi@example.org", "role": "worker", "language": "ja"})
    page = ada.get(made.headers["Location"]).content.decode()
    path = re.search(r"http://[^/]+(/welcome/[^\"]+)\"", page)[1]
    assert visitor.get(path).status_code == 200
    new = {"new_password1": "a quiet morning by the sea", "new_password2": "a quiet morning by the sea"}
    assert visitor.post(path, new).headers["Location"] == reverse("account_login")
    assert visitor.get(path).status_code == 404
    signed = visitor.post("/sign-in/", {"login": "umi@example.org", "password": new["new_password1"]})
    assert signed.headers["Location"] == "/"
