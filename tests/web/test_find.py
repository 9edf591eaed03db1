"""The one search box: however it is typed, and why it was found."""

import pytest

from accounts.walls import within
from cases.actions.opening import record_inquiry
from tests.world import told


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("山崎", "本人の名前"),
        ("やまさき", "本人のよみ"),
        ("ﾔﾏｻｷ", "本人のよみ"),
        ("yamasaki ken", "本人のよみ"),
        ("花水木", "呼び名"),
        ("047-000-0001", "電話"),
        ("０００００１", "電話"),
        ("〒279-0004", "郵便番号"),
        ("h2026", "ケース番号"),
        ("和子", "家族の名前"),
        ("かずこ", "家族のよみ"),
    ],
)
def test_it_finds_by_everything_a_case_is_called_and_says_why(world, sign_in, typed, because):
    rows = sign_in(world.hana).get("/find/", {"q": typed}).context["rows"]
    assert [(row["nickname"], str(row["why"])) for row in rows] == [("花水木さん宅", because)]


def test_a_whole_code_goes_straight_to_its_case(world, sign_in):
    answer = sign_in(world.hana).get("/find/", {"q": "ｈ2026ー0001"})
    assert answer.headers["Location"] == f"/cases/{world.ken.pk}/"


def test_pairs_that_stand_in_different_words_are_no_hit(world, sign_in):
    with within(world.hana):
        record_inquiry(told(family_name="崎山", given_name="山崎"), by=world.hana, at=world.morning)
    assert sign_in(world.hana).get("/find/", {"q": "崎山崎"}).context["rows"] == []


def test_nothing_found_says_what_can_be_looked_for(world, sign_in):
    page = sign_in(world.hana).get("/find/", {"q": "だれもいない"}).content.decode()
    assert "見つかりませんでした" in page
    assert "郵便番号" in page


def test_it_finds_nothing_next_door_and_nothing_unassigned(world, sign_in):
    for who in (world.rin, world.sora):
        assert sign_in(who).get("/find/", {"q": "花水木"}).context["rows"] == []
    assert len(sign_in(world.yuki).get("/find/", {"q": "花水木"}).context["rows"]) == 1


def test_a_worker_finds_his_own_behind_many_newer_ones(world, sign_in):
    with within(world.hana):
        for _ in range(55):
            record_inquiry(told(), by=world.hana, at=world.morning)
    assert len(sign_in(world.yuki).get("/find/", {"q": "山崎"}).context["rows"]) == 1


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'", "\x00", "a" * 400])
def test_odd_text_is_answered(world, sign_in, text):
    assert sign_in(world.hana).get("/find/", {"q": text}).status_code == 200
