"""The one search box: however it is typed, and why it was found."""

from urllib.parse import unquote

import pytest

from accounts.walls import within
from cases.actions.opening import record_inquiry
from cases.models import Reading
from cases.queries.find import FEW, MOST
from tests.world import told


def look(client, text):
    """Typed into the box, and led to the page that shows what was found."""
    return client.post("/find/", {"q": text}, follow=True)


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("山崎", "本人の名前"),
        ("やまさき", "本人のふりがな"),
        ("ﾔﾏｻｷ", "本人のふりがな"),
        ("yamasaki ken", "本人のふりがな"),
        ("花水木", "呼び名"),
        ("047-000-0001", "電話"),
        ("０００００１", "電話"),
        ("〒279-0004", "郵便番号"),
        ("h2026", "ケース番号"),
        ("和子", "家族の名前"),
        ("かずこ", "家族のふりがな"),
    ],
)
def test_it_finds_by_everything_a_case_is_called_and_says_why(world, sign_in, typed, because):
    rows = look(sign_in(world.hana), typed).context["rows"]
    assert [(row.nickname, str(row.why)) for row in rows] == [("花水木さん宅", because)]


def test_a_whole_code_goes_straight_to_its_case(world, sign_in):
    answer = look(sign_in(world.hana), "ｈ2026ー0001")
    assert answer.redirect_chain[-1] == (f"/cases/{world.ken.pk}/", 302)


@pytest.mark.parametrize("typed", ["h2026-1", "H2026-01", "Ｈ２０２６ー１", "h2026-000001"])
def test_a_code_without_its_zeros_is_the_same_code_among_any_number_of_others(world, sign_in, typed):
    with within(world.hana):
        for _ in range(60):
            record_inquiry(told(), by=world.hana, at=world.morning)
    answer = look(sign_in(world.hana), typed)
    assert answer.redirect_chain[-1] == (f"/cases/{world.ken.pk}/", 302)


def test_a_code_of_an_old_ledger_needs_no_zeros_either(world, sign_in):
    with within(world.hana):
        old = record_inquiry(told(), by=world.hana, at=world.morning, code="2019-012")
    assert look(sign_in(world.hana), "2019-12").redirect_chain[-1] == (f"/cases/{old.pk}/", 302)


def test_a_code_of_somebody_else_leads_nowhere(world, sign_in):
    assert look(sign_in(world.sora), "h2026-1").context["rows"] == []
    assert look(sign_in(world.rin), "h2026-1").context["rows"] == []


@pytest.mark.parametrize("typed", ["はなみずき", "ﾊﾅﾐｽﾞｷ", "hanamizuki", "Hanamizu", "hanamiduki"])
def test_a_nickname_is_found_by_its_reading(world, sign_in, typed):
    client = sign_in(world.hana)
    page = client.get(f"/cases/{world.ken.pk}/edit/family/").context["form"]
    typed_in = {"nickname": "花水木さん宅", "nickname_kana": "ハナミズキ", "version": page["version"].value()}
    client.post(f"/cases/{world.ken.pk}/edit/family/", typed_in)
    rows = look(client, typed).context["rows"]
    assert [(str(row.why), row.held, row.hush) for row in rows] == [("呼び名のふりがな", "ハナミズキ", False)]


@pytest.mark.parametrize("typed", ["Yamazaki", "YAMAZAKI Ken", "やまざき", "やまざき けん", "かすこ"])
def test_a_reading_that_differs_in_one_sound_is_found_and_the_page_says_so(world, sign_in, typed):
    answer = look(sign_in(world.hana), typed)
    assert [row.nickname for row in answer.context["rows"]] == ["花水木さん宅"]
    assert "ふりがなの濁点が違うもの" in answer.content.decode()


def test_what_is_called_exactly_so_comes_first_and_what_sounds_alike_below_it(world, sign_in):
    with within(world.hana):
        record_inquiry(told(family_kana="やまざき"), by=world.hana, at=world.morning)
    answer = look(sign_in(world.hana), "やまざき")
    assert [(str(row.why), row.held) for row in answer.context["rows"]] == [
        ("本人のふりがな", "やまざき けん"),
        ("本人のふりがな（音が近い）", "やまさき けん"),
    ]
    assert "ふりがなの濁点が違うもの" not in answer.content.decode()


def test_where_many_are_called_exactly_so_nothing_else_is_shown(world, sign_in):
    with within(world.hana):
        for _ in range(FEW):
            record_inquiry(told(family_kana="やまざき"), by=world.hana, at=world.morning)
    assert {row.held for row in look(sign_in(world.hana), "やまざき").context["rows"]} == {"やまざき けん"}


def test_what_was_typed_never_stands_in_an_address_and_is_found_again_by_going_back(world, sign_in):
    client = sign_in(world.hana)
    (address, _), *_rest = look(client, "山崎").redirect_chain
    look(client, "やまさき")
    assert "山崎" not in unquote(address)
    assert client.get(address).context["q"] == "山崎"
    assert client.get("/find/?for=forgotten").context["rows"] == []


def test_pairs_that_stand_in_different_words_are_no_hit(world, sign_in):
    with within(world.hana):
        record_inquiry(told(family_name="崎山", given_name="山崎"), by=world.hana, at=world.morning)
    assert look(sign_in(world.hana), "崎山崎").context["rows"] == []


def test_a_name_is_not_found_across_its_boundary_and_still_where_many_newer_ones_are_only_that(world, sign_in):
    with within(world.hana):
        record_inquiry(told(family_kana="かとう", given_kana="けん"), by=world.hana, at=world.morning)
        for _ in range(MOST + 1):
            record_inquiry(told(family_kana="たなか", given_kana="とうこ"), by=world.hana, at=world.morning)
    client = sign_in(world.hana)
    assert {row.held for row in look(client, "katou").context["rows"]} == {"かとう けん"}
    assert {row.held for row in look(client, "tanakatouko").context["rows"]} == {"たなか とうこ"}


def test_where_older_ones_are_left_out_the_page_says_how_to_find_them(world, sign_in):
    with within(world.hana):
        for _ in range(MOST):
            record_inquiry(told(family_kana="かとう"), by=world.hana, at=world.morning)
        record_inquiry(told(family_kana="ふじわら"), by=world.hana, at=world.morning)
    client = sign_in(world.hana)
    assert "ほかにもあるかもしれません" in look(client, "かとう").content.decode()
    assert "ほかにもあるかもしれません" not in look(client, "ふじわら").content.decode()
    assert "ほかにもあるかもしれません" not in look(sign_in(world.yuki), "けん").content.decode()


def test_nothing_found_says_what_can_be_looked_for(world, sign_in):
    page = look(sign_in(world.hana), "だれもいない").content.decode()
    assert "見つかりませんでした" in page
    assert "郵便番号" in page


def test_it_finds_nothing_next_door_and_nothing_unassigned(world, sign_in):
    for who in (world.rin, world.sora):
        assert look(sign_in(who), "花水木").context["rows"] == []
    assert len(look(sign_in(world.yuki), "花水木").context["rows"]) == 1


def test_a_worker_finds_his_own_behind_many_newer_ones(world, sign_in):
    with within(world.hana):
        for _ in range(55):
            record_inquiry(told(), by=world.hana, at=world.morning)
    assert len(look(sign_in(world.yuki), "山崎").context["rows"]) == 1


def readings(world):
    with within(world.hana):
        return list(Reading.objects.order_by("pk").values_list("by", "page", "case", "shown"))


@pytest.mark.parametrize("who", ["hana", "mio", "yuki"])
def test_each_answer_leaves_one_reading_of_all_it_showed_and_none_of_the_words(world, sign_in, who):
    reader = getattr(world, who)
    with within(world.hana):
        other = record_inquiry(told(), by=world.hana, at=world.morning)
    shown = [world.ken.pk] if who == "yuki" else [other.pk, world.ken.pk]
    look(sign_in(reader), "山崎")
    assert readings(world) == [(reader.pk, "find", None, shown)]


def test_an_answer_that_shows_nobody_is_no_look(world, sign_in):
    look(sign_in(world.hana), "だれもいない")
    assert readings(world) == []


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'", "\x00", "a" * 400])
def test_odd_text_is_answered(world, sign_in, text):
    assert look(sign_in(world.hana), text).status_code == 200
